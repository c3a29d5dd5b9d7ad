package nginx_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/nginx"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
)

// loaded loads files, given as names and texts in turn.
func loaded(t *testing.T, parts ...string) load.Result {
	t.Helper()
	root := fstest.MapFS{}
	for i := 0; i < len(parts); i += 2 {
		root[parts[i]] = &fstest.MapFile{Data: []byte(parts[i+1])}
	}
	found, _ := discover.Files(t.Context(), root, nil, discover.Options{})
	return load.Documents(t.Context(), root, found, load.Options{Kinds: []kind.Kind{nginx.Kind()}})
}

// facts returns the facts of the only document of files.
func facts(t *testing.T, parts ...string) (*source.Document, nginx.Configuration) {
	t.Helper()
	r := loaded(t, parts...)
	if len(r.Documents) != 1 {
		t.Fatalf("%d documents of %q: %v", len(r.Documents), parts, r.Problems)
	}
	return r.Documents[0], r.Documents[0].Facts.(*nginx.Facts).Nginx
}

const site = "server { listen 80; location / { proxy_pass http://app:3000; } }\n"

func TestRecognition(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ about, name, text, want string }{
		{"a main file", "nginx.conf", "events {}\nhttp {}\n", "nginx assessed"},
		{"a part under any name", "deploy/web.conf", site, "nginx assessed"},
		{"a host of Debian", "sites-available/example.org", site, "nginx assessed"},
		{"a snippet", "snippets/tls.conf", "ssl_protocols TLSv1.2;\nssl_ciphers HIGH;\n", "nginx assessed"},
		{"a template of the image", "templates/default.conf.template", "server { listen ${PORT}; root /srv; }\n", "nginx assessed"},
		{"a template with branches", "nginx.conf.j2", "http {\n{% if tls %}\n  server { listen 443 ssl; }\n{% endif %}\n}\n", "nginx assessed"},
		{"a template that does not add up", "nginx.conf.j2", "http {\n{% if a %}\nserver {\n{% else %}\nserver {\n{% endif %}\n}}\n", "nginx unsupported"},
		{"a broken main file", "nginx.conf", "http {\n", "nginx broken"},
		{"a broken part", "a.conf", "server { listen 80;\n", " broken"},
		{"Supervisor", "conf.d/nginx.conf", "[program:nginx]\ncommand=nginx\n", " unsupported"},
		{"Apache", "a.conf", "<VirtualHost *:80>\nProxyPass / http://app\n</VirtualHost>\n", ""},
		{"PostgreSQL", "postgresql.conf", "listen_addresses = '*'\n", ""},
		{"dnsmasq", "dnsmasq.d/a.conf", "server=/example.org/10.0.0.1\n", ""},
		{"dhcpd", "dhcpd.conf", "subnet 10.0.0.0 netmask 255.0.0.0 { range 10.0.0.2 10.0.0.3; }\n", ""},
		{"logrotate", "logrotate.d/nginx", "/var/log/nginx/*.log { daily\n}\n", ""},
		{"Fluent Bit with a word of nginx", "fluent.conf", "# format of location / in nginx\n", ""},
		{"another language with blocks", "a.conf", "server { name: x; }\nthing { a b; }\nother { c d; }\n", ""},
	} {
		got := ""
		for _, f := range loaded(t, test.name, test.text).Files {
			got += f.Kind + " " + string(f.State)
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.about, got, test.want)
		}
	}
}

