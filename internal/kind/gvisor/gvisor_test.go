package gvisor_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/kind/gvisor"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// read returns the tree of a file by the suffix of its name.
func read(t *testing.T, name, content string) (*source.File, *source.Node) {
	t.Helper()
	f := source.NewFile(name, []byte(content))
	roots, err := source.FormatOf(name).Read(f, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return f, roots[0]
}

func expand(t *testing.T, name, content string) *source.Document {
	t.Helper()
	f, root := read(t, name, content)
	docs, problems := gvisor.Kind().Expand(nil, f, []*source.Node{root})
	if len(docs) != 1 || len(problems) != 0 {
		t.Fatalf("Expand gave %d documents and %v", len(docs), problems)
	}
	return docs[0]
}

func TestDetect(t *testing.T) {
	tests := []struct {
		about, name, content string
		want                 bool
	}{
		{"a table of flags", "config.toml", "[runsc_config]", true},
		{"a table that is none", "config.toml", "runsc_config = 1", false},
		{"top-level flags in a file of that name", "runsc.toml", "debug = true", true},
		{"top-level flags elsewhere", "config.toml", "debug = true", false},
		{"options of the shim alone", "runsc-kvm.toml", `binary_name = "/bin/runsc"`, true},
		{"a file that is all commented out", "runsc.toml", "# debug = true", true},
		{"a file of another program", "gvisor.toml", "colour = 'blue'", false},
		{"containerd with runsc", "config.toml", "[plugins.cri.containerd.runtimes.x]\nruntime_type = 'io.containerd.runsc.v1'", true},
		{"containerd with an old shim", "config.toml", "[plugins.cri.containerd.untrusted]\nruntime_engine = '/usr/local/bin/runsc'", true},
		{"containerd without runsc", "config.toml", "[plugins.cri.containerd.runtimes.runc]\nruntime_type = 'io.containerd.runc.v2'", false},
		{"arguments for runsc", "sandbox.json", `{"runtime": "runsc", "runtimeArgs": []}`, true},
		{"arguments for a program", "sandbox.json", `{"path": "/usr/bin/runsc", "runtimeArgs": []}`, true},
		{"arguments for another runtime", "sandbox.json", `{"runtime": "crun", "runtimeArgs": []}`, false},
		{"arguments that are no list", "sandbox.json", `{"runtime": "runsc", "runtimeArgs": "--debug"}`, false},
		{"a list", "sandbox.json", `["runtimeArgs"]`, false},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			_, root := read(t, test.name, test.content)
			kind := gvisor.Kind()
			if got := kind.Detect(root, kind.Named(test.name)); got != test.want {
				t.Errorf("Detect gave %v", got)
			}
		})
	}
}

func TestNamed(t *testing.T) {
	for name, want := range map[string]bool{
		"runsc.toml": true, "runsc-kvm.toml": true, "gvisor-config.toml": true, "gvisor-containerd-shim.toml": true,
		"containerd-runsc.toml": true, "config.toml": false, "runsc.json": false, "runscript.toml": false, "containerd.toml": false,
	} {
		if got := gvisor.Kind().Named(name); got != want {
			t.Errorf("Named(%q) gave %v", name, got)
		}
	}
}

// flags returns name=value of the flags that policies see, with a mark for those that are not in force.
func flags(doc *source.Document) []string {
	var list []string
	for _, f := range doc.Facts.(*runsc.Facts).Runsc.Flags {
		text := f.Source + " " + f.Name + "=" + f.Value
		if !f.InForce {
			text += " (not in force)"
		}
		list = append(list, text)
	}
	return list
}

