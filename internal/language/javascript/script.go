package javascript

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/literal"
	"github.com/seclint/seclint/internal/needle"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/syntax"
)

// maxLine is the length in bytes from which a line is one that a program wrote, as in minified files, meanLine the mean of a file from which
// all of it is, minMinified the size up to which no file is minified.
const (
	maxLine     = 5000
	meanLine    = 250
	minMinified = 500
)

// builtName finds scripts that a build or another project wrote, by their name: what is packed, and known libraries as they are downloaded.
var builtName = lazyregexp.New(`(?i)[.-](min|bundle|umd|iife|prod|chunk)\.[cm]?js$` +
	`|^(jquery|bootstrap|popper|d3|chart|moment|lodash|vue|react|angular|htmx|alpine|swagger-ui|hls|three)` +
	`([.-](dom|ui|core|router|standalone|preset|es3))*([.-]v?\d[\w.]*)?(\.(min|slim|all|bundle|global|esm|lite))*\.js$` +
	`|\.jquery\.js$`)

// hasBuiltName reports whether a base name is that of a script which a build or another project wrote, or of declarations of types.
func hasBuiltName(base string) bool {
	switch ending := strings.ToLower(path.Ext(base)); ending {
	case ".js", ".cjs", ".mjs":
		return builtName.MatchString(base)
	case ".ts", ".cts", ".mts":
		return strings.HasSuffix(strings.ToLower(base), ".d"+ending)
	}
	return false
}

// policy finds the policy that a page has for itself.
var policy = lazyregexp.New(`(?i)http-equiv=["']?content-security-policy`)

// Matters implements code.Language. Files that a build wrote do not.
func (Language) Matters(file *source.File) bool {
	if isManifest(file.Path) {
		return runs(file) != nil
	}
	return !isBuilt(file) && (frameworks().Matters(file.Content) || sends(file.Content) || makesMarkup(file) || isEntry(file) ||
		isConvention(file.Path) || bytes.Contains(file.Content, []byte(trustProxy)) ||
		strings.HasPrefix(path.Base(file.Path), "next.config.") || isPage(file.Path) && policy.Match(file.Content))
}

// entry finds the element of a page into which an application is put.
var entry = lazyregexp.New(`<div[^>]* id=["'](root|app)["']`)

// isEntry reports whether a file is the page of an application.
func isEntry(file *source.File) bool {
	return strings.HasPrefix(path.Base(file.Path), "index.htm") && entry.Match(file.Content)
}

// isBuilt reports whether a file is one that a build wrote, by its name, or none in the language: .ts is also an ending of videos and of
// translations.
func isBuilt(file *source.File) bool {
	return !isPage(file.Path) && (hasBuiltName(path.Base(file.Path)) ||
		bytes.IndexByte(file.Content[:min(len(file.Content), 512)], 0) >= 0 || bytes.HasPrefix(file.Content, []byte("<?xml")))
}

// vendored finds the folders into which projects copy the scripts of others, libraries those that may have scripts of their own, too,
// banner the first comment of a script that is published by itself, with its version, and loads what a part of a program has: a comment
// alone must not hide it.
var (
	vendored  = lazyregexp.New(`(?i)(^|/)(vendors?|third[_-]?party|3rd[_-]?party|bower_components|external[_-]?libs?)/`)
	libraries = lazyregexp.New(`(?i)(^|/)(libs?|plugins?|external|ext)/`)
	banner    = lazyregexp.New(`^\s*/\*![^/]{0,200}\bv?\d+\.\d+\.\d+`)
	loads     = lazyregexp.New(`(?m)^\s*(import\b|export\b|(const|let|var)\b.*=\s*require\()`)
)

// isCopied reports whether a script is a copy of one that another project publishes.
func isCopied(file *source.File) bool {
	if !strings.HasSuffix(strings.ToLower(file.Path), "js") {
		return false
	}
	return vendored.MatchString(file.Path) || libraries.MatchString(file.Path) && isLibrary(file.Content) ||
		banner.Match(file.Content) && !loads.Match(file.Content)
}

// isMinified reports whether most of a file is in lines as long as those that a program writes.
func isMinified(file *source.File) bool {
	if isPage(file.Path) || len(file.Content) <= minMinified {
		return false
	}
	long := 0
	for line := range bytes.Lines(file.Content) {
		if len(line) > maxLine {
			long += len(line)
		}
	}
	return long > len(file.Content)/2 || len(file.Content) > file.Lines()*meanLine
}

