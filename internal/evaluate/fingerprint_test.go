package evaluate

import (
	"testing"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// pathPrints returns the fingerprints of findings at some paths of a document.
func pathPrints(t *testing.T, text string, paths ...source.Path) []string {
	t.Helper()
	doc := document(t, "a.yml", text)
	var findings []finding.Finding
	for _, path := range paths {
		f := finding.Finding{Rule: "test/a", Document: "a.yml", Path: path}
		f.Fingerprint = fingerprint(&f, nil, source.NewLocator(doc.Root), identities{})
		findings = append(findings, f)
	}
	distinguish(findings)
	var got []string
	for _, f := range findings {
		got = append(got, f.Fingerprint)
	}
	return got
}

func TestFingerprintSurvivesEdits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after         string
		pathBefore, pathAfter source.Path
	}{
		"lines above":         {"l: [a, b]", "\n\nx: 1\nl: [a, b]", source.Path{"l", 1}, source.Path{"l", 1}},
		"an item above":       {"l: [a, b]", "l: [z, a, b]", source.Path{"l", 1}, source.Path{"l", 2}},
		"items swapped":       {"l: [{name: a}, {name: b}]", "l: [{name: b}, {name: a}]", source.Path{"l", 0}, source.Path{"l", 1}},
		"a setting changed":   {"l: [{target: 80, mode: host}]", "l: [{target: 80, mode: ingress}]", source.Path{"l", 0}, source.Path{"l", 0}},
		"a setting added":     {"l: [{name: a}]", "l: [{name: a, x: [1, 2]}]", source.Path{"l", 0, "y"}, source.Path{"l", 0, "y"}},
		"named further below": {"l: [{c: [{name: x, v: 1}]}]", "l: [{c: [{name: z}]}, {c: [{name: x, v: 2}]}]", source.Path{"l", 0}, source.Path{"l", 1}},
		"other quotes":        {`l: ["\"A=b c\""]`, `l: ["A='b c'"]`, source.Path{"l", 0}, source.Path{"l", 0}},
		"keys in other order": {"l: [{target: 80, source: b}]", "l: [{source: b, target: 80}]", source.Path{"l", 0}, source.Path{"l", 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if before, after := pathPrints(t, test.before, test.pathBefore)[0], pathPrints(t, test.after, test.pathAfter)[0]; before != after {
				t.Errorf("fingerprint changed from %s to %s", before, after)
			}
		})
	}
}

// A finding about several items of a list is the same in whatever order they are, and another one with one more.
func TestFingerprintOfSeveralItems(t *testing.T) {
	t.Parallel()
	print := func(text string, at int, beside ...int) string {
		doc := document(t, "a.yml", text)
		f := finding.Finding{Rule: "test/a", Document: "a.yml", Path: source.Path{"l", at}}
		return fingerprint(&f, beside, source.NewLocator(doc.Root), identities{})
	}
	both := print("l: [{target: 80}, {target: 443}]", 0, 1)
	if other := print("l: [{target: 443}, x, {target: 80}]", 0, 2); other != both {
		t.Error("another order is another finding")
	}
	if more := print("l: [{target: 80}, {target: 443}, {target: 22}]", 0, 1, 2); more == both {
		t.Error("one more item is the same finding")
	}
}

func TestFingerprintTellsApart(t *testing.T) {
	t.Parallel()
	got := pathPrints(t, "a: [x, x, y]\nb: [x]\n\"a.b\": 1\nc: {name: x}\nd: [{path: /}, {prefix: /}, {z: 1}, {y: 1}, 1, \"1\"]\n",
		source.Path{}, source.Path{"a"}, source.Path{"a", 0}, source.Path{"a", 1}, source.Path{"a", 2}, source.Path{"b", 0},
		source.Path{"a.b"}, source.Path{"a", "b"}, source.Path{"d", 0}, source.Path{"d", 1}, source.Path{"d", 2}, source.Path{"d", 3},
		source.Path{"d", 4}, source.Path{"d", 5}, source.Path{"d", 9})
	seen := map[string]int{}
	for i, print := range got {
		if len(print) != 32 {
			t.Errorf("fingerprint %q is not 32 hex digits", print)
		}
		if j, twice := seen[print]; twice {
			t.Errorf("findings %d and %d have the same fingerprint", i, j)
		}
		seen[print] = i
	}
}

// The value is part of a published contract: baselines and code scanning compare it between versions of seclint.
func TestFingerprintStaysTheSameBetweenVersions(t *testing.T) {
	t.Parallel()
	got := pathPrints(t, "services: {web: {ports: [{target: 80, published: '80'}]}}", source.Path{"services", "web", "ports", 0})[0]
	if want := "79c25dfb5cde6ab94ba88847174512bc"; got != want {
		t.Errorf("fingerprint = %s, want %s", got, want)
	}
}
