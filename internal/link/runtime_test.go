package link_test

import (
	"fmt"
	"strings"
	"testing"
)

const daemonJSON = `-- daemon.json --
{"runtimes": {
  "boxed": {"path": "/usr/local/bin/runsc", "runtimeArgs": ["--host-uds", "open", "--oci-seccomp"]},
  "vm": {"runtimeType": "io.containerd.kata.v2"},
  "shim": {"runtimeType": "io.containerd.runsc.v1", "options": {"TypeUrl": "io.containerd.runsc.v1.options", "ConfigPath": "/etc/containerd/shim-runsc.toml"}},
  "lost": {"runtimeType": "io.containerd.runsc.v1", "options": {"ConfigPath": "/etc/containerd/elsewhere.toml"}},
  "runsc-wrapped": {"path": "/opt/start-sandbox.sh"},
  "runsc-look-alike": {"path": "/usr/bin/crun"},
  "gpu": {"path": "nvidia-container-runtime"}
}}
-- shim-runsc.toml --
host-uds = "all"
[runsc_config]
net-raw = "true"
`

func TestSandboxOfRuntimes(t *testing.T) {
	for _, test := range []struct{ runtime, daemon, sandbox string }{
		{"runsc", "", "gvisor"}, {"runsc-kvm", "", "gvisor"}, {"gvisor", "", "gvisor"}, {"io.containerd.runsc.v1", "", "gvisor"},
		{"kata", "", "kata"}, {"kata-qemu", "", "kata"}, {"io.containerd.kata.v2", "", "kata"}, {"/usr/local/bin/runsc", "", "gvisor"},
		{"runc", "", ""}, {"crun", "", ""}, {"io.containerd.runc.v2", "", ""}, {"nvidia", "", ""}, {"boxed", "", ""}, {"katana", "", ""},
		{"boxed", daemonJSON, "gvisor"}, {"vm", daemonJSON, "kata"}, {"shim", daemonJSON, "gvisor"},
		{"runsc-wrapped", daemonJSON, "gvisor"}, {"runsc-look-alike", daemonJSON, ""}, {"gpu", daemonJSON, ""}, {"runsc", daemonJSON, "gvisor"},
	} {
		l := root(t, "-- compose.yml --\nservices: {a: {image: a, runtime: "+test.runtime+"}}\n"+test.daemon)
		if got := l.context(t, "a").Sandbox; got != test.sandbox {
			t.Errorf("runtime %s (daemon.json: %v) is the sandbox %q, want %q", test.runtime, test.daemon != "", got, test.sandbox)
		}
		if l.service(t, "a").Sandboxed() != (test.sandbox != "") {
			t.Errorf("runtime %s: Sandboxed does not agree with the context", test.runtime)
		}
	}
}

func TestDefaultRuntime(t *testing.T) {
	l := root(t, `-- compose.yml --
services: {a: {image: a}, b: {image: b, runtime: runc}}
-- daemon.json --
{"default-runtime": "boxed", "runtimes": {"boxed": {"path": "runsc"}}}
`)
	if a, b := l.context(t, "a").Sandbox, l.context(t, "b").Sandbox; a != "gvisor" || b != "" {
		t.Errorf("got %q and %q", a, b)
	}
	if got := fmt.Sprint(l.context(t, "a").SandboxPlace); !strings.Contains(got, "runtimes.boxed") {
		t.Errorf("the sandbox is not shown: %s", got)
	}
}

func TestFlagsThatRunscGets(t *testing.T) {
	for _, test := range []struct{ service, want, known string }{
		{`{image: a, runtime: boxed}`, "map[host-uds:open oci-seccomp:true]", "true"},
		{`{image: a, runtime: shim}`, "map[net-raw:true]", "true"},
		{`{image: a, runtime: lost}`, "map[]", "false"},
		{`{image: a, runtime: runsc}`, "map[]", "false"},
		{`{image: a, runtime: shim, annotations: {dev.gvisor.flag.host-uds: all}}`, "map[host-uds:all net-raw:true]", "true"},
		{`{image: a, runtime: shim, annotations: {dev.gvisor.flag.oci-seccomp: "true"}}`, "map[net-raw:true oci-seccomp:true]", "true"},
		{`{image: a, runtime: boxed, annotations: {dev.gvisor.flag.oci-seccomp: "false"}}`, "map[host-uds:open oci-seccomp:true]", "true"},
		{`{image: a, runtime: shim, annotations: {dev.gvisor.flag.network: host}}`, "map[net-raw:true]", "true"},
		{`{image: a, runtime: runc, annotations: {dev.gvisor.flag.host-uds: all}}`, "map[]", "false"},
	} {
		context := root(t, "-- compose.yml --\nservices: {a: "+test.service+"}\n"+daemonJSON).context(t, "a")
		if got, known := fmt.Sprint(context.RunscFlags), fmt.Sprint(context.RunscFlagsKnown); got != test.want || known != test.known {
			t.Errorf("%s gets %s (known: %s), want %s (known: %s)", test.service, got, known, test.want, test.known)
		}
	}
}

func TestOverridableFlags(t *testing.T) {
	context := root(t, `-- compose.yml --
services: {a: {image: a, runtime: runsc, annotations: {dev.gvisor.flag.network: host}}}
-- daemon.json --
{"runtimes": {"runsc": {"path": "runsc", "runtimeArgs": ["--allow-flag-override"]}}}
`).context(t, "a")
	if got := fmt.Sprint(context.RunscFlags); got != "map[allow-flag-override:true network:host]" {
		t.Errorf("got %s", got)
	}
}

func TestStatesOfRuntimes(t *testing.T) {
	states := func(archive string) string {
		var all []string
		for _, r := range root(t, archive).Runtimes() {
			all = append(all, r.Name+" "+r.State)
		}
		return strings.Join(all, ", ")
	}
	const compose = "-- compose.yml --\nservices: {a: {image: a, runtime: boxed}, b: {image: b, runtime: nowhere}, c: {image: c, runtime: runc}, d: {image: d, runtime: io.containerd.runsc.v1}}\n"
	if got, want := states(compose+daemonJSON), "boxed defined, nowhere undefined, io.containerd.runsc.v1 defined"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := states(compose), "boxed unknown, nowhere unknown, io.containerd.runsc.v1 unknown"; got != want {
		t.Errorf("without daemon.json got %s, want %s", got, want)
	}
}

func TestRuntimesAreLinkedToTheirFiles(t *testing.T) {
	l := root(t, "-- compose.yml --\nservices: {a: {image: a, runtime: shim}}\n"+daemonJSON)
	for _, file := range []string{"daemon.json", "shim-runsc.toml"} {
		consumers := l.about(file).Consumers
		if len(consumers) != 1 || consumers[0].How != "runtime" {
			t.Errorf("%s has the consumers %v", file, consumers)
		}
	}
}
