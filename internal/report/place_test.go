package report

import "testing"

func TestPlace(t *testing.T) {
	tests := []struct{ displayRoot, workDir, file, want string }{
		{"", "", "a/b.yml", "a/b.yml"},
		{"sub", "", "a/b.yml", "sub/a/b.yml"},
		{"../else", "", "a.yml", "../else/a.yml"},
		{"", "a", "a/b.yml", "b.yml"},
		{"", "a/b", "a/b/c.yml", "c.yml"},
		{"", "a/b", "a/c.yml", "../c.yml"},
		{"", "a/b", "ab/c.yml", "../../ab/c.yml"},
		{"", "a", "", ""},
	}
	for _, test := range tests {
		o := Options{DisplayRoot: test.displayRoot, WorkDir: test.workDir}
		if got := o.Place(test.file); got != test.want {
			t.Errorf("from %q with root %q, %q is %q, want %q", test.workDir, test.displayRoot, test.file, got, test.want)
		}
	}
}