func TestIncludes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		about   string
		parts   []string
		servers string
		missing int
		problem string
	}{
		{"a pattern from /etc/nginx", []string{"etc/nginx/nginx.conf", "http { include /etc/nginx/conf.d/*.conf; }", "etc/nginx/conf.d/b.conf", "server { server_name b; }", "etc/nginx/conf.d/a.conf", "server { server_name a; }"}, "a b", 0, ""},
		{"a pattern for folders", []string{"nginx.conf", "http { include sites/*/site.conf; }", "sites/a/site.conf", "server { server_name a; }", "sites/b/site.conf", "server { server_name b; }"}, "a b", 0, ""},
		{"in a server, from a folder around it", []string{"conf.d/a.conf", "server { server_name a; include snippets/x.inc; }", "snippets/x.inc", "location / { include more.inc; }", "more.inc", "root /srv;"}, "a", 0, ""},
		{"what is not in the scan", []string{"nginx.conf", "http { include /etc/letsencrypt/options.conf; include mime.types; include modules-enabled/*.conf; server { server_name a; } }"}, "a", 1, ""},
		{"a circle", []string{"nginx.conf", "http { include a.conf; server { server_name a; } }", "a.conf", "include b.conf;", "b.conf", "include a.conf;"}, "a", 0, "b.conf: includes itself through a.conf"},
		{"out of the root", []string{"nginx.conf", "http { include ../../../etc/passwd; include /etc/passwd; server { server_name a; } }"}, "a", 2, ""},
		{"a link to an available site", []string{"nginx.conf", "http { include sites-enabled/*; }", "sites-enabled/a", "server { server_name a; }", "sites-available/a", "server { server_name a; }"}, "a", 0, ""},
		{"no configuration", []string{"nginx.conf", "http { include a.txt; }", "a.txt", "text"}, "", 0, "nginx.conf: includes a.txt, which cannot be read as configuration of nginx"},
	} {
		r := loaded(t, test.parts...)
		var servers []string
		missing := 0
		for _, doc := range r.Documents {
			f := doc.Facts.(*nginx.Facts).Nginx
			missing += len(f.Missing)
			for _, s := range f.Servers {
				servers = append(servers, s.Name)
				if at := doc.Root.Locate(s.Path).At; !strings.HasPrefix(at.Text(), "server") {
					t.Errorf("%s: a server is said to be at %q", test.about, at.Text())
				}
			}
		}
		problem := ""
		for _, p := range r.Problems {
			problem = p.Path + ": " + p.Message
		}
		if got := strings.Join(servers, " "); got != test.servers || missing != test.missing || problem != test.problem {
			t.Errorf("%s: servers %q, %d missing, %q", test.about, got, missing, problem)
		}
	}
}

func TestIncludesAreBounded(t *testing.T) {
	t.Parallel()
	parts := []string{"nginx.conf", "http { include f0.conf; }"}
	for i := range 30 {
		parts = append(parts, fmt.Sprintf("f%d.conf", i), fmt.Sprintf("include f%d.conf; include ./f%d.conf;\n", i+1, i+1))
	}
	parts = append(parts, "f30.conf", site)
	for _, doc := range loaded(t, parts...).Documents {
		if doc.File.Path == "nginx.conf" && doc.Partial == "" {
			t.Error("a configuration that doubles thirty times is said to be read whole")
		}
	}
}

func TestListeners(t *testing.T) {
	t.Parallel()
	for listen, want := range map[string]string{
		"80": ":80/tcp", "[::]:443 ssl": ":::443/tcp tls", "127.0.0.1:8080": "127.0.0.1:8080/tcp", "*:81": ":81/tcp", "localhost": "localhost:80/tcp",
		"unix:/run/nginx.sock": "/run/nginx.sock", "443 quic reuseport": ":443/udp tls", "${PORT}": ":0/tcp", "10.0.0.1:${PORT}": "10.0.0.1:0/tcp",
	} {
		doc, f := facts(t, "nginx.conf", "http { server { listen "+listen+"; } server { listen "+listen+"; } }")
		if len(doc.Listeners) != 1 {
			t.Errorf("%s: %d listeners", listen, len(doc.Listeners))
			continue
		}
		l := doc.Listeners[0]
		got := fmt.Sprintf("%s:%d/%s", l.Host, l.Port, l.Protocol)
		if l.Socket != "" {
			got = l.Socket
		}
		if f.Servers[1].TLS {
			got += " tls"
		}
		if got != want || !cmp.Equal(f.Servers[1].Listens[0].Listener, l.Path) {
			t.Errorf("%s: %s", listen, got)
		}
	}
	doc, _ := facts(t, "nginx.conf", "http { server { root /srv; } }")
	if l := doc.Listeners[0]; l.Port != 80 || l.Host != "" {
		t.Errorf("without listen: %+v", l)
	}
}

