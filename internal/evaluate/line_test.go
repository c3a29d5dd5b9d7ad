package evaluate

import (
	"testing"

	"github.com/seclint/seclint/internal/source"
)

func TestFindingInATextIsAtTheLineOfItsSecret(t *testing.T) {
	t.Parallel()
	const content = "configs:\n  app:\n    content: |\n      user: app\n      password: tide-31\n"
	for name, test := range map[string]struct{ secret, want string }{
		"a line":         {`[{"path": ["configs", "app", "content"], "text": "tide-31"}]`, "a.yml:5:7 [medium ] m"},
		"no secret":      {`[]`, "a.yml:3:5 [medium ] m"},
		"the whole text": {`[["configs", "app", "content"]]`, "a.yml:3:5 [medium ] m"},
		"another text":   {`[{"path": ["configs", "app", "content"], "text": "ebb-7"}]`, "a.yml:3:5 [medium ] m"},
		"another place":  {`[{"path": ["other"], "text": "tide-31"}]`, "a.yml:3:5 [medium ] m"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cat := catalogue(t, map[string]string{
				"a": say(`{"path": ["configs", "app", "content"], "message": "m", "secret": ` + test.secret + `}`),
			})
			doc := document(t, "a.yml", content+"other: tide-31\n")
			got, _ := evaluator(t, cat, Options{}).Documents(t.Context(), []*source.Document{doc}, nil, nil)
			if len(got) != 1 || texts(got)[0] != "test/a "+test.want {
				t.Errorf("findings = %q, want %q", texts(got), test.want)
			}
		})
	}
}
