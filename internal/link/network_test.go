package link_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestVolumesFrom(t *testing.T) {
	l := root(t, `-- compose.yml --
services:
  a: {image: a, volumes: ["./a.yaml:/etc/a.yaml", "./x:/x"]}
  b: {image: b, volumes: ["./own:/x"], volumes_from: ["a:ro"]}
  c: {image: c, volumes_from: [b, "container:elsewhere"]}
  d: {image: d, volumes_from: [e], network_mode: "container:vpn"}
  e: {image: e, volumes_from: [d], network_mode: "container:a-1"}
  f: {image: f, container_name: a-1, ports: ["80:80"]}
`)
	for name, want := range map[string]string{
		"b": "volumes:own=/x volumes_from:a.yaml=/etc/a.yaml", "c": "volumes_from:own=/x volumes_from:a.yaml=/etc/a.yaml", "d": "",
	} {
		var got []string
		for _, m := range l.service(t, name).Mounts {
			got = append(got, fmt.Sprintf("%s:%s=%s", m.Path[2], m.Host, m.Container))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has %s, want %s", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"b": "", "c": `mounts the volumes of container "elsewhere"`, "d": `shares the network of container "vpn"`, "e": "",
	} {
		var got []string
		for _, place := range l.service(t, name).Outside() {
			got = append(got, place.Message)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("outside of %s: %s, want %s", name, got, want)
		}
	}
}

// TestNetworksThatOtherMachinesReach is about networks and daemons that let other machines in without a published port, or past the
// address that a port is published at.
func TestNetworksThatOtherMachinesReach(t *testing.T) {
	const gateway = "com.docker.network.bridge.gateway_mode_ipv"
	onNetwork := func(service, network string) string {
		return "-- compose.yml --\n{services: {a: {image: a, networks: [n]" + service + "}}, networks: {n: {" + network + "}}}\n"
	}
	host := func(service, daemon string) string {
		return "-- compose.yml --\n{services: {a: {image: a" + service + "}}}\n-- daemon.json --\n" + daemon + "\n"
	}
	const local, open = `, ports: ["127.0.0.1:80:80"]`, `, ports: ["80:80"]`
	for name, test := range map[string]struct {
		files, exposure string
		ways            []string
	}{
		"macvlan": {
			onNetwork("", "driver: macvlan, driver_opts: {parent: eth0}"), "one_address",
			[]string{`[networks n driver] has an address of its own on the physical network, by the macvlan network "n"`},
		},
		"ipvlan on an interface that is not known": {
			onNetwork("", "driver: ipvlan, driver_opts: {parent: '${NIC}', ipvlan_mode: l3}"), "one_address",
			[]string{`[networks n driver] has an address of its own on the physical network, by the ipvlan network "n"`},
		},
		"macvlan without an interface":  {onNetwork("", "driver: macvlan"), "loopback", nil},
		"macvlan that is internal":      {onNetwork("", "driver: macvlan, internal: true, driver_opts: {parent: eth0}"), "loopback", nil},
		"macvlan that somebody made":    {onNetwork("", "external: true"), "peers", nil},
		"an interface is no macvlan":    {onNetwork("", "driver: bridge, driver_opts: {parent: eth0}"), "loopback", nil},
		"unprotected":                   {onNetwork("", "driver_opts: {"+gateway+"4: nat-unprotected}"), "one_address", []string{`[networks n driver_opts ` + gateway + `4] is on network "n", where ports need not be published to be reached (nat-unprotected)`}},
		"unprotected, internal":         {onNetwork("", "internal: true, driver_opts: {"+gateway+"4: nat-unprotected}"), "loopback", nil},
		"unprotected for no address":    {onNetwork("", "driver_opts: {"+gateway+"6: nat-unprotected}"), "loopback", nil},
		"unprotected for IPv6":          {onNetwork("", "enable_ipv6: true, driver_opts: {"+gateway+"6: nat-unprotected}"), "one_address", []string{`[networks n driver_opts ` + gateway + `6] is on network "n", where ports need not be published to be reached (nat-unprotected)`}},
		"protected by the default mode": {onNetwork("", "driver_opts: {"+gateway+"4: nat}"), "loopback", nil},
		"routed, nothing published":     {onNetwork("", "driver_opts: {"+gateway+"4: routed}"), "loopback", nil},
		"routed":                        {onNetwork(open, "driver_opts: {"+gateway+"4: routed}"), "one_address", []string{"[services a ports 0] publishes port 80 at the container's own address: the network routes to it"}},
		"routed, for the host alone":    {onNetwork(local, "driver_opts: {"+gateway+"4: routed}"), "one_address", []string{"[services a ports 0] publishes port 80 at the container's own address: the network routes to it"}},
		"routed for IPv6":               {onNetwork(open, "enable_ipv6: true, driver_opts: {"+gateway+"6: routed}"), "all_interfaces", []string{"[services a ports 0] publishes port 80 on every host interface"}},
		"routed for IPv6, on IPv4":      {onNetwork(local, "enable_ipv6: true, driver_opts: {"+gateway+"6: routed}"), "host_loopback", nil},
		"routed for IPv6, on IPv6":      {onNetwork(`, ports: ["[::1]:80:80"]`, "enable_ipv6: true, driver_opts: {"+gateway+"6: routed}"), "one_address", []string{"[services a ports 0] publishes port 80 at the container's own address: the network routes to it"}},
		"trusted interfaces":            {onNetwork(local, "driver_opts: {com.docker.network.bridge.trusted_host_interfaces: eth3}"), "one_address", []string{"[services a ports 0] publishes port 80 at the container's own address: the network trusts interfaces of the host"}},
		"direct routing":                {host(local, `{"allow-direct-routing": true}`), "one_address", []string{"[services a ports 0] publishes port 80 at the container's own address: the daemon allows direct routing"}},
		"direct routing, on":            {host(open, `{"allow-direct-routing": true}`), "all_interfaces", []string{"[services a ports 0] publishes port 80 on every host interface"}},
		"direct routing, not published": {host("", `{"allow-direct-routing": true}`), "loopback", nil},
		"no direct routing":             {host(local, `{"allow-direct-routing": false}`), "host_loopback", nil},
		"no firewall":                   {host("", `{"iptables": false}`), "one_address", []string{"[iptables] runs under a daemon that keeps other machines from no port of a container (iptables: false)"}},
		"no firewall for the bridge":    {host(", network_mode: bridge", `{"iptables": false}`), "one_address", []string{"[iptables] runs under a daemon that keeps other machines from no port of a container (iptables: false)"}},
		"no firewall, no network":       {host(", network_mode: none", `{"iptables": false}`), "loopback", nil},
		"a firewall":                    {host("", `{"iptables": true}`), "loopback", nil},
		"unprotected by default": {
			host("", `{"default-network-opts": {"bridge": {"`+gateway+`4": "nat-unprotected"}}}`), "one_address",
			[]string{`[default-network-opts bridge ` + gateway + `4] is on network "default", where ports need not be published to be reached (nat-unprotected)`},
		},
		"one protected network does not help": {
			"-- compose.yml --\n{services: {a: {image: a, networks: [m, n]}}, networks: {m: {}, n: {driver: macvlan, driver_opts: {parent: eth0}}}}\n", "one_address",
			[]string{`[networks n driver] has an address of its own on the physical network, by the macvlan network "n"`},
		},
		"the network of another service": {
			"-- compose.yml --\n{services: {a: {image: a, network_mode: 'service:b'}, b: {image: b, networks: [n]}}, networks: {n: {driver: macvlan, driver_opts: {parent: eth0}}}}\n", "one_address",
			[]string{`[networks n driver] has an address of its own on the physical network, by the macvlan network "n"`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := root(t, test.files)
			if got := l.service(t, "a").Exposure.String(); got != test.exposure {
				t.Errorf("exposed at %s, want %s", got, test.exposure)
			}
			if got := l.ways(t, "a"); !slices.Equal(got, test.ways) {
				t.Errorf("got ways\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.ways, "\n"))
			}
		})
	}
}