// bundleError is the reason for which a file is not looked at that a build or another project wrote, most likely. Nobody has such a file
// checked, so that it is named, and no error.
func bundleError(file *source.File) error {
	switch {
	case isMinified(file):
		return errors.New("its lines are as long as a build writes them: it was not looked at")
	case isCopied(file):
		return errors.New("by its folder or its first comment it is a copy of what another project publishes: it was not looked at")
	case !strings.HasSuffix(strings.ToLower(file.Path), "js"):
	case len(file.Content) > syntax.MaxSize:
		return fmt.Errorf("a script of %d kB, as a build writes it: those of up to %d kB are parsed", len(file.Content)>>10, syntax.MaxSize>>10)
	case len(file.Content) > minLibrary && isLibrary(file.Content):
		return fmt.Errorf("a library of %d kB: it was not looked at", len(file.Content)>>10)
	}
	return nil
}

// minLibrary is the size from which a script may be a library by what is in it.
const minLibrary = 256 << 10

// notice finds the notice that libraries begin with, wrapper what a library needs to be loaded in each of the ways that there are.
var (
	notice  = lazyregexp.New(`^\s*/\*(!|[^/]{0,400}(@lic|@preserve|(?i:copyright|license)))`)
	wrapper = lazyregexp.New(`__webpack_require__|\bdefine\.amd\b|typeof (exports|module) ?===? ?['"]object`)
)

// isLibrary reports whether a script is one that other projects load.
func isLibrary(content []byte) bool { return notice.Match(content) || wrapper.Match(content) }

// sends reports whether a text has what no word of a table finds: the beginning of an address without encryption, a secret in a query or
// an argument, or one of the phrases.
func sends(content []byte) bool {
	for at := 0; ; {
		next := bytes.Index(content[at:], []byte("://"))
		if next < 0 {
			break
		}
		at += next + 3
		before := content[max(0, at-8) : at-3]
		if bytes.HasSuffix(before, []byte("ws")) || bytes.HasSuffix(before, []byte("http")) && !isNamespace(content[at:]) {
			return true
		}
	}
	return phrases().InBytes(content) || hasSecretQuery(content) || hasSecretArgument(content)
}

// phrases are what no word alone says: the variables of the environment, headers, the parts of the address of a page that others write,
// and the words of configuration that a program writes out.
var phrases = sync.OnceValue(func() *needle.Long {
	return needle.NewLong(append([]string{"process.env", "import.meta.env", "Bun.env", "Access-Control-Allow-Origin",
		"X-Frame-Options", "Content-Security-Policy", "location.hash", "location.search", "location.href", "req.query", "Math.random",
	}, literal.Words...)...)
})

// isNamespace reports whether what follows the scheme of an address makes it a name that nothing connects to, or one on this machine.
func isNamespace(rest []byte) bool {
	for _, host := range []string{"www.w3.org", "schemas.", "localhost", "127.0.0.1", "json-schema.org", "xmlns.", "purl.org"} {
		if bytes.HasPrefix(rest, []byte(host)) {
			return true
		}
	}
	return false
}

// hasSecretQuery reports whether a text has a parameter of a URL that is called as a secret is, such as ?token=.
func hasSecretQuery(content []byte) bool {
	return hasSecretBehind(content, '?') || hasSecretBehind(content, '&')
}

// hasSecretBehind does what hasSecretQuery does for the parameters that one character is in front of.
func hasSecretBehind(content []byte, mark byte) bool {
	for at := 0; ; {
		next := bytes.IndexByte(content[at:], mark)
		if next < 0 {
			return false
		}
		at += next + 1
		end := bytes.IndexByte(content[at:min(at+23, len(content))], '=')
		if end >= 0 && isSecretName(content[at:at+end]) {
			return true
		}
	}
}

// hasSecretArgument reports whether a text is passed first to a function that is called as a secret is, such as set("token".
func hasSecretArgument(content []byte) bool {
	for at := 0; ; {
		next := bytes.IndexByte(content[at:], '(')
		if next < 0 {
			return false
		}
		at += next + 1
		rest := content[at:min(at+26, len(content))]
		if len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
			continue
		}
		if end := bytes.IndexByte(rest[1:], rest[0]); end > 0 && isSecretName(rest[1:1+end]) {
			return true
		}
	}
}

