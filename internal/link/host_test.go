package link_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestProfileOfTheDaemon(t *testing.T) {
	const open, closed = `{"defaultAction": "SCMP_ACT_ALLOW"}`, `{"defaultAction": "SCMP_ACT_ERRNO"}`
	for _, test := range []struct{ daemon, files, want string }{
		{`/etc/docker/web.json`, "-- web.json --\n" + open, "web.json resolved"},
		{`web.json`, "-- seccomp/web.json --\n" + open, "seccomp/web.json resolved"},
		{`/etc/docker/web.json`, "-- a/web.json --\n" + open + "\n-- host/web.json --\n" + closed, "host/web.json resolved"},
		{`/etc/docker/web.json`, "-- a/web.json --\n" + open + "\n-- b/web.json --\n" + closed, "/etc/docker/web.json external"},
		{`/etc/docker/other.json`, "-- web.json --\n" + open, "/etc/docker/other.json external"},
		{`${P}/web.json`, "", "${P}/web.json unknown"},
		{`unconfined`, "-- seccomp/unconfined --\n" + open, ""},
		{`builtin`, "", ""},
		{``, "-- web.json --\n" + open, ""},
	} {
		l := root(t, fmt.Sprintf("-- host/daemon.json --\n{\"seccomp-profile\": %q}\n%s\n", test.daemon, test.files))
		got := ""
		facts := l.about("host/daemon.json")
		if len(facts.References) > 0 {
			got = fmt.Sprint(facts.References[0].Target, " ", facts.References[0].State)
		}
		if got != test.want {
			t.Errorf("%q with %q is %q, want %q", test.daemon, test.files, got, test.want)
		}
		if known := len(facts.Profiles) > 0; known != strings.HasSuffix(test.want, "resolved") {
			t.Errorf("%q: the profile is shown: %v", test.daemon, known)
		}
	}
}

func TestContainersWithTheProfileOfTheDaemon(t *testing.T) {
	l := root(t, `-- compose.yml --
services:
  plain: {image: a}
  other: {image: a, security_opt: [no-new-privileges, "label=disable"]}
  own: {image: a, security_opt: ["seccomp:own.json"]}
  none: {image: a, security_opt: ["seccomp=unconfined"]}
  builtin: {image: a, security_opt: ["seccomp=builtin"]}
  privileged: {image: a, privileged: true}
-- daemon.json --
{"seccomp-profile": "/etc/docker/all.json"}
-- all.json --
{"defaultAction": "SCMP_ACT_ALLOW"}
-- own.json --
{"defaultAction": "SCMP_ACT_ALLOW"}
`)
	consumers := func(file string) string {
		var all []string
		for _, c := range l.about(file).Consumers {
			all = append(all, strings.TrimRight(c.How+" "+c.File+" "+c.Service, " "))
		}
		return strings.Join(all, ", ")
	}
	if got, want := consumers("all.json"), "daemon daemon.json, daemon compose.yml plain, daemon compose.yml other"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := consumers("own.json"), "security_opt compose.yml own"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReadersOfShimFiles(t *testing.T) {
	const (
		shim    = "\n[runsc_config]\ndebug = \"true\"\n"
		byPath  = `{"runtimes": {"runsc": {"path": "/usr/bin/runsc"}}}`
		reading = `{"runtimes": {"runsc": {"runtimeType": "io.containerd.runsc.v1", "options": {"TypeUrl": "io.containerd.runsc.v1.options", "ConfigPath": "/etc/containerd/%s"}}}}`
		cri     = "\n[plugins.cri.containerd.runtimes.gvisor]\nruntime_type = \"io.containerd.runsc.v1\"\n"
		options = "[plugins.cri.containerd.runtimes.gvisor.options]\nConfigPath = \"/etc/containerd/runsc.toml\"\n"
	)
	for name, test := range map[string]struct{ files, want string }{
		"alone":                             {"", "unknown"},
		"beside a service alone":            {"-- host/compose.yml --\nservices: {a: {image: a, runtime: runsc}}\n", "unknown"},
		"beside a daemon without runtimes":  {"-- host/daemon.json --\n{\"debug\": true}\n", "unknown"},
		"beside a daemon that is asked":     {"-- host/daemon.json --\n{\"debug\": true}\n-- compose.yml --\nservices: {a: {image: a, runtime: runsc}}\n", "none, not in force"},
		"beside a daemon with the program":  {"-- host/daemon.json --\n" + byPath + "\n", "none, not in force"},
		"near a daemon with the program":    {"-- docker/daemon.json --\n" + byPath + "\n", "none"},
		"beside a daemon that reads it":     {"-- host/daemon.json --\n" + fmt.Sprintf(reading, "runsc.toml") + "\n", "host/daemon.json"},
		"far from a daemon that reads it":   {"-- docker/daemon.json --\n" + fmt.Sprintf(reading, "runsc.toml") + "\n", "docker/daemon.json"},
		"beside a daemon that reads a lost": {"-- host/daemon.json --\n" + fmt.Sprintf(reading, "lost.toml") + "\n", "unknown"},
		"beside a daemon that reads another": {
			"-- host/daemon.json --\n" + fmt.Sprintf(reading, "gvisor.toml") + "\n-- host/gvisor.toml --" + shim, "none, not in force",
		},
		"containerd that does not read it": {"-- host/containerd.toml --" + cri, "none, not in force"},
		"containerd that reads it":         {"-- etc/containerd.toml --" + cri + options, "etc/containerd.toml"},
		"two hosts, none nearer": {
			"-- a/daemon.json --\n" + byPath + "\n-- b/daemon.json --\n" + byPath + "\n-- a/runsc-a.toml --" + shim, "unknown",
		},
		"mounted into a service": {
			"-- host/daemon.json --\n" + byPath + "\n-- compose.yml --\nservices: {a: {image: a, volumes: [\"./host:/etc/containerd\"]}}\n", "unknown",
		},
	} {
		l := root(t, "-- host/runsc.toml --"+shim+test.files)
		facts := l.about("host/runsc.toml")
		got := "unknown"
		if facts.Readers != nil && len(facts.Readers) == 0 {
			got = "none"
		} else if facts.Readers != nil {
			got = facts.Readers[0].File
		}
		if facts.Unread {
			got += ", not in force"
		}
		if got != test.want {
			t.Errorf("%s: read by %s, want %s", name, got, test.want)
		}
	}
}

func TestShimFilesThatAreFoundByName(t *testing.T) {
	for _, name := range []string{"config.toml", "gvisor-containerd-shim.toml"} {
		l := root(t, "-- daemon.json --\n{\"runtimes\": {\"runsc\": {\"path\": \"runsc\"}}}\n-- "+name+" --\n[runsc_config]\ndebug = \"true\"\n")
		if readers := l.about(name).Readers; readers != nil {
			t.Errorf("%s is said to be read by %v", name, readers)
		}
	}
}
