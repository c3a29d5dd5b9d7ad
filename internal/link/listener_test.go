package link_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/link"
)

// listener returns what policies see of the only listener of a document.
func (l linked) listener(t testing.TB, file string) link.Listener {
	t.Helper()
	doc := l.docs[file]
	if doc == nil {
		t.Fatalf("%s is no document", file)
	}
	listeners := l.Facts(doc).Listeners
	if len(listeners) != 1 {
		t.Fatalf("%s has the listeners %v", file, listeners)
	}
	return listeners[0]
}

func admin(address string) string {
	return "-- envoy.yaml --\nadmin: {address: {socket_address: {address: \"" + address + "\", port_value: 9901}}}\n"
}

func TestExposureOfListeners(t *testing.T) {
	const mount = `volumes: ["./envoy.yaml:/etc/envoy/envoy.yaml"]`
	for name, test := range map[string]struct{ project, config, exposure, because string }{
		"published": {
			`services: {edge: {image: e, ` + mount + `, ports: ["9901:9901"]}}`, admin("0.0.0.0"),
			"all_interfaces", `service "edge" publishes port 9901 on every host interface`,
		},
		"published by a range": {
			`services: {edge: {image: e, ` + mount + `, ports: ["9900-9905:9900-9905"]}}`, admin("0.0.0.0"),
			"all_interfaces", `service "edge" publishes port 9901 on every host interface`,
		},
		"published under another number": {
			`services: {edge: {image: e, ` + mount + `, ports: ["127.0.0.1:80:9901"]}}`, admin("0.0.0.0"),
			"host_loopback", `service "edge" publishes port 80 on the host's loopback address`,
		},
		"the widest of two": {
			`services: {edge: {image: e, ` + mount + `, ports: ["127.0.0.1:80:9901", "10.0.0.1:81:9901"]}}`, admin("0.0.0.0"),
			"one_address", `service "edge" publishes port 81 on 10.0.0.1`,
		},
		"udp is another port": {
			`services: {edge: {image: e, ` + mount + `, ports: ["9901:9901/udp"]}, web: {image: w}}`, admin("0.0.0.0"),
			"peers", `service "edge" does not publish the port: only services on its networks reach it`,
		},
		"another port": {
			`services: {edge: {image: e, ` + mount + `, ports: ["10000:10000"]}}`, admin("0.0.0.0"),
			"loopback", `service "edge" publishes no such port and shares no network`,
		},
		"bound to loopback in the container": {
			`services: {edge: {image: e, ` + mount + `, ports: ["9901:9901"]}}`, admin("127.0.0.1"),
			"loopback", `it is bound to the loopback address inside the container of service "edge"`,
		},
		"the host's network": {
			`services: {edge: {image: e, ` + mount + `, network_mode: host}}`, admin("0.0.0.0"),
			"all_interfaces", `service "edge" is on the host's network`,
		},
		"loopback of the host's network": {
			`services: {edge: {image: e, ` + mount + `, network_mode: host}}`, admin("127.0.0.1"),
			"host_loopback", `service "edge" is on the host's network`,
		},
		"a shared network": {
			`services: {web: {image: w, ports: ["9901:9901"]}, edge: {image: e, ` + mount + `, network_mode: "service:web"}}`, admin("0.0.0.0"),
			"all_interfaces", `service "web" publishes port 9901 on every host interface`,
		},
		"internal networks publish nothing": {
			`{services: {edge: {image: e, ` + mount + `, networks: [x], ports: ["9901:9901"]}}, networks: {x: {internal: true}}}`, admin("0.0.0.0"),
			"loopback", `service "edge" publishes no such port and shares no network`,
		},
		"a published proxy": {
			`services: {proxy: {image: traefik, ports: ["443:443"]}, edge: {image: e, ` + mount + `, labels: {traefik.enable: "true"}}}`, admin("0.0.0.0"),
			"one_address", `service "edge" is routed to by the published proxy "proxy"`,
		},
		"a config": {
			`{services: {edge: {image: e, configs: [{source: c, target: /etc/envoy/envoy.yaml}], ports: ["9901:9901"]}}, configs: {c: {file: ./envoy.yaml}}}`,
			admin("0.0.0.0"), "all_interfaces", `service "edge" publishes port 9901 on every host interface`,
		},
		"a folder": {
			`services: {edge: {image: e, command: "envoy -c /etc/x/envoy.yaml", volumes: ["./:/etc/x"], ports: ["9901:9901"]}}`, admin("0.0.0.0"),
			"all_interfaces", `service "edge" publishes port 9901 on every host interface`,
		},
		"the whole repository in a service that is no Envoy": {
			`services: {dev: {image: acme/editor, volumes: [".:/src"], ports: ["9901:9901"]}}`, admin("0.0.0.0"),
			"unknown", "nothing in the scan says how it is deployed",
		},
		"copied by the build": {
			`services: {edge: {build: ., ports: ["9901:9901"]}}`, admin("0.0.0.0") + "-- Dockerfile --\nFROM envoyproxy/envoy\nCOPY envoy.yaml /etc/envoy/envoy.yaml\n",
			"all_interfaces", `service "edge" publishes port 9901 on every host interface`,
		},
		"the widest of two services": {
			`services: {a: {image: e, ` + mount + `}, b: {image: e, ` + mount + `, ports: ["9901:9901"]}}`, admin("0.0.0.0"),
			"all_interfaces", `service "b" publishes port 9901 on every host interface`,
		},
		"an address of its own": {
			`{services: {edge: {image: e, ` + mount + `, networks: [lan]}}, networks: {lan: {driver: macvlan, driver_opts: {parent: eth0}}}}`, admin("0.0.0.0"),
			"one_address", `service "edge" has an address of its own on the physical network, by the macvlan network "lan"`,
		},
		"an address of its own, bound to loopback": {
			`{services: {edge: {image: e, ` + mount + `, networks: [lan]}}, networks: {lan: {driver: macvlan, driver_opts: {parent: eth0}}}}`, admin("127.0.0.1"),
			"loopback", `it is bound to the loopback address inside the container of service "edge"`,
		},
		"a daemon without firewall": {
			`services: {edge: {image: e, ` + mount + `}}`, admin("0.0.0.0") + "-- daemon.json --\n{\"iptables\": false}\n",
			"one_address", `service "edge" runs under a daemon that keeps other machines from no port of a container (iptables: false)`,
		},
		"the network of a container outside": {
			`services: {edge: {image: e, ` + mount + `, network_mode: "container:vpn"}}`, admin("0.0.0.0"),
			"unknown", `service "edge" shares the network of container "vpn", which is not part of its project`,
		},
		"nobody uses it": {`services: {web: {image: w}}`, admin("0.0.0.0"), "unknown", "nothing in the scan says how it is deployed"},
		"a socket": {
			`services: {edge: {image: e, ` + mount + `, network_mode: host}}`,
			"-- envoy.yaml --\nadmin: {address: {pipe: {path: /run/admin.sock}}}\nstatic_resources: {}\n", "loopback", "it is a Unix socket",
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := root(t, "-- compose.yml --\n"+test.project+"\n"+test.config).listener(t, "envoy.yaml")
			if l.Exposure.String() != test.exposure || l.Because != test.because {
				t.Errorf("got %v because %v, want %s because %s", l.Exposure, l.Because, test.exposure, test.because)
			}
		})
	}
}

