package link_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/rules"
)

// roles reads what stands below roles: in a config.
func roles(t testing.TB, text string) config.Roles {
	t.Helper()
	cat, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Read(fstest.MapFS{".seclint.yaml": {Data: []byte("roles: " + text)}}, ".seclint.yaml", cat)
	if err != nil {
		t.Fatal(err)
	}
	return c.Roles
}

func TestDeclaredRoles(t *testing.T) {
	project := `services:
  web: {image: web, ports: ["80:80"]}
  agent: {image: acme/agent}
  boxed: {image: a, runtime: runsc}
  plugin-1: {image: a}
  egress: {image: a}
`
	tests := map[string]struct {
		roles string
		// want are the roles of the services that have any; peers are the untrusted peers of web.
		want, peers string
	}{
		"none":                 {"{}", "agent[untrusted] boxed[untrusted]", "[agent boxed]"},
		"untrusted":            {"{untrusted: [plugin-*]}", "agent[untrusted] boxed[untrusted] plugin-1[untrusted]", "[agent boxed plugin-1]"},
		"untrusted twice":      {"{untrusted: [agent, '*-1', plugin-1]}", "agent[untrusted] boxed[untrusted] plugin-1[untrusted]", "[agent boxed plugin-1]"},
		"trusted by name":      {"{trusted: [agent]}", "agent[trusted] boxed[untrusted]", "[boxed]"},
		"trusted in a sandbox": {"{trusted: [boxed]}", "agent[untrusted] boxed[trusted]", "[agent]"},
		"both":                 {"{trusted: ['*'], untrusted: [web]}", "web[trusted untrusted] agent[trusted] boxed[trusted] plugin-1[trusted] egress[trusted]", "[]"},
		"a gateway":            {"{gateway: [egress]}", "agent[untrusted] boxed[untrusted] egress[gateway]", "[agent boxed]"},
		"for an image":         {"{tunnel: [egress], proxy: [web], datastore: [egress], admin-ui: [web]}", "web[admin-ui proxy] agent[untrusted] boxed[untrusted] egress[datastore tunnel]", "[agent boxed]"},
		"in this file":         {"{trusted: [{service: agent, paths: [compose.yml]}]}", "agent[trusted] boxed[untrusted]", "[boxed]"},
		"in its override":      {"{trusted: [{service: agent, paths: [compose.override.yml]}]}", "agent[trusted] boxed[untrusted]", "[boxed]"},
		"in another file":      {"{trusted: [{service: agent, paths: [prod/**]}]}", "agent[untrusted] boxed[untrusted]", "[agent boxed]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l := rootWith(t, "-- compose.yml --\n"+project+"-- compose.override.yml --\nservices: {web: {tty: true}}\n", roles(t, test.roles))
			var got string
			for _, s := range l.Services {
				if has := fmt.Sprint(l.context(t, s.Name).Roles); has != "[]" {
					got += " " + s.Name + has
				}
				if untrusted := l.context(t, s.Name).Untrusted; untrusted != s.Untrusted() {
					t.Errorf("policies see %s as untrusted: %v", s.Name, untrusted)
				}
			}
			if got != " "+test.want {
				t.Errorf("got%s, want %s", got, test.want)
			}
			if got := fmt.Sprint(l.context(t, "web").UntrustedPeers); got != test.peers {
				t.Errorf("web has the untrusted peers %s, want %s", got, test.peers)
			}
		})
	}
}

