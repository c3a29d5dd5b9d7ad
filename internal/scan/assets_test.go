package scan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

// known lists the assets of some sorts with their states, and the reason where there is one.
func known(t *testing.T, opts job, sorts ...coverage.Sort) []string {
	t.Helper()
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	opts.Catalogue = catalogue
	var all []string
	for _, a := range run(t, opts).Coverage.Assets {
		for _, sort := range sorts {
			if a.Sort == sort {
				all = append(all, strings.TrimSuffix(a.Name+" "+string(a.State)+": "+a.Reason, ": "))
			}
		}
	}
	return all
}

func TestServicesAreAssets(t *testing.T) {
	root := files("compose.yaml", `services:
  plain: {image: "nginx:1.27"}
  fragment: {restart: always}
  off: {image: "nginx:1.27", scale: 0}
  replicas: {image: "nginx:1.27", deploy: {replicas: 0}}
  provided: {provider: {type: model}}
  tagged: {image: "nginx:${TAG}"}
  mounted: {image: "nginx:1.27", volumes: ["${DATA:?}:/data"]}
  secret: {image: "nginx:1.27", environment: {PASSWORD: "${PASSWORD}"}}
  defaulted: {image: "nginx:${TAG:-1.27}"}
`)
	want := []string{
		"plain assessed", "fragment partial: has neither image nor build: the rest of it is not in the scan",
		"off disabled: scaled to 0", "replicas disabled: scaled to 0", "provided unsupported: run by a provider",
		"tagged partial: no value here for TAG", "mounted partial: no value here for DATA", "secret assessed", "defaulted assessed",
	}
	if diff := cmp.Diff(want, known(t, job{scan.Snapshot{Root: root}, scan.Options{}}, coverage.Service)); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
}

func TestReferencedFilesAreAssets(t *testing.T) {
	root := files("app/compose.yaml", `services:
  web:
    image: nginx:1.27
    env_file: [{path: gone.env}, {path: optional.env, required: false}, {path: ../here.env}]
    security_opt: ["seccomp:profile.json", "seccomp=gone.json"]
    secrets: [password]
    volumes:
      - ./proxy.pac:/etc/proxy/proxy.pac
      - ./gone.conf:/etc/nginx/gone.conf
      - ./data:/data
      - ./conf.d:/etc/conf.d
      - ./v1.2:/opt/v1.2
      - /etc/host.conf:/etc/host.conf
      - ../../outside.conf:/etc/outside.conf
      - ${WHERE}/x.conf:/etc/x.conf
      - /var/run/docker.sock:/var/run/docker.sock
      - ./envoy.yaml:/etc/envoy.yaml
      - ./left/out.yaml:/etc/out.yaml
      - ./folder.conf:/etc/folder.conf
      - data:/var/lib/data.db
  built: {build: .}
  missing: {build: {context: sub}}
  named: {build: {context: ., dockerfile: other.Dockerfile}}
  remote: {build: "https://example.org/app.git"}
  inline: {build: {context: ., dockerfile_inline: "FROM alpine:3.20"}}
secrets:
  password: {file: ./password.txt}
volumes: {data: {}}
`,
		"here.env", "A=1\n", "app/profile.json", `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}`, "app/proxy.pac", "global\n",
		"app/envoy.yaml", "admin: {address: {socket_address: {address: 127.0.0.1, port_value: 1}}}\nstatic_resources: {listeners: []}\n",
		"app/left/out.yaml", "a: 1\n", "app/folder.conf/x", "", "app/Dockerfile", "FROM alpine:3.20\n", "app/other.Dockerfile", "FROM alpine:3.20\n")
	glob, err := config.CompileGlob("app/left/**")
	if err != nil {
		t.Fatal(err)
	}
	settings := config.Default()
	settings.Excludes = []config.Glob{glob}
	const outside, gone = "external: outside the scanned root", "broken: there is no such file"
	want := []string{
		"app/gone.env external: not in the scanned root, as is right for secrets",
		"app/gone.json " + gone,
		"app/password.txt external: not in the scanned root, as is right for secrets",
		"app/proxy.pac unsupported: of no kind that seclint knows",
		"app/gone.conf " + gone,
		"/etc/host.conf " + outside,
		"../../outside.conf " + outside,
		"${WHERE}/x.conf external: a variable without a value is part of its name",
		"app/left/out.yaml disabled: not among the files that were looked at",
		"app/sub/Dockerfile " + gone,
		"https://example.org/app.git " + outside,
	}
	got := known(t, job{scan.Snapshot{Root: root}, scan.Options{Config: settings}}, coverage.Referenced)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("referenced files (-want +got):\n%s", diff)
	}
}

