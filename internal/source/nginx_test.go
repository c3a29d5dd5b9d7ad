package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// nginxText writes a tree in one line: words in angle brackets where they have white space.
func nginxText(block *Node) string {
	var parts []string
	for _, item := range block.Items {
		words := []string{item.Value.Get("directive").Str()}
		for _, arg := range item.Value.Get("args").Items {
			word := arg.Value.Str()
			if word == "" || strings.ContainsAny(word, " \n\t;") {
				word = "<" + word + ">"
			}
			words = append(words, word)
		}
		text := strings.Join(words, " ")
		if inner := item.Value.Get("block"); inner != nil {
			text += "{" + nginxText(inner) + "}"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

func TestReadNginx(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ about, text, want string }{
		{"blocks", "http {\n  server { listen 80; }\n}\n", "http{server{listen 80}}"},
		{"words over lines", "log_format main '$remote_addr '\n  '\"$request\"' ;", "log_format main <$remote_addr > \"$request\""},
		{"a variable with braces", "set $a ${host}x; proxy_pass http://${b};", "set $a ${host}x; proxy_pass http://${b}"},
		{"a quantifier in quotes", `location ~ "^/[a-z]{2}$" {}`, "location ~ ^/[a-z]{2}${}"},
		{"a block without a space", "server{listen 80;}", "server{listen 80}"},
		{"escapes", `a b\;c \"d "e\"f" 'g\.h' "i\tj";`, "a <b\\;c> \"d e\"f g\\.h <i\tj>"},
		{"a comment and none", "a b#c; # d\n# e;\nf;", "a b#c; f"},
		{"a comment in a directive", "a # b;\n c;", "a c"},
		{"empty words", `proxy_set_header Host "";`, "proxy_set_header Host <>"},
		{"a parenthesis behind quotes", `if ($a = "b"){ return 1; }`, "if ($a = b ){return 1}"},
		{"a byte order mark", "\uFEFFa;", "a"},
		{"Lua", "content_by_lua_block {\n s = \"}\" -- }\n t = {1} [==[ } ]==]\n}\na;", "content_by_lua_block <\n s = \"}\" -- }\n t = {1} [==[ } ]==]\n>; a"},
		{"nothing", " # only this", ""},
	} {
		root, err := ReadNginx(NewFile("a.conf", []byte(test.text)), DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", test.about, err)
			continue
		}
		if diff := cmp.Diff(test.want, nginxText(root)); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
		if faults, _ := checkTree(root, decodeNginxText, false); len(faults) > 0 {
			t.Errorf("%s: %v", test.about, faults)
		}
	}
}

func TestReadNginxRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a":                        `a.conf:2:2: unexpected end of file, expecting ";" or "}"`,
		"a {\n b;":                 `a.conf:3:4: unexpected end of file, expecting "}"`,
		"a;\n}":                    `a.conf:3:1: unexpected "}"`,
		"a { b }":                  `a.conf:2:7: unexpected "}", expecting ";"`,
		"a;;":                      `a.conf:2:3: unexpected ";"`,
		"{ a; }":                   `a.conf:2:1: unexpected "{"`,
		`a "b`:                     "a.conf:2:3: \" is not closed",
		`a "b"c;`:                  "a.conf:2:6: unexpected text behind a quoted word",
		"a_by_lua_block { '":       `a.conf:2:17: unexpected end of file, expecting "}" behind a block of Lua`,
		strings.Repeat("a {", 201): "a.conf:2:598: values stand more than 200 levels deep inside each other",
	} {
		if _, err := ReadNginx(NewFile("a.conf", []byte("listen 80;\n"+text)), DefaultLimits()); err == nil || err.Error() != want {
			t.Errorf("%.20q gave %v", text, err)
		}
	}
	for _, text := range []string{
		"[program:nginx]\ncommand=nginx\n", "<VirtualHost *:80>\n", "input {\n  beats { port => 5044 }\n}\n", "description \"nginx\"\nstart on runlevel [2345]\n",
		"source s { file(\"/var/log/nginx\"); };\n", "check process nginx with pidfile /run/nginx.pid\n",
	} {
		if root, err := ReadNginx(NewFile("nginx.conf", []byte(text)), DefaultLimits()); err != nil || root.Kind != String {
			t.Errorf("%q gave %v, %v", text, root, err)
		}
	}
}

func TestNginxComments(t *testing.T) {
	t.Parallel()
	text := "a b#c; # one\n# two\nd \"# no\" '#' ${e}#f; } # three\n"
	var got []string
	for _, c := range NewFile("a.conf", []byte(text)).Comments() {
		got = append(got, fmt.Sprintf("%d%s %v", c.Line, c.Text, c.Alone))
	}
	if diff := cmp.Diff([]string{"1 one false", "2 two true", "3 three false"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestNginxNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]*Format{
		"nginx.conf": Nginx, "etc/conf.d/default.conf": Nginx, "sites-available/example.com": Nginx, "a.vhost": Nginx,
		"containers.conf": TOML, "docker.service.d/a.conf": Unit, "app.env": Dotenv, "logrotate.d/nginx": Nginx, "nginx": Nginx,
		"nginx.md": nil, "conf.d/readme": nil,
	} {
		if got := FormatOf(name); got != want {
			t.Errorf("%s is of the format %v", name, got)
		}
	}
	for _, name := range []string{"default.conf.template", "nginx.conf.j2", "nginx.tmpl", "sites-available/app.conf.tpl"} {
		if f := FormatOf(name); !f.IsTemplate() || f.Template() != nil && f.Name() != "nginx" {
			t.Errorf("%s is of the format %v", name, f)
		}
	}
}
