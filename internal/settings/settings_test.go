package settings

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/source"
)

// meanings are those that policies know.
var known = []string{
	"no-login", "login", "read-only", "single-tenant", "unverified-tls", "guessable-credential", "credential", "diagnostics",
	"trusts-anyone", "cleartext", "insecure-cookie",
}

// TestProducts holds the table to what the code and the policies take from it.
func TestProducts(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, p := range products() {
		if names[p.Name] || p.Title == "" || len(p.Images) == 0 && !p.IsAny || len(p.Stems) == 0 || len(p.Extensions) == 0 || len(p.Marks) == 0 || len(p.Sources) == 0 {
			t.Errorf("%s: something of it is missing, or it is there twice", p.Name)
		}
		names[p.Name] = true
		if (p.Format == "") != (p.format == nil) || p.Layout != "" && layouts[p.Layout] == nil || (p.Layout == "") != (p.Format == "") {
			t.Errorf("%s: format %q and layout %q do not fit", p.Name, p.Format, p.Layout)
		}
		if len(p.Shapes) > 0 && len(p.Hints) == 0 {
			t.Errorf("%s: it has shapes, and no hint that leads to them", p.Name)
		}
		for i, m := range p.Meanings.value() {
			at := fmt.Sprintf("%s: meaning %d", p.Name, i)
			if !slices.Contains(known, m.Is) || len(m.When) == 0 || (m.Reason == "") != (m.Is == "login") {
				t.Errorf("%s (%s) is not whole", at, m.Is)
			}
			if m.Listener != "" && !slices.ContainsFunc(p.Listeners.value(), func(l listener) bool { return l.Name == m.Listener }) {
				t.Errorf("%s names the listener %q, which is none", at, m.Listener)
			}
			patterns := []pattern{m.In, m.Peer}
			for _, c := range slices.Concat(m.When, m.Unless, m.Outside) {
				patterns = append(patterns, c.Setting)
				if slices.ContainsFunc(c.Values, func(v string) bool { return v != strings.ToLower(v) }) {
					t.Errorf("%s has values that are not in lower case", at)
				}
			}
			for _, one := range patterns {
				if string(one) != strings.ToLower(string(one)) {
					t.Errorf("%s: pattern %q is not in lower case", at, one)
				}
			}
		}
	}
}

func TestPatterns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		at    pattern
		names string
		want  bool
	}{
		{"a.b", "a.b", true}, {"a.b", "a", false}, {"a.b", "a.b.c", false}, {"a.*.c", "a.x.c", true}, {"a.*", "a", false},
		{"**.c", "a.b.c", true}, {"**.c", "c", true}, {"**.c", "c.d", false}, {"a.**", "a.b", true}, {"*.stats auth", "listen.stats auth", true},
		{"a|b.c", "b.c", true}, {"a|b.c", "d.c", false}, {"**.c|d", "a.b.d", true},
	} {
		if got := test.at.matches(strings.Split(test.names, ".")); got != test.want {
			t.Errorf("%q matches %q: %v", test.at, test.names, got)
		}
	}
	if !pattern("").matches(nil) || pattern("").matches([]string{"a"}) {
		t.Error("an empty pattern is the whole file")
	}
}

// parse reads a file as its name says.
func parse(t testing.TB, name, text string) []*source.Node {
	t.Helper()
	format := Of("server").Reads(name)
	if format == nil {
		format = source.FormatOf(name)
	}
	roots, err := format.Read(source.NewFile(name, []byte(text)), source.DefaultLimits())
	if err != nil {
		t.Skip(err)
	}
	return roots
}

// TestNames says which files are whose, and which only look so.
func TestNames(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, want string }{
		{"redis.conf", "port 1\n", "redis"},
		{"redis-cache.conf", "maxmemory 1mb\n", "redis"},
		{"valkey.conf", "bind *\n", "valkey"},
		{"redis.conf", "upstream redis {\n server a:1;\n}\n", ""},
		{"mosquitto.conf", "listener 1883\n", "mosquitto"},
		{"pg_hba.conf", "local all all peer\n", "pg-hba"},
		{"postgresql.conf", "port = 1\nssl = on\n", "postgresql"},
		{"haproxy.cfg", "global\n maxconn 1\n", "haproxy"},
		{"setup.cfg", "[metadata]\nname = x\n", ""},
		{"traefik.yml", "services: {web: {image: traefik}}\n", ""},
		{"traefik.yml", "entryPoints: {web: {address: ':80'}}\n", "traefik"},
		{"edge.yml", "http: {routers: {a: {rule: x, service: b}}}\n", "traefik"},
		{"edge.yml", "http: {routers: {a: {rule: x}}}\n", ""},
		{"prometheus.yml", "scrape_configs: []\n", "prometheus"},
		{"prometheus.yml", "groups: []\n", ""},
		{"prometheus-rules.yml", "groups: []\n", ""},
		{"values.yml", "scrape_configs: [{job_name: a}]\nclients: []\n", ""},
		{"loki.yaml", "apiVersion: v1\nkind: ConfigMap\nauth_enabled: false\n", ""},
		{"custom.ini", "[auth.anonymous]\nenabled=true\n[security]\n", "grafana"},
		{"php.ini", "[PHP]\nengine = On\n", ""},
		{"frps.ini", "[common]\nbind_port=7000\n", "frps"},
		{"a.toml", "bindPort = 7000\nvhostHTTPPort = 80\n", "frps"},
		{"a.toml", "[project]\nname = 'a'\n", ""},
		{"vector.toml", "[sources.a]\ntype='stdin'\n", "vector"},
		{"a.yaml", "sources: {a: {type: x}}\nsinks: {}\n", ""},
		{"elasticsearch.yml", "cluster.name: a\n", "elasticsearch"},
		{"application.yml", "spring: {application: {name: a}}\n", "spring"},
		{"application.properties", "quarkus.http.port=1\n", ""},
		{"appsettings.json", "{\"AllowedHosts\": \"*\"}", "aspnet"},
		{"otel.yaml", "receivers: {}\nexporters: {}\nservice: {pipelines: {}}\n", "opentelemetry-collector"},
	} {
		roots := parse(t, test.name, test.text)
		got := ""
		for _, kind := range []string{"server", "app"} {
			table := Of(kind)
			if p := table.productOf(roots[0], test.name, table.HasName(test.name)); p != nil {
				got = p.Name
			}
		}
		if want := strings.Replace(test.want, "valkey", "redis", 1); got != want {
			t.Errorf("%s with %q is of %q, want %q", test.name, test.text, got, want)
		}
	}
}

