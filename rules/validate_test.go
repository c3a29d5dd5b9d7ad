package rules

import (
	"strings"
	"testing"
)

const wholeFixture = "Why.\n-- bad/a.yml --\na: 1\n-- good/a.yml --\na: 2\n-- want --\nbad/a.yml:1:1: no [high]\n"

const validPolicy = header + `package test.a

findings contains {"path": [], "message": "m", "situation": "loopback"} if {
	some name in input.parameters["test/a"].names
	count(name) > input.parameters["test/a"].limit
}
`

func TestValidate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ policy, fixture, want string }{
		"nothing wrong":         {validPolicy, wholeFixture, ""},
		"no fixture":            {validPolicy, "", "mine/test/a/a.txtar: rule test/a has no fixture"},
		"no why":                {validPolicy, strings.TrimPrefix(wholeFixture, "Why.\n"), "lacks a line in front of the files"},
		"no bad":                {validPolicy, strings.Replace(wholeFixture, "-- bad/a.yml", "-- good/b.yml", 1), "lacks files below bad/"},
		"no good":               {validPolicy, strings.Replace(wholeFixture, "-- good/a.yml", "-- bad/b.yml", 1), "lacks files below good/"},
		"empty want":            {validPolicy, strings.Replace(wholeFixture, "bad/a.yml:1:1: no [high]\n", "", 1), "lacks a want"},
		"stray file":            {validPolicy, wholeFixture + "-- x --\n", `fixture file "x" is neither`},
		"not formatted":         {strings.Replace(validPolicy, "\tsome", "  some", 1), wholeFixture, "mine/test/a/a.rego: not formatted"},
		"not strict":            {strings.Replace(validPolicy, "\tsome name", "\tunused := 1\n\tsome name", 1), wholeFixture, "mine/test/a/a.rego:25:2: assigned var unused unused"},
		"does not parse":        {validPolicy + "x if {\n", wholeFixture, "mine/test/a/a.rego:29:"},
		"undeclared situation":  {strings.Replace(validPolicy, `"situation": "loopback"`, `"situation": "elsewhere"`, 1), wholeFixture, `mine/test/a/a.rego:24:61: situation "elsewhere" is not declared`},
		"unused situation":      {strings.Replace(validPolicy, `, "situation": "loopback"`, "", 1), wholeFixture, `situation "loopback" is declared in METADATA and never given`},
		"undeclared parameter":  {strings.Replace(validPolicy, `"].limit`, `"].lmit`, 1), wholeFixture, `parameter "lmit" is not declared`},
		"unused parameter":      {strings.Replace(validPolicy, `input.parameters["test/a"].limit`, "3", 1), wholeFixture, `parameter "limit" is declared in METADATA and never read`},
		"parameters of another": {strings.Replace(validPolicy, `input.parameters["test/a"].limit`, `input.parameters["test/b"].limit`, 1), wholeFixture, "reads the parameters of test/b"},
		"composite unknown":     {strings.Replace(validPolicy, `"message": "m"`, `"message": "m", "part_of": "a/b"`, 1), wholeFixture, `part_of names no rule: "a/b"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			texts := map[string]string{"test/a/a.rego": test.policy}
			if test.fixture != "" {
				texts["test/a/a.txtar"] = test.fixture
			}
			cat, err := Load(Source{Origin: "mine", FS: files(texts)})
			if err != nil {
				t.Fatal(err)
			}
			err = cat.Validate("mine")
			if test.want == "" && err != nil {
				t.Errorf("error = %v", err)
			}
			if test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error = %v, want %s", err, test.want)
			}
		})
	}
}
