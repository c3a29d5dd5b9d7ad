// Package nginx recognises configurations of nginx: whole ones, the files that one includes, and templates of both. It puts a
// configuration together as nginx does, and says what its servers and locations come to: where they listen, what they answer with, which
// headers they add, where they pass requests on. It decides nothing about security.
package nginx

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "nginx"

// Kind returns the kind of nginx configuration.
func Kind() kind.Kind {
	return kind.Kind{
		Name:      Name,
		Hints:     hints,
		Named:     named,
		Templates: true,
		Format:    source.Nginx,
		Detect:    detect,
		Expand:    expand,
		Facts:     (*Facts)(nil),
	}
}

// hints are words of which a configuration has one, whatever its file is called.
var hints = []string{
	"server {", "server{", "location /", "location = /", "location ~", "location @", "location ^", "proxy_pass ", "fastcgi_pass ",
	"add_header ", "proxy_set_header ", "ssl_protocols TLS", "ssl_protocols SSL", "ssl_certificate ", "ssl_ciphers ", "upstream ", "server_tokens ",
	"autoindex on", "log_format ",
}

// telling matches nginx.conf, nginx.prod.conf and web.nginx.conf. Names such as nginx-http-auth.conf are as often those of other
// programs that have to do with nginx.
var telling = lazyregexp.New(`^([\w-]+\.)*nginx(\.[\w-]+)*\.conf$|\.nginx$`)

func named(base string) bool { return telling.MatchString(strings.ToLower(source.CutTemplate(base))) }

// directivesFile has the names of directives by which a configuration is recognised, those that rules look at with an asterisk behind: the
// core, http and stream modules of nginx 1.29 (https://nginx.org/en/docs/dirindex.html) and headers-more.
//
//go:embed directives.txt
var directivesFile string

// names are the known directives; the value is true for those that rules look at wherever they are written.
var names = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for _, name := range strings.Fields(directivesFile) {
		bare := strings.TrimSuffix(name, "*")
		known[bare] = bare != name
	}
	return known
})

// looked are the names of the directives that rules look at.
var looked = sync.OnceValue(func() []string {
	var list []string
	for _, name := range strings.Fields(directivesFile) {
		if bare, ok := strings.CutSuffix(name, "*"); ok {
			list = append(list, bare)
		}
	}
	return list
})

// detect reports whether a tree is configuration of nginx: most of its directives are known, and there is a block of nginx, or more
// than one directive that no other program has. Under a telling name one known directive is enough.
func detect(root *source.Node, named bool) bool {
	if root != nil && root.Kind == source.Mapping {
		texts, problems := textsIn(root)
		return len(texts)+len(problems) > 0
	}
	if root == nil || root.Kind != source.Sequence || len(root.Items) == 0 {
		return false
	}
	known, blocks := 0, 0
	for _, item := range root.Items {
		name := item.Value.Get("directive").Str()
		if _, ok := names()[name]; !ok {
			continue
		}
		known++
		if item.Value.Get("block") != nil && isBlock(name) {
			blocks++
		}
	}
	if named {
		return known > 0
	}
	return 2*known > len(root.Items) && (blocks > 0 || known > 1 || len(root.Items) == 1 && known == 1)
}

func isBlock(name string) bool {
	switch name {
	case "http", "server", "location", "upstream", "events", "stream", "map":
		return true
	}
	return false
}

// Maxima of what one configuration may come to; people write a few hundred directives.
const (
	maxFiles      = 200
	maxDirectives = 50_000
)

func expand(files kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	var docs []*source.Document
	var problems []finding.Problem
	for _, root := range roots {
		if root.Kind == source.Sequence {
			doc, found := document(newIncluder(files, file), root)
			docs, problems = append(docs, doc), append(problems, found...)
			continue
		}
		texts, unread := textsIn(root)
		problems = append(problems, unread...)
		for _, t := range texts {
			// What a text includes is where it is mounted, and not beside the file that has it.
			doc, found := document(newIncluder(nil, file), t.Root)
			docs, problems = append(docs, doc), append(problems, found...)
		}
	}
	return docs, problems
}

// document returns the document that a tree is with what it includes, and what is wrong with it.
func document(in *includer, tree *source.Node) (*source.Document, []finding.Problem) {
	root := in.whole(tree)
	facts, listeners := read(root, in)
	problems, partial := in.finish()
	return &source.Document{
		File: in.main, Kind: Name, Root: root, Facts: facts, Files: in.used, Listeners: listeners, Partial: partial,
	}, problems
}
