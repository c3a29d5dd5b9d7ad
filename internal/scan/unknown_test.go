package scan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/policies"
	"github.com/seclint/seclint/rules"
)

// maxUnknown bounds how many parts of one configuration are replaced.
const maxUnknown = 3

// TestUnknownIsNeverAbsent replaces parts of configuration that a program writes out by what is not known. Nothing may be found then that
// is not found in the whole: what is not known may be just that.
func TestUnknownIsNeverAbsent(t *testing.T) {
	t.Parallel()
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	session := scan.Open(scan.Options{Catalogue: catalogue})
	found := func(code string) map[string]bool {
		r, err := session.Scan(t.Context(), scan.Snapshot{Root: fstest.MapFS{"gen.py": {Data: []byte(code)}}})
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]bool{}
		for _, f := range r.Findings {
			if !strings.HasPrefix(f.Rule, "app/") {
				all[f.Rule+" "+place(f.Path)] = true
				if onePerDocument[f.Rule] {
					all[f.Rule] = true
				}
			}
		}
		return all
	}
	judged := 0
	for _, configuration := range configurations(t, "envoy", "seccomp", "mediamtx", "compose") {
		whole := found("X = " + python(configuration.root, nil) + "\n")
		judged += len(whole)
		parts := nodesIn(configuration.root, nil)
		step := max(1, len(parts)/maxUnknown)
		for i := step - 1; i < len(parts); i += step {
			for rule := range found("X = " + python(configuration.root, parts[i]) + "\n") {
				if name, _, _ := strings.Cut(rule, " "); !whole[rule] && !whole[name] && !isOfItself(rule, configuration.root, parts[i]) {
					t.Errorf("%s: %s is found where this is not known: %.80s", configuration.name, rule, python(parts[i], nil))
				}
			}
		}
	}
	if judged < 200 {
		t.Errorf("only %d findings in code: what is tested here?", judged)
	}
}

// place returns a path without what tells items of a list from each other, and variables of a service: of several a rule names the first.
func place(path source.Path) string {
	short := slices.DeleteFunc(slices.Clone(path), func(step any) bool { _, isIndex := step.(int); return isIndex })
	if len(short) > 3 && short[0] == "services" {
		short = short[:3]
	}
	return short.String()
}

// onePerDocument are the rules that report a document at the first of several places.
var onePerDocument = map[string]bool{
	"envoy/deprecated-api": true, "compose/default-credential": true, "compose/hardcoded-credential": true, "compose/image-unpinned": true,
}

// isOfItself reports whether what is not known is rightly no part of what a finding is about. A cluster is judged as one in a file of its
// own, where what uses it, by its name, is not known. What is inside a resource of a type that is not known says its own type. A server of
// keys is looked up among the clusters, which rarely are all known.
func isOfItself(rule string, root, unknown *source.Node) bool {
	listeners, isName := root.At("static_resources", "listeners"), false
	for _, cluster := range itemsOf(root.At("static_resources", "clusters")) {
		isName = isName || cluster.Value.Get("name") == unknown
	}
	isType := unknown == root.Get("@type")
	for _, resource := range itemsOf(root.Get("resources")) {
		isType = isType || resource.Value.Get("@type") == unknown
	}
	if isType || isName || strings.HasPrefix(rule, "envoy/jwt-weak ") {
		return true
	}
	return strings.Contains(rule, "static_resources.clusters") && listeners != nil &&
		(listeners == unknown || slices.Contains(nodesIn(listeners, nil), unknown))
}

func itemsOf(n *source.Node) []source.Item {
	if n == nil {
		return nil
	}
	return n.Items
}

type configuration struct {
	name string
	root *source.Node
}

// configurations returns the trees in the fixtures of some families.
func configurations(t *testing.T, families ...string) []configuration {
	t.Helper()
	var all []configuration
	for _, family := range families {
		names, err := fs.Glob(policies.FS, family+"/*/*.txtar")
		if err != nil || len(names) == 0 {
			t.Fatal("no fixtures of ", family, err)
		}
		for _, name := range names {
			content, err := policies.FS.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			archive := txtar.Parse(content)
			for _, file := range archive.Files {
				format := source.FormatOf(file.Name)
				if name := path.Base(file.Name); name == "config.json" || name == "runtime.json" { // of a runtime, in which the profile is judged by itself
					continue
				}
				if format != source.YAML && format != source.JSON || bytes.Contains(file.Data, []byte("*")) && bytes.Contains(file.Data, []byte("&")) {
					continue
				}
				if roots, err := format.Read(source.NewFile(file.Name, file.Data), source.DefaultLimits()); err == nil && len(roots) == 1 && roots[0].Get("apiVersion") == nil {
					all = append(all, configuration{filepath.Base(name) + " " + file.Name, roots[0]})
				}
			}
		}
	}
	return all
}

// nodesIn lists the nodes below a node.
func nodesIn(n *source.Node, found []*source.Node) []*source.Node {
	for _, e := range n.Entries {
		found = nodesIn(e.Value, append(found, e.Value))
	}
	for _, item := range n.Items {
		found = nodesIn(item.Value, append(found, item.Value))
	}
	return found
}

// python writes a tree as Python would, with a part that is not known.
func python(n, unknown *source.Node) string {
	if n == unknown {
		return "elsewhere.part()"
	}
	var parts []string
	switch n.Kind {
	case source.Mapping:
		for _, e := range n.Entries {
			parts = append(parts, quoted(e.Key)+": "+python(e.Value, unknown))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case source.Sequence:
		for _, item := range n.Items {
			parts = append(parts, python(item.Value, unknown))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case source.Null:
		return "None"
	case source.Bool:
		return map[bool]string{true: "True", false: "False"}[n.IsTrue()]
	case source.Number:
		return fmt.Sprint(n.Scalar)
	}
	return quoted(n.Str())
}

func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}
