package source

import (
	"strconv"
	"strings"
	"testing"

	"github.com/seclint/seclint/policies"
)

func TestUnknown(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text            string
		unknown, begins bool
		variable        string
	}{
		{Reference("TAG"), true, true, "TAG"},
		{"nginx:" + Reference("TAG"), true, false, "TAG"},
		{Reference("HOME") + "/.ssh:" + Reference("TO"), true, true, "HOME"},
		{"${TAG:?set it}", true, true, "TAG"},
		{"a ${TAG?set it}", true, false, "TAG"},
		{"${TAG", true, true, "TAG"},
		{"${}", true, true, ""},
		{"", false, false, ""},
		{"nginx", false, false, ""},
		{"$TAG", false, false, ""},
		{"{TAG} $ {TAG}", false, false, ""},
	} {
		if IsUnknown(test.text) != test.unknown || BeginsUnknown(test.text) != test.begins || UnknownVariable(test.text) != test.variable {
			t.Errorf("%q: unknown is %v, at the beginning %v, by %q", test.text, IsUnknown(test.text), BeginsUnknown(test.text), UnknownVariable(test.text))
		}
		if n := (&Node{Kind: String, Scalar: test.text}); n.IsUnknown() != test.unknown {
			t.Errorf("%q: the node is unknown: %v", test.text, n.IsUnknown())
		}
	}
	var none *Node
	if none.IsUnknown() || (&Node{Kind: Mapping, Entries: []Entry{{Key: "${A}"}}}).IsUnknown() {
		t.Error("what is no string is unknown")
	}
}

func TestIsTemplate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"{{ x }}": true, "a-{{ x }}": true, "${X}": true, "a-${X}:80": true, "$(cat x)": true, "$HOST": true, "<host>": true, "@HOST@": true,
		"%HOST%": true, "__HOST__": true,
		"": false, "host": false, "a$HOST": false, "<a>b": false, "<>": false, "a@b": false, "100%": false, "__init": false, "{x}": false, "a_b_c": false,
	} {
		if IsTemplate(text) != want {
			t.Errorf("IsTemplate(%q) = %v", text, !want)
		}
	}
}

// Go and Rego look for the same: a document that is unknown for one and a literal for the other would be judged wrongly.
func TestPoliciesKnowTheSameTemplates(t *testing.T) {
	t.Parallel()
	policy, err := policies.FS.ReadFile("lib/placeholder/placeholder.rego")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"`" + template.String() + "`", strconv.Quote(reference)} {
		if !strings.Contains(string(policy), want) {
			t.Errorf("lib.placeholder does not look for %s", want)
		}
	}
}