func TestUpstreams(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"location / { proxy_pass http://app; }":                                    "app:80",
		"location / { proxy_pass https://app/path; }":                              "app:443",
		"location / { proxy_pass http://g; } location /a { proxy_pass http://g; }": "a:1 b:80 a:1 b:80",
		"location / { set $up app:9; proxy_pass http://$up; }":                     "app:9",
		"location / { fastcgi_pass php:9000; }":                                    "php:9000",
		"location / { proxy_pass http://unix:/run/a.sock:/; }":                     "",
		"location / { proxy_pass http://$host; }":                                  "",
		"location / { grpc_pass grpc://[::1]:50051; }":                             "::1:50051",
		"location / { if ($a) { proxy_pass http://canary:1; } root /srv; }":        "canary:1",
	} {
		doc, _ := facts(t, "nginx.conf", "http { upstream g { server a:1 weight=2; server b; } server { listen 80; "+text+" } }")
		var got []string
		for _, u := range doc.Facts.(kind.Router).Upstreams(doc.Listeners[0].Path) {
			got = append(got, fmt.Sprintf("%s:%d", u.Host, u.Port))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s leads to %q", text, got)
		}
	}
	doc, _ := facts(t, "nginx.conf", "stream { upstream db { server pg:5432; } server { listen 5432; proxy_pass db; } server { listen 53 udp; proxy_pass dns:53; } }")
	for i, want := range []kind.Upstream{{Host: "pg", Port: 5432, Protocol: "tcp"}, {Host: "dns", Port: 53, Protocol: "udp"}} {
		got := doc.Facts.(kind.Router).Upstreams(doc.Listeners[i].Path)
		if len(got) != 1 || got[0].Host != want.Host || got[0].Port != want.Port || got[0].Protocol != want.Protocol {
			t.Errorf("a stream leads to %+v", got)
		}
	}
}

// What answers decides which rules look at a level.
func TestHandlers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"root /srv;":                                                        "static page",
		"root /srv; index index.php;":                                       "static",
		"return 301 https://$host;":                                         "return",
		"location / { root /srv; }":                                         "; static page",
		"location / { try_files $uri /a.html; }":                            "; static page",
		"root /srv; location / { try_files $uri @app; }":                    "static; static",
		"location /api/ { proxy_pass http://a; }":                           "; proxy",
		"root /srv; location / { if ($a) { return 204; } }":                 "static; static page; return",
		"location /d/ { alias /srv/d/; index index.html; }":                 "; static page",
		"location = /50x.html { root /srv; internal; }":                     "; static",
		"location / { rewrite ^ https://a.example.org$uri permanent; }":     "; return",
		"location / { content_by_lua_block { ngx.say('}') } }":              "; application",
		"location /s { stub_status; } location ~ \\.css$ { root /srv; }":    "; status; static",
		"root /srv; return 404; location / { try_files $uri /index.html; }": "return; return",
	} {
		_, f := facts(t, "nginx.conf", "http { server { "+text+" } }")
		var got []string
		for _, s := range f.Scopes {
			handler := s.Handler
			if s.Page {
				handler += " page"
			}
			got = append(got, handler)
		}
		if diff := cmp.Diff(want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// FuzzExpand feeds configurations: nothing may crash, and what facts and listeners name is in the tree.
func FuzzExpand(f *testing.F) {
	f.Add("http { map $a $b { default *; } server { listen [::]:1; add_header A $b always; if ($x) { add_header B c; } location ~* a { alias b/; } } }")
	f.Add("server { root /a; location { } }")
	f.Add("stream { server { listen 1 udp; proxy_pass a; } }")
	f.Add("location / { proxy_pass https://$a:1/; } listen; server_name; add_header; more_set_headers -s 1 'a: b'; include;")
	f.Add("server { location { } location = { } upstream; rewrite; return; listen unix:; access_log; log_format; set; } log_format a; map; upstream { server; }")
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("nginx.conf", []byte(text))
		root, err := source.ReadNginx(file, source.DefaultLimits())
		if err != nil || !nginx.Kind().Detect(root, true) {
			return
		}
		docs, _ := nginx.Kind().Expand(nil, file, []*source.Node{root})
		found := docs[0].Facts.(*nginx.Facts).Nginx
		paths := []source.Path{}
		for _, l := range docs[0].Listeners {
			paths = append(paths, l.Path)
		}
		for _, s := range found.Scopes {
			paths = append(paths, s.Path)
			for _, h := range s.Headers {
				paths = append(paths, h.Path)
			}
		}
		for _, p := range found.Proxies {
			paths = append(paths, p.Path)
		}
		for _, p := range paths {
			if place := root.Locate(p); place.Found != len(p) {
				t.Fatalf("%v leads nowhere", p)
			}
		}
	})
}
