package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

const parsedFixture = `Because it matters.

-- bad/.seclint.yaml --
roles: {}
-- bad/x/why --
The short form.
-- bad/x/compose.yml --
a: 1
-- bad/x/want --

compose.yml:1:1: no [high]
-- good/y/sub/want --
a file like any other
-- good/y/why --
It is off.
`

func TestParseFixture(t *testing.T) {
	t.Parallel()
	got, err := ParseFixture("a.txtar", []byte(parsedFixture))
	if err != nil {
		t.Fatal(err)
	}
	config := txtar.File{Name: ".seclint.yaml", Data: []byte("roles: {}\n")}
	compose := txtar.File{Name: "x/compose.yml", Data: []byte("a: 1\n")}
	other := txtar.File{Name: "y/sub/want", Data: []byte("a file like any other\n")}
	want := &Fixture{
		Why: "Because it matters.",
		Bad: Side{
			Cases: []Case{{
				Name: "x", Line: 5, Why: "The short form.", Files: []txtar.File{compose},
				Want: []string{"compose.yml:1:1: no [high]"}, HasWant: true,
			}},
			Files: []txtar.File{config, compose},
		},
		Good: Side{Cases: []Case{{Name: "y", Line: 12, Why: "It is off.", Files: []txtar.File{other}}}, Files: []txtar.File{other}},
		file: "a.txtar",
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Fixture{})); diff != "" {
		t.Error(diff)
	}
}

func TestParseFixtureRefusesWhatIsInNoCase(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"want of old":        {"Why.\n-- want --\n", "a.txtar:2: the file want is in no case"},
		"beside the cases":   {"-- bad/x/a.yml --\n-- bad/compose.yml --\n", "a.txtar:2: the file bad/compose.yml is in no case: move it to a folder, such as bad/simple/compose.yml"},
		"other side":         {"-- ugly/x/a.yml --\n", "a.txtar:1: the file ugly/x/a.yml is in no case"},
		"out of the side":    {"-- bad/../good/a.yml --\n", "in no case"},
		"out of the root":    {"-- bad/../../a.yml --\n", "in no case"},
		"no name":            {"-- bad/ --\n", "in no case"},
		"twice":              {"-- bad/x/a.yml --\n-- bad/x/a.yml --\n", "a.txtar:2: the fixture has the file bad/x/a.yml twice"},
		"want of a good one": {"-- good/x/want --\n", "a.txtar:1: the file good/x/want is of no use"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := ParseFixture("a.txtar", []byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want %s", err, test.want)
			}
		})
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	text := "-- bad/x/a.yml --\n-- bad/y/a.yml --\n-- bad/y/want --\n-- good/z/a.yml --\n-- good/long/why --\nOne.\nTwo.\n"
	f, err := ParseFixture("a.txtar", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	empty, err := ParseFixture("a.txtar", []byte("Why.\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, err := range append(f.Missing(), empty.Missing()...) {
		got = append(got, err.Error())
	}
	want := []string{
		"a.txtar:1: the fixture lacks a line in front of the files that says what is at stake",
		"a.txtar:1: the case bad/x lacks its findings: list them in bad/x/want",
		"a.txtar:2: the case bad/y wants no finding: a bad case must fire, else move it to good/",
		"a.txtar:4: the case good/z lacks its reason: say in good/z/why what makes it harmless",
		"a.txtar:5: the reason of the case good/long must be one line",
		"a.txtar:1: the fixture lacks a bad case: add files below bad/<case>/ that must fire",
		"a.txtar:1: the fixture lacks a good case: add files below good/<case>/ that must stay silent",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWithWants(t *testing.T) {
	t.Parallel()
	stale := "Why.\n-- bad/x/want --\nold\n-- bad/x/a.yml --\na: 1\n-- bad/y/a.yml --\nb: 1\n-- bad/x/b.yml --\nc: 1\n-- good/z/a.yml --\nd: 1\n"
	want := "Why.\n-- bad/x/a.yml --\na: 1\n-- bad/y/a.yml --\nb: 1\n-- bad/y/want --\n-- bad/x/b.yml --\nc: 1\n-- bad/x/want --\none\ntwo\n-- good/z/a.yml --\nd: 1\n"
	got := WithWants([]byte(stale), map[string][]string{"x": {"one", "two"}})
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}