// isSecretName reports whether a name is that of a secret.
func isSecretName(name []byte) bool {
	isOther := func(c byte) bool { return !needle.IsWordByte(c) && c != '.' && c != '-' }
	for _, ending := range secretEndings {
		if bytes.HasSuffix(name, ending) {
			return !slices.ContainsFunc(name, isOther)
		}
	}
	return false
}

// secretEndings end the names of secrets.
var secretEndings = [][]byte{
	[]byte("token"), []byte("Token"), []byte("ticket"), []byte("key"), []byte("Key"), []byte("jwt"), []byte("secret"), []byte("Secret"),
	[]byte("password"), []byte("Password"),
}

// isPage reports whether a file is a page, whose scripts are looked at.
func isPage(file string) bool { return source.FormatOf(file) == source.HTML || isComponent(file) }

// languageOf returns the grammar of a file. JSX is not allowed in .ts, where <T>x is a conversion, nor in the TypeScript of components.
func languageOf(file *source.File) syntax.Language {
	switch strings.ToLower(path.Ext(file.Path)) {
	case ".ts", ".mts", ".cts":
		return syntax.TypeScript
	case ".vue", ".svelte":
		if bytes.Contains(file.Content, []byte(`lang="ts"`)) {
			return syntax.TypeScript
		}
	}
	return syntax.TSX
}

// element is an element of a page that a table may know.
type element struct {
	code.Place
	name       string
	attributes map[string]string
}

// page returns the text of a page with blanks for all that is no script, so that everything has the same offset in both, and the
// elements that have attributes. That of a component has what it makes HTML of, too.
func page(content []byte, isComponent bool) (scripts []byte, elements []element) {
	scripts = blank(content)
	tokens := html.NewTokenizer(bytes.NewReader(content))
	at, inScript := 0, false
	for {
		kind := tokens.Next()
		raw := len(tokens.Raw())
		if kind == html.ErrorToken || at+raw > len(content) {
			return scripts, elements
		}
		switch kind {
		case html.TextToken:
			switch part := content[at : at+raw]; {
			case isComponent && inScript:
				copy(scripts[at:], part)
			case isComponent:
				markupText(scripts[at:at+raw], part)
			case inScript:
				copy(scripts[at:], plainScript(part))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			e := elementOf(tokens.Token(), code.Place{Start: at, End: at + raw})
			inScript = e.name == "script" && isProgram(e.attributes["type"])
			if isComponent {
				markupTag(scripts[at:at+raw], content[at:at+raw])
			}
			if len(elements) < maxFacts {
				elements = append(elements, e)
			}
		case html.EndTagToken:
			inScript = false
		}
		at += raw
	}
}

// blank returns a text of the same length with nothing but the line breaks of another.
func blank(content []byte) []byte {
	plain := bytes.Repeat([]byte(" "), len(content))
	for i, c := range content {
		if c == '\n' {
			plain[i] = c
		}
	}
	return plain
}

func elementOf(token html.Token, at code.Place) element {
	e := element{Place: at, name: token.Data, attributes: map[string]string{}}
	for _, a := range token.Attr {
		e.attributes[a.Key] = a.Val
	}
	return e
}

// isProgram reports whether a script of a type is JavaScript, and no data or template.
func isProgram(kind string) bool {
	return kind == "" || kind == "module" || strings.Contains(kind, "javascript") || strings.Contains(kind, "babel") || strings.Contains(kind, "jsx")
}

var (
	templateTag   = lazyregexp.New(`(?s){%.*?%}|{#.*?#}`)
	templateValue = lazyregexp.New(`(?s)([=(,:\[?+]\s*|return\s+){{.*?}}`)
)

// plainScript returns a script with blanks for the tags of a template engine, and a name for what such an engine fills in, each as
// long as it was.
func plainScript(script []byte) []byte {
	if !bytes.Contains(script, []byte("{{")) && !bytes.Contains(script, []byte("{%")) {
		return script
	}
	script = templateTag.ReplaceAllFunc(script, func(tag []byte) []byte { return bytes.Repeat([]byte(" "), len(tag)) })
	return templateValue.ReplaceAllFunc(script, func(value []byte) []byte {
		start := bytes.Index(value, []byte("{{"))
		return append(bytes.Clone(value[:start]), bytes.Repeat([]byte("_"), len(value)-start)...)
	})
}
