package rules

import (
	"bytes"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestPagesAreFresh compares the stored rules with what store writes; this compares what a scan takes of them with the policies.
func TestStoredIsWhatThePoliciesSay(t *testing.T) {
	t.Parallel()
	read, recalled := builtin(t), fromStored(t, os.DirFS("../policies"))
	if recalled.digest != read.Digest() {
		t.Fatal("the policies were not stored: run make docs")
	}
	ignore := cmpopts.IgnoreFields(Rule{}, "Fixture", "Policy")
	if diff := cmp.Diff(read.All(), recalled.All(), ignore); diff != "" {
		t.Errorf("read (-) and stored (+) differ:\n%s", diff)
	}
	for i, m := range read.Modules("") {
		if r := recalled.Modules("")[i]; r.Path != m.Path || r.Package != m.Package || r.Text() != m.Text() {
			t.Errorf("%s (%s) was stored as %s (%s)", m.Path, m.Package, r.Path, r.Package)
		}
	}
	for i, r := range read.All() {
		if s := recalled.All()[i]; s.Policy.Path != r.Policy.Path || string(s.Fixture()) != string(r.Fixture()) {
			t.Errorf("%s: another policy or fixture was stored", r.ID)
		}
	}
}

func TestChangedPoliciesAreRead(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(fstest.MapFS){
		"a word": func(f fstest.MapFS) {
			m := f["compose/privileged/privileged.rego"]
			m.Data = bytes.Replace(m.Data, []byte("# title: "), []byte("# title: x"), 1)
		},
		"a policy less": func(f fstest.MapFS) { delete(f, "compose/privileged/privileged.rego") },
		"a folder more": func(f fstest.MapFS) {
			f["compose/new/new.rego"] = &fstest.MapFile{Data: []byte("package compose.new\n")}
		},
	} {
		files := fstest.MapFS{}
		for _, m := range builtin(t).Modules("") {
			files[m.Path] = &fstest.MapFile{Data: []byte(m.Text())}
		}
		if !isStored(files) {
			t.Fatal("the policies were not stored: run make docs")
		}
		if change(files); isStored(files) {
			t.Errorf("%s: the policies were taken for those that were stored", name)
		}
	}
}

// fromStored returns the catalogue that comes with a plan.
func fromStored(t *testing.T, fsys fs.FS) *Catalogue {
	t.Helper()
	cat, err := Load(Source{FS: fsys, Plan: []byte{}})
	if err != nil {
		t.Fatal(err)
	}
	return cat
}