func TestGateways(t *testing.T) {
	tests := map[string]struct{ client, want string }{
		"dns by address":              {`networks: [in], dns: ["10.0.0.5"]`, "named"},
		"dns of somebody else":        {`networks: [in], dns: ["10.0.0.6"]`, ""},
		"a proxy":                     {`networks: [in], environment: {HTTP_PROXY: "http://exit:3128"}`, "named"},
		"a proxy in lower case":       {`networks: [in], environment: ["https_proxy=exit"]`, "named"},
		"a proxy with a login":        {`networks: [in], environment: {ALL_PROXY: "socks5://a:b@exit:1080/x"}`, "named"},
		"a proxy at an unknown port":  {`networks: [in], environment: {HTTP_PROXY: "http://exit:${PORT}"}`, "named"},
		"a proxy by alias":            {`networks: [in], environment: {HTTP_PROXY: "http://way-out:3128"}`, "named"},
		"a password like a name":      {`networks: [in], environment: {HTTP_PROXY: "http://u:exit@squid:3128"}`, ""},
		"another variable":            {`networks: [in], environment: {NO_PROXY: "exit"}`, ""},
		"a variable without a value":  {`networks: [in], environment: [HTTP_PROXY]`, ""},
		"awaited":                     {`networks: [in], depends_on: [exit]`, "awaited"},
		"awaited with a condition":    {`networks: [in], depends_on: {exit: {condition: service_healthy}}`, "awaited"},
		"named and awaited":           {`networks: [in], depends_on: [exit], environment: {HTTP_PROXY: exit}`, "named"},
		"awaited from another inside": {`networks: [other-in], depends_on: [exit]`, ""},
		"a client with a way out":     {`networks: [in, out], depends_on: [exit], environment: {HTTP_PROXY: "http://exit:3128"}`, ""},
		"a client without a network":  {`network_mode: none, depends_on: [exit]`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l := root(t, `services:
  client: {image: a, `+test.client+`}
  exit: {image: a, networks: {in: {ipv4_address: 10.0.0.5, aliases: [way-out]}, out: }}
  waiting: {image: a, networks: [in], depends_on: [inside]}
  inside: {image: a, networks: [in]}
networks: {in: {internal: true, ipam: {config: [{subnet: 10.0.0.0/24}]}}, other-in: {internal: true}, out: {}}
`)
			if got := l.context(t, "exit").Gateway; got != test.want {
				t.Errorf("the gateway is %q, want %q", got, test.want)
			}
			if got := l.context(t, "inside").Gateway; got != "" {
				t.Errorf("what has no way out itself is a gateway: %q", got)
			}
			want := "[]"
			if test.want != "" {
				want = "[gateway]"
			}
			if got := fmt.Sprint(l.context(t, "exit").Roles); got != want {
				t.Errorf("the roles are %s, want %s", got, want)
			}
		})
	}
}

func TestProxyAtAnIPv6Address(t *testing.T) {
	l := root(t, `services:
  client: {image: a, networks: [in], environment: {HTTP_PROXY: "http://[fd00::5]:3128"}}
  exit: {image: a, networks: {in: {ipv6_address: "fd00::5"}}}
networks: {in: {internal: true, enable_ipv6: true, ipam: {config: [{subnet: "fd00::/64"}]}}}
`)
	if got := l.context(t, "exit").Gateway; got != "named" {
		t.Errorf("got %q", got)
	}
}

func TestDeclaredGatewayStaysDeclared(t *testing.T) {
	archive := `services:
  client: {image: a, networks: [in], dns: [10.0.0.5], depends_on: [exit]}
  exit: {image: a, networks: {in: {ipv4_address: 10.0.0.5}, out: }}
networks: {in: {internal: true, ipam: {config: [{subnet: 10.0.0.0/24}]}}, out: {}}
`
	if got := rootWith(t, archive, roles(t, "{gateway: [exit]}")).context(t, "exit").Gateway; got != "declared" {
		t.Errorf("got %q", got)
	}
}

func TestDeclaredProxyRoutes(t *testing.T) {
	archive := `services:
  edge: {build: {context: .}, ports: ["443:8443"]}
  web: {image: web, labels: {traefik.enable: "true"}}
  docs: {image: docs, environment: {VIRTUAL_HOST: docs.example}}
  db: {image: db}
`
	for declared, want := range map[string]string{"{}": "peers peers peers", "{proxy: [edge]}": "one_address one_address peers"} {
		l := rootWith(t, archive, roles(t, declared))
		got := fmt.Sprint(l.service(t, "web").Exposure, " ", l.service(t, "docs").Exposure, " ", l.service(t, "db").Exposure)
		if got != want {
			t.Errorf("%s: got %s, want %s", declared, got, want)
		}
	}
}

func TestIsCovered(t *testing.T) {
	patterns := roles(t, "{trusted: [web, {service: w*, paths: [prod]}]}")
	s := root(t, "services: {web: {image: web}}").service(t, "web")
	if !s.IsCovered(patterns[0]) || s.IsCovered(patterns[1]) {
		t.Error("a pattern covers what it should not, or not what it should")
	}
}
