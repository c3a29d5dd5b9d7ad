package source

import "testing"

func TestUnescaped(t *testing.T) {
	for text, want := range map[string]string{
		`"serv\x69ces"`: `"services"`, `"\u0073ervices"`: `"services"`, `"\U00000073ervices"`: `"services"`,
		`"type.googleapis.com\/envoy"`: `"type.googleapis.com/envoy"`, "\"serv\\\n    ices\"": `"services"`, "\"serv\\\r\n\tices\"": `"services"`,
	} {
		if got, changed := Unescaped([]byte(text)); string(got) != want || !changed {
			t.Errorf("%q becomes %q, %v, want %q", text, got, changed, want)
		}
	}
	for _, text := range []string{"services:", `C:\new`, `\u00`, `"\n"`, `\xg1`, `\u+041`, "\\\r", `\\`} {
		if got, changed := Unescaped([]byte(text)); string(got) != text || changed {
			t.Errorf("%q becomes %q, %v", text, got, changed)
		}
	}
}
