package seccomp_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/seccomp"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
)

func TestNamed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"seccomp.json": true, "seccomp-default.json": true, "my.seccomp.json": true, "docker_seccomp.json": true, "Seccomp-web.JSON": true,
		"default.json": false, "seccompiler.json": false, "seccomp.yaml": false, "seccomp": false, "noseccomp.json": false,
	} {
		if got := seccomp.Kind().Named(name); got != want {
			t.Errorf("Named(%q) = %v", name, got)
		}
	}
}

// loaded runs a file through loading and returns the formats of the documents that came of it, and the problems.
func loaded(file, text string) (formats []any, problems []string) {
	root := fstest.MapFS{file: {Data: []byte(text)}}
	result := load.Documents(context.Background(), root, []discover.File{{Path: file}}, load.Options{Kinds: []kind.Kind{seccomp.Kind()}})
	for _, doc := range result.Documents {
		formats = append(formats, doc.Facts.(*seccomp.Facts).Seccomp["format"])
	}
	for _, p := range result.Problems {
		problems = append(problems, p.Message)
	}
	return formats, problems
}

func TestRecognition(t *testing.T) {
	t.Parallel()
	const profile = `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}`
	for _, test := range []struct{ name, file, text, want string }{
		{"bare", "a.json", profile, "bare"},
		{"default action alone", "a.json", `{"defaultAction": "SCMP_ACT_ALLOW"}`, "bare"},
		{"archMap", "a.json", `{"defaultAction": "SCMP_ACT_ERRNO", "archMap": []}`, "docker"},
		{"legacy name", "a.json", `{"syscalls": [{"name": "read", "action": "SCMP_ACT_ALLOW"}]}`, "docker"},
		{"includes", "a.json", `{"syscalls": [{"names": ["a"], "action": "SCMP_ACT_ALLOW", "includes": {}}]}`, "docker"},
		{"architectures alone", "a.json", `{"architectures": ["SCMP_ARCH_X86"]}`, "bare"},
		{"any case", "a.json", `{"DEFAULTACTION": "SCMP_ACT_ALLOW"}`, "bare"},
		{"runtime config", "config.json", `{"ociVersion": "1.0.2", "linux": {"seccomp": ` + profile + `}}`, "oci"},
		{"runtime config without version", "config.json", `{"linux": {"seccomp": ` + profile + `}}`, "oci"},
		{"empty in a runtime config", "config.json", `{"ociVersion": "1.0.2", "linux": {"seccomp": {}}}`, "oci"},
		{"runtime config without seccomp", "config.json", `{"ociVersion": "1.0.2", "linux": {}}`, ""},
		{"empty, named", "seccomp.json", `{}`, "bare"},
		{"empty, in a folder", "deploy/seccomp/off.json", `{}`, "bare"},
		{"null, in a folder", "deploy/Seccomp-profiles/x/off.json", `null`, "bare"},
		{"unconfined, named", "web-seccomp.json", `"unconfined"`, "bare"},
		{"empty elsewhere", "package.json", `{}`, ""},
		{"other string, named", "seccomp.json", `"none"`, ""},
		{"something else, named", "seccomp.json", `{"rules": []}`, ""},
		{"azure", "seccomp/azure.json", `{"defaultAction": "Deny", "ipRules": []}`, ""},
		{"aws", "a.json", `{"DefaultAction": {"Allow": {}}, "x": "SCMP_"}`, ""},
		{"schema", "a.json", `{"properties": {"defaultAction": {"enum": ["SCMP_ACT_ALLOW"]}}}`, ""},
		{"list", "seccomp.json", `[` + profile + `]`, ""},
		{"yaml", "seccomp/profile.yaml", profile, ""},
		{"with comments", "a.json", "// why\n" + profile, "bare"},
		{"with a trailing comma", "a.json", `{"defaultAction": "SCMP_ACT_ERRNO",}`, "bare"},
	} {
		formats, problems := loaded(test.file, test.text)
		got := ""
		if len(formats) == 1 {
			got = formats[0].(string)
		}
		if got != test.want || len(formats) > 1 || len(problems) > 0 {
			t.Errorf("%s: formats %q, problems %q, want %q", test.name, formats, problems, test.want)
		}
	}
}

func TestBrokenFilesAreProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, text, want string }{
		{"seccomp.json", `{"defaultAction": `, "unexpected end of file"},
		{"seccomp.json", "// only a comment\n{\"other\": 1}", "a comment is not JSON"},
		{"a.json", "{\"defaultAction\": \"SCMP_ACT_ERRNO\" \"syscalls\": []}", "looks like seccomp, but "},
	} {
		formats, problems := loaded(test.file, test.text)
		if len(formats) > 0 || len(problems) != 1 || !strings.Contains(problems[0], test.want) {
			t.Errorf("%s: formats %q, problems %q", test.text, formats, problems)
		}
	}
}

// FuzzExpand feeds profiles: nothing may crash, and each path that policies see must lead somewhere.
func FuzzExpand(f *testing.F) {
	f.Add(`{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [{"architecture": "SCMP_ARCH_X86"}], "syscalls": [{"name": "a", "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}]}`)
	f.Add(`{"linux": {"seccomp": {"defaultAction": "SCMP_ACT_LOG", "syscalls": [null, {"names": [1], "args": {}}]}}, "process": {"capabilities": {"bounding": "x"}}}`)
	f.Add("/* a */ {\"syscalls\": [{\"names\": [\"a\",], \"action\": \"SCMP_\", \"includes\": {\"minKernel\": \"4.8\", \"caps\": [\"CAP_CHOWN\"]}}],}")
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("seccomp/a.json", []byte(text))
		root, extensions, err := source.ReadJWCC(file, source.DefaultLimits())
		if err != nil || !seccomp.Kind().Detect(root, false) {
			return
		}
		docs, _ := seccomp.Kind().Expand(refusing{strict: len(extensions) == 0, root: root}, file, []*source.Node{root})
		checkPaths(t, root, docs[0].Facts.(*seccomp.Facts).Seccomp)
		checkPlaces(t, root, docs[0].Facts.(*seccomp.Facts).Seccomp)
	})
}

// refusing is a kind.Files whose reader refuses what is not JSON.
type refusing struct {
	kind.Files
	strict bool
	root   *source.Node
}

func (r refusing) Parse(string) ([]*source.Node, error) {
	if !r.strict {
		return nil, &source.SyntaxError{At: r.root.Span, Message: "not JSON"}
	}
	return []*source.Node{r.root}, nil
}

// checkPaths looks at every path in a view: it must hold nothing but keys and indices, and at most its last step may lack,
// because a finding about an absence names what should be there.
func checkPaths(t *testing.T, root *source.Node, value any) {
	t.Helper()
	switch v := value.(type) {
	case map[string]any:
		if steps, ok := v["path"].([]any); ok {
			if found := root.Locate(steps).Found; found < len(steps)-1 {
				t.Errorf("path %v leads nowhere", steps)
			}
		}
		for _, inner := range v {
			checkPaths(t, root, inner)
		}
	case []any:
		for _, inner := range v {
			checkPaths(t, root, inner)
		}
	}
}

// checkPlaces looks at what entries hold without a path: it must stand where lib.seccomp's place says.
func checkPlaces(t *testing.T, root *source.Node, view map[string]any) {
	t.Helper()
	rules, _ := view["rules"].([]any)
	for number, r := range rules {
		entry := r.(map[string]any)
		written := root.At(view["rules_path"].([]any)...).Items[number].Value
		names := entry["names"].([]any)
		for i, name := range names {
			checkPlace(t, written, entry, name, "names", i)
		}
		for i := range entry["args"].([]any) {
			checkPlace(t, written, entry, nil, "args", i)
		}
		for _, key := range []string{"includes", "excludes"} {
			guard, _ := entry[key].(map[string]any)
			for _, list := range []string{"caps", "arches"} {
				items, _ := guard[list].([]any)
				for i, item := range items {
					checkPlace(t, written, entry, item, key, list, i)
				}
			}
		}
	}
}

