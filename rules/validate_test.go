package rules

import (
	"strings"
	"testing"
)

const wholeFixture = "Why.\n-- bad/x/a.yml --\na: 1\n-- bad/x/want --\na.yml:1:1: no [high]\n-- good/y/why --\nIt is fine.\n-- good/y/a.yml --\na: 2\n"

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
		"fixture without cause": {validPolicy, strings.TrimPrefix(wholeFixture, "Why.\n"), "mine/test/a/a.txtar:1: the fixture lacks a line in front"},
		"stray file":            {validPolicy, wholeFixture + "-- x --\n", "mine/test/a/a.txtar:10: the file x is in no case"},
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
