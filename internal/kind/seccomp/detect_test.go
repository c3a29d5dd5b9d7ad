package seccomp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
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
func loaded(file, text string) (formats, problems []string) {
	root := fstest.MapFS{file: {Data: []byte(text)}}
	result := load.Documents(context.Background(), root, []discover.File{{Path: file}}, load.Options{Kinds: []kind.Kind{seccomp.Kind()}})
	for _, doc := range result.Documents {
		formats = append(formats, doc.Facts.(*seccomp.Facts).Seccomp.Format)
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
		{"yaml", "seccomp/profile.yaml", "defaultAction: SCMP_ACT_ERRNO\nsyscalls:\n- {names: [read], action: SCMP_ACT_ALLOW}\n", "bare"},
		{"yaml with nothing", "seccomp/profile.yaml", "{}", ""},
		{"errors by name", "a.json", `{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrno": "ENOSYS"}`, "podman"},
		{"error of an entry by name", "a.json", `{"archMap": [], "syscalls": [{"names": ["a"], "action": "SCMP_ACT_ERRNO", "errno": "EPERM"}]}`, "podman"},
		{"error that is a number", "a.json", `{"syscalls": [{"names": ["a"], "action": "SCMP_ACT_ERRNO", "errno": 1}]}`, "bare"},
		{"resource", "a.yaml", resourceOf("v1", "SeccompProfile", "defaultAction: SCMP_ACT_LOG"), "kubernetes"},
		{"resource as JSON", "a.json", `{"apiVersion": "security-profiles-operator.x-k8s.io/v1", "kind": "SeccompProfile", "spec": {"defaultAction": "SCMP_ACT_LOG"}}`, "kubernetes"},
		{"resource in a list", "a.yml", "apiVersion: v1\nkind: List\nitems:\n- " + indented(resourceOf("v1beta1", "SeccompProfile", "defaultAction: SCMP_ACT_LOG")), "kubernetes"},
		{"resource with a base alone", "a.yaml", resourceOf("v1", "SeccompProfile", "baseProfileName: runc"), "kubernetes"},
		{"resource of another kind", "a.yaml", resourceOf("v1", "SeccompProfileRecording", "x: SCMP_"), ""},
		{"resource of another group", "a.yaml", "apiVersion: example.org/v1\nkind: SeccompProfile\nspec: {x: SCMP_}\n", ""},
		{"resource without spec", "a.yaml", "apiVersion: security-profiles-operator.x-k8s.io/v1\nkind: SeccompProfile\n", ""},
		{"ConfigMap", "a.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  web.json: |\n    " + profile + "\n  other: SCMP_\n", "bare"},
		{"Secret", "a.yaml", "apiVersion: v1\nkind: Secret\nstringData:\n  web.json: '" + profile + "'\n", "bare"},
		{"with comments", "a.json", "// why\n" + profile, "bare"},
		{"with a trailing comma", "a.json", `{"defaultAction": "SCMP_ACT_ERRNO",}`, "bare"},
	} {
		formats, problems := loaded(test.file, test.text)
		got := ""
		if len(formats) == 1 {
			got = formats[0]
		}
		if got != test.want || len(formats) > 1 || len(problems) > 0 {
			t.Errorf("%s: formats %q, problems %q, want %q", test.name, formats, problems, test.want)
		}
	}
}

func resourceOf(version, kind, spec string) string {
	return "apiVersion: security-profiles-operator.x-k8s.io/" + version + "\nkind: " + kind + "\nmetadata: {name: web}\nspec:\n  " + spec + "\n"
}

func indented(text string) string { return strings.ReplaceAll(text, "\n", "\n  ") }