func TestRuntimesAndListenersAreAssets(t *testing.T) {
	const compose = `services:
  a: {image: "x:1", runtime: runsc}
  b: {image: "x:1", runtime: kata}
  c: {image: "x:1", runtime: runsc}
  d: {image: "x:1", runtime: runc}
  e: {image: "x:1", volumes: ["./envoy.yaml:/etc/envoy.yaml"]}
`
	const envoy = "admin: {address: {socket_address: {address: 0.0.0.0, port_value: 9901}}}\nstatic_resources: {listeners: []}\n"
	tests := []struct {
		name   string
		daemon string
		want   []string
	}{
		{"without a daemon.json", "", []string{
			"runsc external: no daemon.json in the scan defines it", "kata external: no daemon.json in the scan defines it",
		}},
		{"with one", `{"runtimes": {"runsc": {"path": "/usr/local/bin/runsc"}}}`, []string{
			"runsc assessed", "kata broken: the daemon.json of the project does not define it",
		}},
	}
	for _, test := range tests {
		root := files("compose.yaml", compose, "envoy.yaml", envoy, "spare/envoy.yaml", envoy)
		if test.daemon != "" {
			root["daemon.json"] = files("daemon.json", test.daemon)["daemon.json"]
		}
		if diff := cmp.Diff(test.want, known(t, job{scan.Snapshot{Root: root}, scan.Options{}}, coverage.Runtime)); diff != "" {
			t.Errorf("%s: runtimes (-want +got):\n%s", test.name, diff)
		}
		want := []string{"0.0.0.0:9901 assessed", "0.0.0.0:9901 partial: exposure unknown: nothing in the scan says how it is deployed"}
		if diff := cmp.Diff(want, known(t, job{scan.Snapshot{Root: root}, scan.Options{}}, coverage.Listener)); diff != "" {
			t.Errorf("%s: listeners (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestAnAssetOfSeveralDeploymentsIsOne(t *testing.T) {
	root := files("compose.yaml", "services:\n  web: {image: \"nginx:1.27\"}\n",
		"compose.prod.yaml", "services:\n  web: {user: \"${WHO}\"}\n", "other/compose.yaml", "services:\n  web: {image: \"nginx:1.27\"}\n")
	want := []string{"web partial: no value here for WHO", "web assessed"}
	if diff := cmp.Diff(want, known(t, job{scan.Snapshot{Root: root}, scan.Options{}}, coverage.Service)); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
}

func TestFilesThatNoRuleSawAreNotAssessed(t *testing.T) {
	opts := options(t, files("compose.yaml", clean, "app/.env", "A=1\n", "empty/compose.yaml", "# nothing\n"))
	var got []string
	for _, f := range run(t, opts).Coverage.Files {
		got = append(got, f.Path+" "+string(f.State))
	}
	want := []string{"app/.env disabled", "compose.yaml assessed", "empty/compose.yaml partial"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	opts = options(t, files("compose.yaml", privileged), policy("broken", "1 / 0 == 1"))
	if f := run(t, opts).Coverage.Files[0]; f.State != coverage.Partial || f.Reason == "" {
		t.Errorf("a file on which a rule crashed is %+v", f)
	}
}
