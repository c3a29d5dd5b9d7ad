package evaluate

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/rules"
)

func TestUnitTestsTellWhatFailed(t *testing.T) {
	t.Parallel()
	cat, err := rules.Load(rules.Source{Origin: "mine", FS: fstest.MapFS{
		"lib/sum/sum.rego": {Data: []byte("package lib.sum\n\nadd(a, b) := a + b\n")},
		"lib/sum/sum_test.rego": {Data: []byte("package lib.sum_test\n\nimport data.lib.sum\n\ntest_holds if sum.add(1, 2) == 3\n\n" +
			"test_fails if {\n\tprint(\"a hint\")\n\tsum.add(1, 2) == 4\n}\n\ntest_breaks if to_number(\"x\") == 1\n\ntodo_test_later if true\n")},
		"test/a/a.rego": {Data: []byte(strings.Replace(metadata, "%q", `"a"`, 1) + "findings contains 1\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	tests, err := UnitTests(t.Context(), cat, "mine")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"lib.sum_test.test_holds":      "",
		"lib.sum_test.test_fails":      "failed",
		"lib.sum_test.test_breaks":     "error: ",
		"lib.sum_test.todo_test_later": "skipped",
	}
	if len(tests) != len(want) {
		t.Errorf("got %d tests, want %d", len(tests), len(want))
	}
	for _, test := range tests {
		prefix, known := want[test.Name]
		if !known || !strings.HasPrefix(test.Failure, prefix) || (prefix == "") != (test.Failure == "") {
			t.Errorf("%s: failure %q, want %q", test.Name, test.Failure, prefix)
		}
		if printed := strings.Join(test.Printed, "|"); printed != map[string]string{"lib.sum_test.test_fails": "a hint"}[test.Name] {
			t.Errorf("%s: printed %q", test.Name, printed)
		}
		if !strings.HasPrefix(test.File, "mine/lib/sum/sum_test.rego:") {
			t.Errorf("%s: file %q", test.Name, test.File)
		}
	}
}