// One file may have several profiles; each is a document with a path and a name of its own.
func TestSeveralProfiles(t *testing.T) {
	t.Parallel()
	text := resourceOf("v1", "SeccompProfile", "defaultAction: SCMP_ACT_LOG") + "---\n---\n" +
		"apiVersion: v1\nkind: ConfigMap\ndata:\n  web.json: |\n    {\n      \"defaultAction\": \"SCMP_ACT_ALLOW\"\n    }\n"
	root := fstest.MapFS{"a.yaml": {Data: []byte(text)}}
	docs := load.Documents(context.Background(), root, []discover.File{{Path: "a.yaml"}}, load.Options{Kinds: []kind.Kind{seccomp.Kind()}}).Documents
	var got []string
	for _, doc := range docs {
		p := doc.Facts.(*seccomp.Facts).Seccomp
		got = append(got, fmt.Sprintf("%s %v line %d", p.Name, p.Default.Path, doc.Root.Locate(p.Default.Path).At.Start.Line))
	}
	want := []string{"web spec.defaultAction line 5", "web.json defaultAction line 13"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBrokenFilesAreProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, text, want string }{
		{"seccomp.json", `{"defaultAction": `, "unexpected end of file"},
		{"seccomp.json", "// only a comment\n{\"other\": 1}", "a comment is not JSON"},
		{"a.json", "{\"defaultAction\": \"SCMP_ACT_ERRNO\" \"syscalls\": []}", "looks like seccomp, but "},
		{"a.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a.json: |\n    {\"defaultAction\": \"SCMP_ACT_LOG\"\n", "looks like seccomp, but "},
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
		checkPaths(t, root, docs[0])
		checkPlaces(t, root, docs[0])
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

// checkPaths looks at every path in the facts of a profile: at most its last step may lack, because a finding about an absence
// names what should be there.
func checkPaths(t *testing.T, root *source.Node, doc *source.Document) {
	t.Helper()
	p := doc.Facts.(*seccomp.Facts).Seccomp
	paths := []source.Path{p.Path, p.RulesPath}
	if p.Default != nil {
		paths = append(paths, p.Default.Path)
	}
	if p.Extensions != nil {
		paths = append(paths, p.Extensions.Path)
	}
	for _, m := range slices.Concat(p.Arches, p.Capabilities) {
		paths = append(paths, m.Path)
	}
	for _, f := range p.Faults {
		paths = append(paths, f.Path)
	}
	for _, at := range paths {
		if found := root.Locate(at).Found; found < len(at)-1 {
			t.Errorf("path %v leads nowhere", at)
		}
	}
}

// checkPlaces looks at the parts of entries: each must be written where lib.seccomp's place says.
func checkPlaces(t *testing.T, root *source.Node, doc *source.Document) {
	t.Helper()
	p := doc.Facts.(*seccomp.Facts).Seccomp
	for number, r := range p.Rules {
		written := root.At(p.RulesPath...).Items[number].Value
		for i, name := range r.Names {
			checkPlace(t, written, r, name, "names", i)
		}
		for i := range r.Args {
			checkPlace(t, written, r, "", "args", i)
		}
		for key, guard := range map[string]*seccomp.Guard{"includes": r.Includes, "excludes": r.Excludes} {
			if guard == nil {
				continue
			}
			for i, name := range guard.Caps {
				checkPlace(t, written, r, name, key, "caps", i)
			}
			for i, name := range guard.Arches {
				checkPlace(t, written, r, name, key, "arches", i)
			}
		}
	}
}

// checkPlace follows steps from an entry as place does; text is what must be found, "" for anything.
func checkPlace(t *testing.T, written *source.Node, r seccomp.Rule, text string, steps ...any) {
	t.Helper()
	key, err := json.Marshal(steps)
	if err != nil {
		t.Fatal(err)
	}
	if other, ok := r.Places[string(key)]; ok {
		steps = other
	}
	switch n := written.At(steps...); {
	case n == nil:
		t.Errorf("%v leads nowhere", steps)
	case text != "" && n.Str() != text:
		t.Errorf("%v is %v, want %v", steps, n.Scalar, text)
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		entry string
		want  map[string]source.Path
	}{
		{`{"names": ["a", "b"], "action": "SCMP_ACT_ALLOW", "args": [{}], "includes": {"caps": ["CAP_CHOWN"]}}`, nil},
		{`{}`, nil},
		{`{"name": "a", "action": "SCMP_ACT_ALLOW"}`, map[string]source.Path{`["names",0]`: {"name"}}},
		{`{"NAME": "a", "Action": "SCMP_ACT_ALLOW"}`, map[string]source.Path{`["names",0]`: {"NAME"}, `["action"]`: {"Action"}}},
		{`{"names": ["a", null, "b"]}`, map[string]source.Path{`["names",1]`: {"names", 2}}},
		{`{"Names": [1, "a"], "Args": [{}]}`, map[string]source.Path{`["names",0]`: {"Names", 1}, `["args",0]`: {"Args", 0}}},
		{`{"Includes": {"caps": ["CAP_CHOWN"]}, "excludes": {"Arches": ["x"]}}`, map[string]source.Path{
			`["includes"]`: {"Includes"}, `["includes","caps",0]`: {"Includes", "caps", 0}, `["excludes","arches",0]`: {"excludes", "Arches", 0},
		}},
	} {
		text := `{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [], "syscalls": [` + test.entry + `]}`
		file := source.NewFile("a.json", []byte(text))
		root, err := source.ReadJSON(file, source.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		docs, _ := seccomp.Kind().Expand(refusing{strict: true, root: root}, file, []*source.Node{root})
		if diff := cmp.Diff(test.want, docs[0].Facts.(*seccomp.Facts).Seccomp.Rules[0].Places); diff != "" {
			t.Errorf("%s:\n%s", test.entry, diff)
		}
		checkPlaces(t, root, docs[0])
	}
}

func TestCommentsAreFound(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want seccomp.Extensions
	}{
		{"// a\n{\"defaultAction\": \"SCMP_ACT_ERRNO\"}", seccomp.Extensions{Count: 1, Comma: false, Path: source.Path{"defaultAction"}}},
		{"{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [\n// a\n{}, {}, /* b */]}", seccomp.Extensions{Count: 3, Comma: false, Path: source.Path{"syscalls", 0}}},
		{"{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{\"names\": [\"a\", \"b\",]}]}", seccomp.Extensions{Count: 1, Comma: true, Path: source.Path{"syscalls", 0, "names", 1}}},
	} {
		file := source.NewFile("a.json", []byte(test.text))
		root, _, err := source.ReadJWCC(file, source.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		docs, _ := seccomp.Kind().Expand(refusing{root: root}, file, []*source.Node{root})
		if diff := cmp.Diff(&test.want, docs[0].Facts.(*seccomp.Facts).Seccomp.Extensions); diff != "" {
			t.Errorf("%s:\n%s", test.text, diff)
		}
	}
}