func TestFlagsOfAShimFile(t *testing.T) {
	tests := []struct {
		about, content string
		want           []string
	}{
		{"the table", "root = '/x'\n[runsc_config]\ndebug = 'true'\nnetwork = 'none'", []string{"runsc_config debug=true", "runsc_config network=none"}},
		{"an inline table", "runsc_config = {debug = 'true'}", []string{"runsc_config debug=true"}},
		{"dotted keys", "runsc_config.debug = 'true'", []string{"runsc_config debug=true"}},
		{"nothing but the top level", "debug = true\nstrace_log_size = 7\nunknown = 1", []string{"top_level debug=true (not in force)", "top_level strace-log-size=7 (not in force)"}},
		{"another table", "[runsc]\nnetwork = 'none'\n", []string{"top_level network=none (not in force)"}},
		{"a value that is no string", "[runsc_config]\nnetwork = 'none'\ndebug = false", []string{"runsc_config network=none (not in force)", "runsc_config debug=false (not in force)"}},
		{"both", "debug = true\n[runsc_config]\nnetwork = 'none'", []string{"top_level debug=true (not in force)", "runsc_config network=none"}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			if diff := cmp.Diff(test.want, flags(expand(t, "runsc.toml", test.content))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBrokenTextOfAManifest(t *testing.T) {
	f, root := read(t, "config.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  runsc.toml: |\n    debug = 'true'\n    [runsc_config\n")
	docs, problems := gvisor.Kind().Expand(nil, f, []*source.Node{root})
	if !gvisor.Kind().Detect(root, false) || len(docs) != 0 || len(problems) != 1 || problems[0].At.Start.Line != 6 {
		t.Errorf("got %d documents and %v", len(docs), problems)
	}
}

func TestContainerdIsReadInPart(t *testing.T) {
	engine := "[plugins.cri.containerd.runtimes.x]\nruntime_type = 'io.containerd.runsc.v1'"
	for content, want := range map[string]bool{engine: true, "[runsc_config]": false} {
		if doc := expand(t, "runsc.toml", content); (doc.Partial != "") != want {
			t.Errorf("%s: partial %q", content, doc.Partial)
		}
	}
}

func TestFlagsHaveTheirPlace(t *testing.T) {
	doc := expand(t, "runsc.toml", "[runsc]\ndebug = true\n")
	flag := doc.Facts.(*runsc.Facts).Runsc.Flags[0]
	if at := doc.Root.Locate(flag.Path).At; at.String() != "runsc.toml:2:1" {
		t.Errorf("the flag stands at %s", at)
	}
}

func TestContainerdRuntimes(t *testing.T) {
	doc := expand(t, "config.toml", `
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.sandbox]
runtime_type = "io.containerd.runsc.v1"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.sandbox.options]
TypeUrl = "io.containerd.runsc.v1.options"
ConfigPath = "/etc/containerd/runsc.toml"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
`)
	want := []runsc.Runtime{{
		Engine: "containerd", Name: "sandbox", Path: source.Path{"plugins", "io.containerd.grpc.v1.cri", "containerd", "runtimes", "sandbox"},
		Type: "io.containerd.runsc.v1", ConfigPath: "/etc/containerd/runsc.toml", TypeURL: "io.containerd.runsc.v1.options",
		HasOptions: true,
	}}
	if diff := cmp.Diff(want, doc.Facts.(*runsc.Facts).Runsc.Runtimes); diff != "" {
		t.Error(diff)
	}
}

func TestManifests(t *testing.T) {
	pod := func(class, at string) string {
		return "metadata: {name: web, " + at + ": {dev.gvisor.flag.debug: 'true', dev.gvisor.spec.x: y}}\nspec: {containers: [], " + class + "}\n"
	}
	head := "apiVersion: v1\nkind: Pod\n"
	for _, test := range []struct {
		about, content string
		want           []string
	}{
		{"a pod", head + pod("runtimeClassName: gvisor", "annotations"), []string{"annotation debug=true"}},
		{"a pod of any class", head + pod("runtimeClassName: boxed", "annotations"), []string{"annotation debug=true"}},
		{"a pod without class", head + pod("x: y", "annotations"), []string{"annotation debug=true (not in force)"}},
		{"a pod in another sandbox", head + pod("runtimeClassName: Kata-qemu", "annotations"), []string{"annotation debug=true (not in force)"}},
		{"a label", head + pod("runtimeClassName: gvisor", "labels"), []string{"label debug=true (not in force)"}},
		{"a class", "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: g, annotations: {dev.gvisor.flag.debug: 'true'}}\nhandler: runsc\n", []string{"outer_annotation debug=true (not in force)"}},
		{"a template", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    " + strings.ReplaceAll(pod("runtimeClassName: gvisor", "annotations"), "\n", "\n    "), []string{"annotation debug=true"}},
	} {
		if diff := cmp.Diff(test.want, flags(expand(t, "a.yaml", test.content))); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

func TestListeners(t *testing.T) {
	tests := map[string]source.Listener{
		":9090":                      {Port: 9090, Protocol: "tcp"},
		"127.0.0.1:9090":             {Host: "127.0.0.1", Port: 9090, Protocol: "tcp"},
		"[::1]:9090":                 {Host: "::1", Port: 9090, Protocol: "tcp"},
		"/run/metrics.sock":          {Socket: "/run/metrics.sock"},
		"%RUNTIME_ROOT%/m.sock:9090": {Socket: "%RUNTIME_ROOT%/m.sock:9090"},
	}
	for address, want := range tests {
		want.Name, want.Path = "metrics of runsc", source.Path{"runsc_config", "metric-server"}
		doc := expand(t, "runsc.toml", "[runsc_config]\nmetric-server = '"+address+"'")
		if diff := cmp.Diff([]source.Listener{want}, doc.Listeners); diff != "" {
			t.Errorf("%s: %s", address, diff)
		}
	}
	if doc := expand(t, "runsc.toml", "metric-server = ':9090'"); len(doc.Listeners) != 0 {
		t.Error("a flag that is not in force makes nobody listen")
	}
}
