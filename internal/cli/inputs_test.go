package cli

import "testing"

func TestWhatIsLeftOfMaskedNumbersIsText(t *testing.T) {
	for text, want := range map[string]string{
		`  "value": **,`:          `  "value": "**",`,
		`  "a \" b": ***`:         `  "a \" b": "***"`,
		"  1**4,\n  5\n  **":      "  \"1**4\",\n  5\n  \"**\"",
		`  "value": "*****",`:     `  "value": "*****",`,
		`  "value": "a\": **",`:   `  "value": "a\": **",`,
		`  "**": 12,`:             `  "**": 12,`,
		"  true,\n  null,\n  1e9": "  true,\n  null,\n  1e9",
	} {
		if got := quoted(text); got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
}
