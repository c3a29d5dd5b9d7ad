package daemon_test

import (
	"strings"
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
		`{"_comment": "a", "//": "b", "hosts": []}`:  true,
		`{"_comment": "a", "//": "b", "port": 1}`:    false,
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
	facts := doc.Facts.(*daemon.HostFacts).Runsc
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

// parse reads a file by its name.
func parse(t *testing.T, name, content string) (*source.File, *source.Node) {
	t.Helper()
	f := source.NewFile(name, []byte(content))
	roots, err := source.FormatOf(name).Read(f, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return f, roots[0]
}

func TestDetectEngines(t *testing.T) {
	for _, test := range []struct {
		name, content string
		want          bool
	}{
		{"docker.service", "[Service]\nExecStart=/usr/bin/dockerd -H fd://\n", true},
		{"docker.service", "[Service]\nExecStart=-/usr/bin/docker daemon -H fd://\n", true},
		{"a.service", "[Service]\nExecStart=/bin/sh -c 'exec dockerd'\n", true},
		{"a.service", "[Service]\nExecStart=/usr/bin/docker run daemon\n", false},
		{"a.service", "[Service]\nExecStart=/usr/bin/dockerd\nExecStart=\n", false},
		{"a.service", "[Unit]\nAfter=dockerd.service\n", false},
		{"docker.service.d/proxy.conf", "[Service]\nEnvironment=A=b\n", true},
		{"podman.service.d/proxy.conf", "[Service]\nEnvironment=A=b\n", false},
		{"containers.conf", "[containers]\npids_limit = 1\n", true},
		{"containers.conf", "[engine]\n[network]\n", true},
		{"containers.conf", "[storage]\n", false},
		{"containers.conf", "engine = 'x'\n", false},
		{"containers.conf", "", false},
		{"crio.conf", "[crio.runtime]\n", true},
		{"crio.conf", "crio = 1\n", false},
	} {
		_, root := parse(t, test.name, test.content)
		if got := daemon.Kind().Placed(test.name) && daemon.Kind().Detect(root, false); got != test.want {
			t.Errorf("%s: detected %v in %q", test.name, got, test.content)
		}
	}
}

// What a unit says comes to what daemon.json would say, at the places of the unit.
func TestUnits(t *testing.T) {
	for _, test := range []struct {
		about, content string
		want           map[string]any
		partial        string
	}{
		{"flags in every form", "ExecStart=/usr/bin/dockerd -H fd:// --host=tcp://:1 -Htcp://b:2 -D --icc=false --log-level debug -l=warn",
			map[string]any{"hosts": []any{"fd://", "tcp://:1", "tcp://b:2"}, "debug": true, "icc": false, "log-level": "warn"}, ""},
		{"maps", "ExecStart=dockerd --log-opt tag=a=b --add-runtime x=/bin/x --default-network-opt bridge=com.a=1 --http-proxy http://p",
			map[string]any{"log-opts": map[string]any{"tag": "a=b"}, "runtimes": map[string]any{"x": map[string]any{"path": "/bin/x"}},
				"default-network-opts": map[string]any{"bridge": map[string]any{"com.a": "1"}}, "proxies": map[string]any{"http-proxy": "http://p"}}, ""},
		{"what is no boolean", "ExecStart=dockerd --iptables=${NO} --tls=yes", map[string]any{"iptables": "${NO}", "tls": "yes"}, ""},
		{"variables on the line", "ExecStart=dockerd $OPTS ${MORE} --debug", map[string]any{"debug": true}, "options in $OPTS, ${MORE} are not in the unit"},
		{"variables of the unit", "Environment=\"OPTS=-D --log-level debug\" ONE=-H=tcp://b:2\nExecStart=dockerd $OPTS ${ONE}",
			map[string]any{"debug": true, "log-level": "debug", "hosts": []any{"tcp://b:2"}}, ""},
		{"flags in variables, without a command line", "Environment=OPTS=-D OTHER=x", map[string]any{},
			"options in OPTS count only where the service has the variable on its command line, which is not in this file"},
		{"sockets", "[Socket]\nListenStream=0.0.0.0:1\nListenStream=\nListenStream=/run/x:1\nListenStream=7\nListenStream=[::1]:8\nListenStream=vsock:1:2\nListenStream=@x:1",
			map[string]any{"hosts": []any{"tcp://[::]:7", "tcp://[::1]:8"}}, ""},
		{"a flag without its value", "ExecStart=dockerd --log-level", map[string]any{"log-level": ""}, ""},
		{"words that are no flags", "ExecStart=dockerd - -- x -Z", map[string]any{}, ""},
		{"the environment", "Environment=\"HTTP_PROXY=http://p\" NO_PROXY=a,b OTHER=1\nEnvironment=https_proxy=http://s",
			map[string]any{"proxies": map[string]any{"http-proxy": "http://p", "no-proxy": "a,b", "https-proxy": "http://s"}}, ""},
	} {
		f, root := parse(t, "docker.service.d/a.conf", "[Service]\n"+test.content+"\n")
		docs, _ := daemon.Kind().Expand(nil, f, []*source.Node{root})
		if diff := cmp.Diff(any(test.want), docs[0].Root.Value()); diff != "" || docs[0].Partial != test.partial {
			t.Errorf("%s: partial %q, %s", test.about, docs[0].Partial, diff)
		}
		if facts := docs[0].Facts.(*daemon.Facts); !facts.FromUnit || facts.Engine != "docker" {
			t.Errorf("%s: facts %+v", test.about, facts)
		}
		for _, e := range docs[0].Root.Entries {
			if e.KeySpan.File != f || e.KeySpan.Start.Line < 2 {
				t.Errorf("%s: %q is said to be at %v", test.about, e.Key, e.KeySpan)
			}
		}
	}
}

func TestEngines(t *testing.T) {
	for _, test := range []struct {
		name, content, engine string
		profiles              []daemon.ProfileSetting
		runtimes              string
	}{
		{"containers.conf", "[containers]\nseccomp_profile = '/a.json'\n[engine.runtimes]\nrunsc = ['', '/usr/bin/runsc']\ncrun = ['/usr/bin/crun']\n", "podman",
			[]daemon.ProfileSetting{{Path: source.Path{"containers", "seccomp_profile"}, Profile: "/a.json"}}, "runsc /usr/bin/runsc"},
		{"crio.conf.d/a.conf", "[crio.runtime]\nseccomp_profile = '/a.json'\n[crio.runtime.runtimes.box]\nruntime_path = '/bin/containerd-shim-runsc-v1'\nseccomp_profile = '/b.json'\n[crio.runtime.runtimes.crun]\nruntime_path = '/bin/crun'\n", "cri-o",
			[]daemon.ProfileSetting{
				{Path: source.Path{"crio", "runtime", "seccomp_profile"}, Profile: "/a.json"},
				{Path: source.Path{"crio", "runtime", "runtimes", "box", "seccomp_profile"}, Profile: "/b.json"},
			}, "box /bin/containerd-shim-runsc-v1"},
		{"containers.conf", "[containers]\nseccomp_profile = 7\n[engine]\nruntimes = 'runsc'\nruntimes_flags = [1]\n", "podman", nil, ""},
	} {
		f, root := parse(t, test.name, test.content)
		docs, _ := daemon.Kind().Expand(nil, f, []*source.Node{root})
		facts := docs[0].Facts.(*daemon.Facts)
		var runtimes []string
		for _, r := range facts.Runsc.Runtimes {
			runtimes = append(runtimes, r.Name+" "+r.Program)
		}
		diff := cmp.Diff(test.profiles, facts.DefaultProfiles) + cmp.Diff(test.runtimes, strings.Join(runtimes, " "))
		if diff != "" || facts.Engine != test.engine || docs[0].Partial == "" {
			t.Errorf("%s: engine %s, partial %q, %s", test.content, facts.Engine, docs[0].Partial, diff)
		}
	}
}

// A ConfigMap may have files of several engines. None of them is the daemon that runs a Compose project.
func TestTextsOfManifests(t *testing.T) {
	f, root := parse(t, "config.yaml", `
apiVersion: v1
kind: ConfigMap
data:
  daemon.json: '{"hosts": ["tcp://0.0.0.0:2375"]}'
  notes.json: '{"hosts": ["tcp://0.0.0.0:2375"]}'
  containers.conf: |
    [containers]
    seccomp_profile = "/a.json"
  broken-daemon.json: |
    {"hosts": [
`)
	docs, problems := daemon.Kind().Expand(nil, f, []*source.Node{root})
	if !daemon.Kind().Detect(root, false) || len(docs) != 2 || len(problems) != 1 || problems[0].At.Start.Line < 10 {
		t.Fatalf("got %d documents and %v", len(docs), problems)
	}
	docker, podman := docs[0].Facts.(*daemon.Facts), docs[1].Facts.(*daemon.Facts)
	if docker.TCPHosts[0].Port != 2375 || podman.DefaultProfiles[0].Profile != "/a.json" {
		t.Errorf("got %+v and %+v", docker, podman)
	}
	if at := docs[1].Root.Locate(podman.DefaultProfiles[0].Path).At; at.String() != "config.yaml:9:5" {
		t.Errorf("the profile is said to be at %s", at)
	}
	_, other := parse(t, "config.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  daemon.json: '{\"workers\": 1}'\n")
	if daemon.Kind().Detect(other, false) {
		t.Error("the file of another daemon was taken for dockerd's")
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