func TestListenersShowTheirProof(t *testing.T) {
	l := root(t, "-- compose.yml --\nservices:\n  edge: {image: e, volumes: [\"./envoy.yaml:/e.yaml\"], ports: [\"9901:9901\"]}\n"+admin("0.0.0.0"))
	got := fmt.Sprint(l.listener(t, "envoy.yaml").Related)
	for _, want := range []string{"services.edge.ports[0]", "services.edge.volumes[0]", `service "edge" uses this file`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
}

func TestUntrustedPeersOfAListener(t *testing.T) {
	l := root(t, "-- compose.yml --\nservices:\n  edge: {image: e, volumes: [\"./envoy.yaml:/e.yaml\"]}\n  agent: {image: acme/agent}\n"+admin("0.0.0.0"))
	if got := fmt.Sprint(l.listener(t, "envoy.yaml").UntrustedPeers); got != "[agent]" {
		t.Errorf("got %s", got)
	}
}

func TestARouteLeadsToOnePort(t *testing.T) {
	l := root(t, `-- compose.yml --
services:
  edge: {image: envoyproxy/envoy, volumes: ["./edge.yaml:/etc/envoy/envoy.yaml"], ports: ["443:10000"]}
  app: {image: envoyproxy/envoy, volumes: ["./envoy.yaml:/etc/envoy/envoy.yaml"]}
-- edge.yaml --
`+envoyConfig("0.0.0.0", 10000, "app")+admin("0.0.0.0"))
	if got := l.listener(t, "envoy.yaml").Exposure; got != link.Peers {
		t.Errorf("the port beside the one that is routed to is reached from %v", got)
	}
}

// A second document in the file has facts of its own.
func TestASecondDocumentChangesNothingForTheFirst(t *testing.T) {
	const project = "-- compose.yml --\nservices:\n  edge: {image: envoyproxy/envoy, volumes: [\"./envoy.yaml:/etc/envoy/envoy.yaml\"], ports: [\"9901:9901\"]}\n"
	l := rootWith(t, project+admin("0.0.0.0")+"---\nstatic_resources: {listeners: [], clusters: [{name: a}]}\n", nil)
	for _, doc := range l.all {
		if doc.ID != "envoy.yaml" {
			continue
		}
		if got := l.Facts(doc).Listeners; len(got) != 1 || got[0].Exposure != link.AllInterfaces {
			t.Errorf("the first document has the listeners %v", got)
		}
		return
	}
	t.Error("there is no document envoy.yaml")
}