// checkPlace follows steps from an entry as place does; text is what must be found, nil for anything.
func checkPlace(t *testing.T, written *source.Node, entry map[string]any, text any, steps ...any) {
	t.Helper()
	key, err := json.Marshal(steps)
	if err != nil {
		t.Fatal(err)
	}
	places, _ := entry["places"].(map[string]any)
	if other, ok := places[string(key)].([]any); ok {
		steps = other
	}
	switch n := written.At(steps...); {
	case n == nil:
		t.Errorf("%v leads nowhere", steps)
	case text != nil && n.Scalar != text:
		t.Errorf("%v is %v, want %v", steps, n.Scalar, text)
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		entry string
		want  any
	}{
		{`{"names": ["a", "b"], "action": "SCMP_ACT_ALLOW", "args": [{}], "includes": {"caps": ["CAP_CHOWN"]}}`, nil},
		{`{}`, nil},
		{`{"name": "a", "action": "SCMP_ACT_ALLOW"}`, map[string]any{`["names",0]`: []any{"name"}}},
		{`{"NAME": "a", "Action": "SCMP_ACT_ALLOW"}`, map[string]any{`["names",0]`: []any{"NAME"}, `["action"]`: []any{"Action"}}},
		{`{"names": ["a", null, "b"]}`, map[string]any{`["names",1]`: []any{"names", 2}}},
		{`{"Names": [1, "a"], "Args": [{}]}`, map[string]any{`["names",0]`: []any{"Names", 1}, `["args",0]`: []any{"Args", 0}}},
		{`{"Includes": {"caps": ["CAP_CHOWN"]}, "excludes": {"Arches": ["x"]}}`, map[string]any{
			`["includes"]`: []any{"Includes"}, `["includes","caps",0]`: []any{"Includes", "caps", 0}, `["excludes","arches",0]`: []any{"excludes", "Arches", 0},
		}},
	} {
		text := `{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [], "syscalls": [` + test.entry + `]}`
		file := source.NewFile("a.json", []byte(text))
		root, err := source.ReadJSON(file, source.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		docs, _ := seccomp.Kind().Expand(refusing{strict: true, root: root}, file, []*source.Node{root})
		view := docs[0].Facts.(*seccomp.Facts).Seccomp
		if diff := cmp.Diff(test.want, view["rules"].([]any)[0].(map[string]any)["places"]); diff != "" {
			t.Errorf("%s:\n%s", test.entry, diff)
		}
		checkPlaces(t, root, view)
	}
}

func TestCommentsAreFound(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want map[string]any
	}{
		{"// a\n{\"defaultAction\": \"SCMP_ACT_ERRNO\"}", map[string]any{"count": 1, "comma": false, "path": []any{"defaultAction"}}},
		{"{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [\n// a\n{}, {}, /* b */]}", map[string]any{"count": 3, "comma": false, "path": []any{"syscalls", 0}}},
		{"{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{\"names\": [\"a\", \"b\",]}]}", map[string]any{"count": 1, "comma": true, "path": []any{"syscalls", 0, "names", 1}}},
	} {
		file := source.NewFile("a.json", []byte(test.text))
		root, _, err := source.ReadJWCC(file, source.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		docs, _ := seccomp.Kind().Expand(refusing{root: root}, file, []*source.Node{root})
		if diff := cmp.Diff(test.want, docs[0].Facts.(*seccomp.Facts).Seccomp["extensions"]); diff != "" {
			t.Errorf("%s:\n%s", test.text, diff)
		}
	}
}
