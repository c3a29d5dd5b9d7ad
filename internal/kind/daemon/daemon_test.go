package daemon_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/kind/daemon"
	"github.com/seclint/seclint/internal/source"
)

func read(t *testing.T, content string) (*source.File, *source.Node) {
	t.Helper()
	f := source.NewFile("daemon.json", []byte(content))
	root, err := source.ReadJSON(f, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return f, root
}

func expand(t *testing.T, content string) *source.Document {
	t.Helper()
	f, root := read(t, content)
	docs, problems := daemon.Kind().Expand(nil, f, []*source.Node{root})
	if len(docs) != 1 || len(problems) != 0 {
		t.Fatalf("Expand gave %d documents and %v", len(docs), problems)
	}
	return docs[0]
}

func TestNamed(t *testing.T) {
	for name, want := range map[string]bool{
		"daemon.json": true, "docker-daemon.json": true, "dockerdaemon.json": true, "daemon.prod.json": true,
		"prod-daemon.json": true, "daemon.yml": false, "daemonset.json": false, "mydaemon.json": false,
	} {
		if got := daemon.Kind().Named(name); got != want {
			t.Errorf("Named(%q) gave %v", name, got)
		}
	}
}

func TestDetect(t *testing.T) {
	for content, want := range map[string]bool{
		`{}`:                      true,
		`{"log-driver": "local"}`: true,
		`{"runtimes": {}, "hosts": [], "later": 1}`:  true,
		`{"rpc-enabled": true, "download-dir": "x"}`: false,
		`{"debug": true, "port": 1, "workers": 4}`:   false,
		`["runtimes"]`: false,
	} {
		_, root := read(t, content)
		if got := daemon.Kind().Detect(root, true); got != want {
			t.Errorf("Detect gave %v for %s", got, content)
		}
		if daemon.Kind().Detect(root, false) {
			t.Errorf("a file of another name was taken for daemon.json: %s", content)
		}
	}
}

func TestListeners(t *testing.T) {
	api := func(index int, host string, port int) source.Listener {
		return source.Listener{Path: source.Path{"hosts", index}, Name: "Docker API", Host: host, Port: port, Protocol: "tcp"}
	}
	tests := []struct {
		content string
		want    []source.Listener
	}{
		{`{"hosts": ["unix:///x", "fd://", "npipe:////./pipe/docker", "", 7]}`, nil},
		{`{"hosts": ["tcp://0.0.0.0:2375", "0.0.0.0:1", "tcp://[::]:2376"]}`, []source.Listener{api(0, "0.0.0.0", 2375), api(1, "0.0.0.0", 1), api(2, "::", 2376)}},
		{`{"hosts": ["tcp://", "tcp://:7", "tcp://10.0.0.4"]}`, []source.Listener{api(0, "127.0.0.1", 2375), api(1, "127.0.0.1", 7), api(2, "10.0.0.4", 2375)}},
		{`{"hosts": ["tcp://10.0.0.4"], "tlsverify": true}`, []source.Listener{api(0, "10.0.0.4", 2376)}},
		{`{"hosts": ["tcp://10.0.0.4:2375/v1.40"]}`, []source.Listener{api(0, "10.0.0.4", 2375)}},
		{`{"hosts": "tcp://0.0.0.0:2375"}`, nil},
		{`{"metrics-addr": "0.0.0.0:9323"}`, []source.Listener{{Path: source.Path{"metrics-addr"}, Name: "metrics of the Docker daemon", Host: "0.0.0.0", Port: 9323, Protocol: "tcp"}}},
		{
			`{"runtimes": {"runsc": {"path": "runsc", "runtimeArgs": ["--metric-server=:9"]}}}`,
			[]source.Listener{{Path: source.Path{"runtimes", "runsc", "runtimeArgs", 0}, Name: "metrics of runsc", Port: 9, Protocol: "tcp"}},
		},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, expand(t, test.content).Listeners); diff != "" {
			t.Errorf("%s: %s", test.content, diff)
		}
	}
}

func TestOnlyGVisorsRuntimesAreRead(t *testing.T) {
	doc := expand(t, `{"runtimes": {
		"crun": {"path": "/usr/bin/crun", "runtimeArgs": ["--debug"]},
		"sandbox": {"path": "/usr/local/bin/runsc", "runtimeArgs": ["--debug"]},
		"shim": {"runtimeType": "io.containerd.runsc.v1", "options": {"ConfigPath": "/c", "TypeUrl": "t"}},
		"gvisor": {"path": "/opt/wrapper.sh"},
		"odd": 7
	}}`)
	var names []string
	facts := doc.Facts.(*daemon.Facts).Runsc
	for _, runtime := range facts.Runtimes {
		names = append(names, runtime.Name)
	}
	if diff := cmp.Diff([]string{"sandbox", "shim", "gvisor"}, names); diff != "" {
		t.Error(diff)
	}
	if len(facts.Flags) != 1 || facts.Flags[0].Runtime != "sandbox" {
		t.Errorf("flags are %v", facts.Flags)
	}
}

// FuzzExpand feeds JSON: nothing may crash, and every listener and runtime must stand in the file.
func FuzzExpand(f *testing.F) {
	f.Add(`{"hosts": ["tcp://[::", "tcp://a b:c", "://"], "metrics-addr": "x"}`)
	f.Add(`{"runtimes": {"runsc": {"path": "runsc", "runtimeArgs": ["--metric-server", "[:1"], "options": []}, "": null}}`)
	f.Add(`{"runtimes": [], "hosts": {"a": 1}}`)
	f.Fuzz(func(t *testing.T, content string) {
		file := source.NewFile("daemon.json", []byte(content))
		root, err := source.ReadJSON(file, source.DefaultLimits())
		if err != nil || !daemon.Kind().Detect(root, true) {
			return
		}
		docs, _ := daemon.Kind().Expand(nil, file, []*source.Node{root})
		for _, l := range docs[0].Listeners {
			if place := root.Locate(l.Path); place.Found != len(l.Path) {
				t.Fatalf("%v leads nowhere", l.Path)
			}
		}
	})
}