// said writes what a file comes to.
func said(t testing.TB, name, text string) []string {
	t.Helper()
	all := []string{}
	for _, root := range parse(t, name, text) {
		found, _ := Of("server").Read(source.NewFile(name, []byte(text)), root, false)
		for _, l := range found.Listeners {
			all = append(all, fmt.Sprintf("%s at %q:%d %s%s %v", l.Name, l.Host, l.Port, l.Access, l.Socket, []any(l.Path)))
		}
		for _, s := range found.Server.Settings {
			all = append(all, fmt.Sprintf("%s %s %v %s", s.Is, s.Name, []any(s.Path), s.Peer))
		}
	}
	return all
}

func TestWhatSettingsComeTo(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"redis.conf", "bind 127.0.0.1 10.0.0.1\nport 7000\nuser default off\n", []string{`redis at "10.0.0.1":7000 login [0]`, "login user [2] "}},
		{"redis.conf", "unixsocket /run/r\nport 0\n", []string{`redis at "":0  [1]`}},
		{"mosquitto.conf", "listener 1883 127.0.0.1\nlistener 0 /run/m\nallow_anonymous true\n", []string{
			`mqtt at "127.0.0.1":1883 open [0]`, `mqtt at "/run/m":0 open [1]`, "no-login allow_anonymous [2] ",
		}},
		{"pg_hba.conf", "hostssl all all 10.0.0.0 255.0.0.0 trust\nhost all all samenet password\nlocal all all trust\n", []string{
			"no-login rule.method [0] ", "cleartext rule.method [1] ",
		}},
		{"postgresql.conf", "listen_addresses = 'localhost, 10.0.0.1' # all: '*'\nport=5433\n", []string{`postgresql at "10.0.0.1":5433  [0]`}},
		{"haproxy.cfg", "defaults\n stats auth a:b\nlisten s\n stats uri /\nbackend b\n server a a:1 ssl ca-file x verify none # y\n", []string{
			"unverified-tls backend.server [5] ",
		}},
		{"traefik.yml", "entryPoints:\n  web:\n    address: ':80/tcp'\n    forwardedHeaders: {trustedIPs: [10.0.0.0/8, 0.0.0.0/0]}\n", []string{
			`entry point at "":80  [entryPoints web address]`,
			"trusts-anyone entrypoints.web.forwardedheaders.trustedips [entryPoints web forwardedHeaders trustedIPs 1] ",
		}},
		{"elasticsearch.yml", "network.host: _local_\nxpack: {security: {enabled: false}}\n", []string{
			`http at "127.0.0.1":9200 open [network.host]`, "no-login xpack.security.enabled [xpack security enabled] ",
		}},
		{"prometheus.yml", "remote_write: [{url: 'http://a/b', tls_config: {insecure_skip_verify: true}}, {url: 'https://c'}]\n", []string{
			"unverified-tls remote_write.tls_config.insecure_skip_verify [remote_write 0 tls_config insecure_skip_verify] http://a/b",
			"cleartext remote_write.url [remote_write 0 url] http://a/b",
		}},
		{"frps.toml", "bindPort = 7000\nauth.method = 'oidc'\nwebServer.port = 7500\nwebServer.addr = '0.0.0.0'\nwebServer.password = '${P}'\n", []string{
			`frp dashboard at "0.0.0.0":7500 login [webServer addr]`, `tunnels at "":7000  [bindPort]`,
			"wide-listener webserver.addr [webServer addr] ", "login webserver.password [webServer password] ",
			"credential webserver.password [webServer password] ",
		}},
	} {
		if diff := cmp.Diff(test.want, said(t, test.name, test.text)); diff != "" {
			t.Errorf("%s with %q: %s", test.name, test.text, diff)
		}
	}
}

// FuzzRead feeds files of servers: nothing may crash, and every path that is said leads somewhere, or to what is absent.
func FuzzRead(f *testing.F) {
	names := []string{"redis.conf", "mosquitto.conf", "haproxy.cfg", "pg_hba.conf", "postgresql.conf", "traefik.yml", "grafana.ini", "frps.toml"}
	for i, text := range []string{
		"bind a\nuser default on nopass\n", "listener 1 x\nallow_anonymous true\n", "listen a\n stats uri /\n", "host a b c d trust\n", "port=1\n",
		"api: {insecure: true}\n", "[auth.anonymous]\nenabled=1\n", "bindPort=1\n",
	} {
		f.Add(uint8(i), text)
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		said(t, names[int(which)%len(names)], text)
	})
}
