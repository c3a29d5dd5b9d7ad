package evaluate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/source"
)

func printed(t *testing.T, policies map[string]string, docs ...*source.Document) []string {
	t.Helper()
	var lines []string
	e := evaluator(t, catalogue(t, policies), Options{Print: func(p Printed) {
		lines = append(lines, fmt.Sprintf("%s %s: %s", p.Document, p.At, p.Text))
	}})
	e.Documents(t.Context(), docs, nil, nil)
	return lines
}

func TestPrintComesInTheOrderOfTheDocuments(t *testing.T) {
	t.Parallel()
	var docs []*source.Document
	var want []string
	for i := range 20 {
		docs = append(docs, document(t, fmt.Sprintf("%d.yaml", i), fmt.Sprintf("a: [%d, x]", i)))
		want = append(want, fmt.Sprintf("%d.yaml mine/test/a/a.rego:15: a is %d <undefined>", i, i), fmt.Sprintf("%d.yaml mine/test/a/a.rego:15: a is x <undefined>", i))
	}
	policy := "findings contains 1 if {\n\tsome a in input.document.a\n\tprint(\"a is\", a, input.document.b)\n\tfalse\n}"
	if diff := cmp.Diff(want, printed(t, map[string]string{"a": policy}, docs...)); diff != "" {
		t.Error(diff)
	}
}

func TestPrintOfABrokenRuleComesOnce(t *testing.T) {
	t.Parallel()
	got := printed(t, map[string]string{
		"a": "findings contains 1 if {\n\tprint(\"fine\")\n\tfalse\n}",
		"b": "findings contains 1 if {\n\tprint(\"broken\")\n\tto_number(\"x\") == 1\n}",
	}, document(t, "f.yaml", "a: 1"))
	want := []string{"f.yaml mine/test/a/a.rego:14: fine", "f.yaml mine/test/b/b.rego:14: broken"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPrintIsBounded(t *testing.T) {
	t.Parallel()
	got := printed(t, map[string]string{"a": "findings contains 1 if {\n\tsome i in numbers.range(1, 5000)\n\tprint(i)\n\tfalse\n}"}, document(t, "f.yaml", "a: 1"))
	if len(got) != maxPrinted+1 || !strings.HasSuffix(got[maxPrinted], "the others are left out)") {
		t.Errorf("%d lines, the last is %s", len(got), got[len(got)-1])
	}
}

func TestPrintIsLeftOutOfAScan(t *testing.T) {
	t.Parallel()
	e := evaluator(t, catalogue(t, map[string]string{"a": "findings contains {\"path\": [], \"message\": \"m\"} if print(1)"}), Options{})
	findings, problems := e.Documents(t.Context(), []*source.Document{document(t, "f.yaml", "a: 1")}, nil, nil)
	if len(findings) != 1 || len(problems) > 0 {
		t.Errorf("findings %v, problems %v", texts(findings), problemTexts(problems))
	}
}
