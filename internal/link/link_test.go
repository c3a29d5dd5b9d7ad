package link_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
)

// linked is a scanned root after linking.
type linked struct {
	*link.Project
	all  []*source.Document
	docs map[string]*source.Document
}

// root links the files of an archive. A text that does not begin with a file is compose.yml.
func root(t testing.TB, archive string) linked {
	t.Helper()
	return rootWith(t, archive, nil)
}

// rootWith is root with the roles of a config.
func rootWith(t testing.TB, archive string, roles config.Roles) linked {
	t.Helper()
	if !strings.HasPrefix(archive, "-- ") {
		archive = "-- compose.yml --\n" + archive
	}
	fsys, err := txtar.FS(txtar.Parse([]byte(archive)))
	if err != nil {
		t.Fatal(err)
	}
	files, problems := discover.Files(t.Context(), fsys, nil, discover.Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	loaded := load.Documents(t.Context(), fsys, files, load.Options{Kinds: all.Kinds()})
	l := linked{Project: link.Link(t.Context(), loaded.Documents, loaded.Root, roles), all: loaded.Documents, docs: map[string]*source.Document{}}
	for _, doc := range loaded.Documents {
		l.docs[doc.File.Path] = doc
	}
	return l
}

func (l linked) service(t testing.TB, name string) *link.Service {
	t.Helper()
	for _, s := range l.Services {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("there is no service %s", name)
	return nil
}

// context returns what policies see of a service of compose.yml.
func (l linked) context(t testing.TB, name string) *link.ServiceFacts {
	t.Helper()
	service := l.about("compose.yml").Services[name]
	if service == nil {
		t.Fatalf("there are no facts about service %s", name)
	}
	return service
}

// about returns the facts about the document of a file.
func (l linked) about(file string) *link.Facts { return l.Facts(l.docs[file]) }

func TestPublishedAddresses(t *testing.T) {
	for written, want := range map[string]string{
		`"8080:80"`: "all_interfaces", `8080`: "all_interfaces", `"80"`: "all_interfaces", `":8080:80"`: "all_interfaces",
		`"0.0.0.0:8080:80"`: "all_interfaces", `"[::]:8080:80"`: "all_interfaces", `"[::0]:8080:80"`: "all_interfaces",
		`"[0:0:0:0:0:0:0:0]:8080:80"`: "all_interfaces", `"[::ffff:0.0.0.0]:8080:80"`: "all_interfaces",
		`"127.0.0.1:8080:80"`: "host_loopback", `"127.9.9.9:8080:80"`: "host_loopback", `"127.0.0.1::80"`: "host_loopback",
		`"[::1]:8080:80"`: "host_loopback", `"${B:-127.0.0.1}:8080:80"`: "host_loopback",
		`"192.168.1.5:8080:80"`: "one_address", `"[fd00::5]:8080:80"`: "one_address",
		`"${BIND}:8080:80"`:                                 "unknown",
		`{target: 80, published: 8080}`:                     "all_interfaces",
		`{target: 80, host_ip: 127.0.0.1}`:                  "host_loopback",
		`{target: 80, published: 8080, host_ip: "${BIND}"}`: "unknown",
	} {
		l := root(t, "services: {web: {image: a, ports: ["+written+"]}}")
		if got := l.service(t, "web").Ports[0].Exposure.String(); got != want {
			t.Errorf("%s is published at %s, want %s", written, got, want)
		}
	}
}

func TestPortsSayWhereTheyArePublished(t *testing.T) {
	for written, want := range map[string]string{
		`"8080:80"`:             "publishes port 8080 on every host interface",
		`"53:53/udp"`:           "publishes port 53/udp on every host interface",
		`"80"`:                  "publishes container port 80 on an ephemeral port on every host interface",
		`"10.0.0.1:8080:80"`:    "publishes port 8080 on 10.0.0.1",
		`"127.0.0.1:8080:80"`:   "publishes port 8080 on the host's loopback address",
		`"${BIND}:8080:80/tcp"`: "publishes port 8080 on an address that is not known here",
	} {
		l := root(t, "services: {web: {image: a, ports: ["+written+"]}}")
		if got := l.service(t, "web").Ports[0].String(); got != want {
			t.Errorf("%s: %q, want %q", written, got, want)
		}
	}
}

func TestRangesAreOnePortAfterTheOther(t *testing.T) {
	ports := root(t, `services: {web: {image: a, ports: ["8000-8002:80-82"]}}`).service(t, "web").Ports
	if len(ports) != 3 || ports[2].First != 82 || ports[2].Published != "8002" {
		t.Errorf("got %v", ports)
	}
}

// exposures maps services to their widest exposure.
type exposures map[string]string

func TestExposureOfServices(t *testing.T) {
	for name, test := range map[string]struct {
		project string
		want    exposures
	}{
		"alone": {`services: {a: {image: a}}`, exposures{"a": "loopback"}},
		"peers on the default network": {
			`services: {a: {image: a}, b: {image: b}}`, exposures{"a": "peers", "b": "peers"},
		},
		"networks apart": {
			`{services: {a: {image: a, networks: [x]}, b: {image: b, networks: [y]}}, networks: {x: {}, y: {}}}`,
			exposures{"a": "loopback", "b": "loopback"},
		},
		"an external network has members nobody knows": {
			`{services: {a: {image: a, networks: [x]}}, networks: {x: {external: true}}}`, exposures{"a": "peers"},
		},
		"no network":          {`services: {a: {image: a, network_mode: none}, b: {image: b}}`, exposures{"a": "loopback", "b": "loopback"}},
		"the daemon's bridge": {`services: {a: {image: a, network_mode: bridge}}`, exposures{"a": "peers"}},
		"another container's network": {
			`services: {a: {image: a, network_mode: "container:elsewhere"}}`, exposures{"a": "unknown"},
		},
		"the network of a container of the project": {
			`services: {a: {image: a, network_mode: "container:web-1"}, b: {image: b, container_name: web-1, ports: ["80:80"]}}`,
			exposures{"a": "all_interfaces"},
		},
		"the daemon's bridge by another word": {
			`services: {a: {image: a, network_mode: default, ports: ["80:80"]}}`, exposures{"a": "all_interfaces"},
		},
		"a network by its name publishes ports": {
			`services: {a: {image: a, network_mode: shared, ports: ["80:80"]}}`, exposures{"a": "all_interfaces"},
		},
		"a network by its name has members nobody knows": {
			`services: {a: {image: a, network_mode: shared}}`, exposures{"a": "peers"},
		},
		"a network of the project by its name": {
			`{services: {a: {image: a, network_mode: real, ports: ["80:80"]}}, networks: {x: {name: real, internal: true}}}`,
			exposures{"a": "loopback"},
		},
		"a mode that is not known may publish": {
			`services: {a: {image: a, network_mode: "${MODE}", ports: ["80:80"]}}`, exposures{"a": "all_interfaces"},
		},
		"only internal networks publish nothing": {
			`{services: {a: {image: a, networks: [x], ports: ["80:80"]}, b: {image: b, networks: [x]}}, networks: {x: {internal: true}}}`,
			exposures{"a": "peers"},
		},
		"an internal default network publishes nothing": {
			`{services: {a: {image: a, ports: ["80:80"]}}, networks: {default: {internal: true}}}`, exposures{"a": "loopback"},
		},
		"one routable network is enough": {
			`{services: {a: {image: a, networks: [x, y], ports: ["80:80"]}}, networks: {x: {internal: true}, y: {}}}`,
			exposures{"a": "all_interfaces"},
		},
		"no network publishes nothing": {
			`services: {a: {image: a, network_mode: none, ports: ["80:80"]}}`, exposures{"a": "loopback"},
		},
		"expose publishes nothing": {`services: {a: {image: a, expose: ["80"]}}`, exposures{"a": "loopback"}},
		"profiles do not remove exposure": {
			`services: {a: {image: a, profiles: [dev], ports: ["80:80"]}}`, exposures{"a": "all_interfaces"},
		},
		"loopback is wider than peers": {
			`services: {a: {image: a, ports: ["127.0.0.1:80:80"]}, b: {image: b}}`, exposures{"a": "host_loopback", "b": "peers"},
		},
		"the widest port counts": {
			`services: {a: {image: a, ports: ["127.0.0.1:80:80", "10.0.0.1:81:81", "${X}:82:82"]}}`, exposures{"a": "one_address"},
		},
		"an unknown address is no loopback": {
			`services: {a: {image: a, ports: ["127.0.0.1:80:80", "${X}:82:82"]}}`, exposures{"a": "unknown"},
		},
		"the host's network": {`services: {a: {image: a, network_mode: host}}`, exposures{"a": "all_interfaces"}},
		"the host's network by its name": {
			`{services: {a: {image: a, networks: [host]}}, networks: {host: {external: true}}}`, exposures{"a": "all_interfaces"},
		},
		"the host's network under another name": {
			`{services: {a: {image: a, networks: [lan]}}, networks: {lan: {external: true, name: host}}}`, exposures{"a": "all_interfaces"},
		},
		"a network of one's own called host": {
			`{services: {a: {image: a, networks: [host]}}, networks: {host: {}}}`, exposures{"a": "loopback"},
		},
		"ports are ignored on the host's network": {
			`services: {a: {image: a, network_mode: host, ports: ["127.0.0.1:80:80"]}}`, exposures{"a": "all_interfaces"},
		},
		"sharing a published service's network": {
			`services: {a: {image: a, ports: ["80:80"]}, b: {image: b, network_mode: "service:a"}}`, exposures{"b": "all_interfaces"},
		},
		"sharing through two services": {
			`services: {a: {image: a, network_mode: host}, b: {image: b, network_mode: "service:a"}, c: {image: c, network_mode: "service:b"}}`,
			exposures{"c": "all_interfaces"},
		},
		"a circle of sharing ends": {
			`services: {a: {image: a, network_mode: "service:b"}, b: {image: b, network_mode: "service:a"}}`, exposures{"a": "peers"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := root(t, test.project)
			for service, want := range test.want {
				if got := l.service(t, service).Exposure.String(); got != want {
					t.Errorf("%s: %s, want %s", service, got, want)
				}
			}
		})
	}
}

func TestDefaultAddress(t *testing.T) {
	const option = "com.docker.network.bridge.host_binding_ipv4"
	daemon := func(text string) string { return "-- daemon.json --\n" + text + "\n" }
	opts := daemon(`{"default-network-opts": {"bridge": {"` + option + `": "127.0.0.1"}}}`)
	for name, test := range map[string]struct{ compose, daemon, want string }{
		"network option": {
			`{services: {a: {image: a, ports: ["80:80"]}}, networks: {default: {driver_opts: {` + option + `: 127.0.0.1}}}}`, "", "host_loopback",
		},
		"all networks must bind there": {
			`{services: {a: {image: a, networks: [x, y], ports: ["80:80"]}}, networks: {x: {driver_opts: {` + option + `: 127.0.0.1}}, y: {}}}`,
			"", "all_interfaces",
		},
		"but for internal ones": {
			`{services: {a: {image: a, networks: [x, y], ports: ["80:80"]}}, networks: {x: {driver_opts: {` + option + `: 127.0.0.1}}, y: {internal: true}}}`,
			"", "host_loopback",
		},
		"a written address wins": {
			`{services: {a: {image: a, ports: ["0.0.0.0:80:80"]}}, networks: {default: {driver_opts: {` + option + `: 127.0.0.1}}}}`, "", "all_interfaces",
		},
		"the daemon's address is for its own bridge": {
			`services: {a: {image: a, ports: ["80:80"]}}`, daemon(`{"ip": "127.0.0.1"}`), "all_interfaces",
		},
		"which a service may join": {
			`services: {a: {image: a, network_mode: bridge, ports: ["80:80"]}}`, daemon(`{"ip": "127.0.0.1"}`), "host_loopback",
		},
		"the daemon's options for new networks": {`services: {a: {image: a, ports: ["80:80"]}}`, opts, "host_loopback"},
		"an external network was made elsewhere": {
			`{services: {a: {image: a, networks: [x], ports: ["80:80"]}}, networks: {x: {external: true}}}`, opts, "all_interfaces",
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := root(t, "-- compose.yml --\n"+test.compose+"\n"+test.daemon)
			if got := l.service(t, "a").Exposure.String(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestTheNearestDaemonCounts(t *testing.T) {
	l := root(t, `-- one/compose.yml --
services: {a: {image: a, network_mode: bridge, ports: ["80:80"]}}
-- one/docker/daemon.json --
{"ip": "127.0.0.1"}
-- two/compose.yml --
services: {b: {image: b, network_mode: bridge, ports: ["80:80"]}}
-- two/daemon.json --
{"ip": "10.0.0.1"}
-- three/compose.yml --
services: {c: {image: c, network_mode: bridge, ports: ["80:80"]}}
`)
	for service, want := range (exposures{"a": "host_loopback", "b": "one_address", "c": "all_interfaces"}) {
		if got := l.service(t, service).Exposure.String(); got != want {
			t.Errorf("%s: %s, want %s", service, got, want)
		}
	}
}

func TestUntrustedServices(t *testing.T) {
	l := root(t, `services:
  web: {image: web}
  boxed: {image: a, runtime: runsc}
  agent: {image: acme/agent}
  runner-2: {image: a}
  code-sandbox: {image: a}
  untrusted: {image: a}
  sandboxed-name: {image: a}
  agentless: {image: a}
  other: {image: a, network_mode: none}
`)
	var names []string
	for _, s := range l.Services {
		if s.Untrusted() {
			names = append(names, s.Name)
		}
	}
	if got, want := fmt.Sprint(names), "[boxed agent runner-2 code-sandbox untrusted]"; got != want {
		t.Errorf("untrusted are %s, want %s", got, want)
	}
	if got := fmt.Sprint(l.context(t, "web").UntrustedPeers); got != "[boxed agent runner-2 code-sandbox untrusted]" {
		t.Errorf("web has the untrusted peers %s", got)
	}
	if got := fmt.Sprint(l.context(t, "other").UntrustedPeers); got != "[]" {
		t.Errorf("a service without network has the untrusted peers %s", got)
	}
}

func TestWhatReportsOnTheHostIsTrusted(t *testing.T) {
	for image, want := range map[string]bool{
		"portainer/agent:2.27": false, "docker.io/grafana/agent:v1": false, "gcr.io/datadoghq/agent:7": false, "grafana/alloy:v1": false,
		"registry.example:5000/prom/node-exporter@sha256:aa": false, "acme/postgres-exporter": false, "acme/agent": true, "agent": true,
	} {
		l := root(t, "services: {agent: {image: \""+image+"\"}}")
		if got := l.service(t, "agent").Untrusted(); got != want {
			t.Errorf("an agent from %s is untrusted: %v, want %v", image, got, want)
		}
	}
}

// TestFileEnvironment is about the variables that services get from files, with the document that has each.
func TestFileEnvironment(t *testing.T) {
	l := root(t, `-- compose.yml --
services:
  web:
    image: a
    env_file: [base.env, {path: conf/more.conf}, {path: gone.env, required: false}]
    environment: {OWN: here, PASSED: }
  raw: {image: a, env_file: [{path: base.env, format: raw}]}
  none: {image: a}
-- .env --
HOST=db
-- base.env --
URL=http://$HOST:80
OWN=there
PASSED=value
OVER=first
LITERAL='$x'
UNSET=$NOPE
ALONE
-- conf/more.conf --
OVER=second
`)
	facts := l.about("compose.yml").Services
	show := func(name string) string {
		var all []string
		for key, v := range facts[name].FileEnvironment {
			all = append(all, fmt.Sprintf("%s=%s@%s#%v", key, v.Value, v.File, v.From[len(v.From)-1]))
		}
		slices.Sort(all)
		return strings.Join(all, " ")
	}
	for name, want := range map[string]string{
		"web":  "ALONE=${ALONE}@base.env#0 LITERAL=$x@base.env#0 OVER=second@conf/more.conf#1 PASSED=value@base.env#0 UNSET=${NOPE}@base.env#0 URL=http://db:80@base.env#0",
		"raw":  "ALONE=${ALONE}@base.env#0 LITERAL=$x@base.env#0 OVER=first@base.env#0 OWN=there@base.env#0 PASSED=value@base.env#0 UNSET=$NOPE@base.env#0 URL=http://$HOST:80@base.env#0",
		"none": "",
	} {
		if got := show(name); got != want {
			t.Errorf("%s has\n%s\nwant\n%s", name, got, want)
		}
	}
}
