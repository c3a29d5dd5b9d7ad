package rules

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/seclint/seclint/internal/mask"
)

// builtin is the folder as it is, so that this package need not import policies.
func builtin(t *testing.T) *Catalogue {
	t.Helper()
	cat, err := Load(Source{FS: os.DirFS("../policies")})
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func TestBuiltinPoliciesAreValid(t *testing.T) {
	t.Parallel()
	if err := builtin(t).Validate(""); err != nil {
		t.Error(err)
	}
}

// The text output shows the first paragraph alone, so it must not break off.
func TestRemediationsBeginWithASentence(t *testing.T) {
	t.Parallel()
	for _, r := range builtin(t).All() {
		first, _, _ := strings.Cut(strings.TrimSpace(r.Remediation), "\n\n")
		if !strings.HasSuffix(first, ".") {
			t.Errorf("%s: the remediation's first paragraph is no sentence: %s", r.ID, first)
		}
	}
}

// Every case of a built-in rule says why it is there, in a sentence: those of the good ones are on the rule's page.
func TestCasesSayWhyTheyAreThere(t *testing.T) {
	t.Parallel()
	for _, r := range builtin(t).All() {
		f, err := ParseFixture(r.FixtureFile(), r.Fixture())
		if err != nil {
			t.Error(err)
		}
		for _, c := range slices.Concat(f.Bad.Cases, f.Good.Cases) {
			if !sentence.MatchString(c.Why) {
				t.Errorf("%s:%d: the reason of the case %s is no sentence: %q", r.FixtureFile(), c.Line, c.Name, c.Why)
			}
		}
	}
}

// sentence is several words that end in a full stop; it may begin with a name in lower case, such as gVisor.
var sentence = regexp.MustCompile(`^\S+( \S+)+\.$`)

// Reports are masked as a whole: nothing that METADATA says may look like a secret.
func TestReasonsAreNotMasked(t *testing.T) {
	t.Parallel()
	for _, r := range builtin(t).All() {
		for name, s := range r.Situations {
			if masked := mask.Text(s.Because); masked != s.Because {
				t.Errorf("%s, situation %s: %s", r.ID, name, masked)
			}
		}
		for name, f := range r.Fixes {
			if text := f.Title + ": " + f.Unsafe; mask.Text(text) != text {
				t.Errorf("%s, fix %s: %s", r.ID, name, mask.Text(text))
			}
		}
	}
}

// Load reads METADATA without parsing Rego; it must see what OPA sees.
func TestMetadataIsWhatOPAReads(t *testing.T) {
	t.Parallel()
	for _, r := range builtin(t).All() {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			module, err := ast.ParseModuleWithOpts(r.Policy.File(), r.Policy.Text(), ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
			if err != nil {
				t.Fatal(err)
			}
			if module.Package.Path.String() != "data."+r.Family()+`["`+r.Name()+`"]` && module.Package.Path.String() != r.Policy.Package {
				t.Errorf("package %s, want %s", module.Package.Path, r.Policy.Package)
			}
			if len(module.Annotations) == 0 || module.Annotations[0].Scope != "package" {
				t.Fatal("OPA finds no METADATA of the package")
			}
			if diff := cmp.Diff(plain(t, fromOPA(module.Annotations[0])), plain(t, fromRule(r))); diff != "" {
				t.Errorf("OPA (-) and Load (+) read METADATA differently:\n%s", diff)
			}
		})
	}
}

func fromOPA(a *ast.Annotations) map[string]any {
	m := map[string]any{"title": a.Title, "description": strings.TrimSpace(a.Description)}
	var urls []string
	for _, r := range a.RelatedResources {
		urls = append(urls, r.Ref.String())
	}
	m["references"] = urls
	for key, value := range a.Custom {
		if text, ok := value.(string); ok {
			value = strings.TrimSpace(text)
		}
		m[key] = value
	}
	return m
}

// fromRule is what fromOPA gives, from the rule. Defaults count as absent, so that METADATA may spell them out or not.
func fromRule(r *Rule) map[string]any {
	situations := map[string]any{}
	for name, s := range r.Situations {
		situations[name] = map[string]any{"severity": s.Severity, "because": s.Because}
	}
	fixes := map[string]any{}
	for name, f := range r.Fixes {
		fixes[name] = map[string]any{"title": f.Title}
		if f.Unsafe != "" {
			fixes[name] = map[string]any{"title": f.Title, "unsafe": f.Unsafe}
		}
	}
	return map[string]any{
		"fixes": fixes, "title": r.Title, "description": r.Description, "references": r.References, "severity": r.Severity,
		"situations": situations, "remediation": r.Remediation, "cwe": r.CWE, "pack": r.Pack, "precision": r.Precision, "parameters": r.Parameters,
		"aliases": r.Aliases, "kinds": r.Kinds,
	}
}

// plain makes values comparable, and drops what is empty or a default.
func plain(t *testing.T, m map[string]any) map[string]any {
	t.Helper()
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	for key, value := range out {
		list, isList := value.([]any)
		object, isObject := value.(map[string]any)
		if value == nil || isList && len(list) == 0 || isObject && len(object) == 0 || value == "" || key == "pack" && value == PackDefault {
			delete(out, key)
		}
	}
	if kinds, ok := out["kinds"].([]any); ok && len(kinds) == 1 {
		delete(out, "kinds")
	}
	return out
}

func TestPagesAreFresh(t *testing.T) {
	t.Parallel()
	pages := Pages(builtin(t))
	for name, want := range pages {
		if got, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name))); err != nil || string(got) != want {
			t.Errorf("%s is stale: run make docs", name)
		}
	}
	onDisk, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(PagesDir), "*", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range onDisk {
		if _, wanted := pages[strings.TrimPrefix(filepath.ToSlash(file), "../")]; !wanted {
			t.Errorf("%s describes no rule: run make docs", file)
		}
	}
}
