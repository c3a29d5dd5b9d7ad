package settings

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// product is a server as the table knows it.
type product struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Kind is the kind of its documents: server, or app for the settings of an application.
	Kind  string `json:"kind"`
	Store bool   `json:"store"`
	// Images are parts of the names that images of the product have.
	Images []string `json:"images"`
	// Stems and Extensions make the names of its files in lower case, with words such as prod in between; Format is the format of those
	// whose extension does not say it.
	Stems      []string `json:"stems"`
	Extensions []string `json:"extensions"`
	Format     string   `json:"format"`
	// Layout says how lines belong together: see layouts.
	Layout string `json:"layout"`
	// Named is set where an application adds settings of its own, whose names say what is a secret.
	Named bool `json:"named"`
	// IsAny is set for the settings of an application of whatever kind, which are known by the habits of programs alone. What is below
	// a folder of translations is none of them: there a name says what is translated.
	IsAny bool `json:"any"`
	// Relaxed is set where dashes and underscores in names do not count.
	Relaxed bool `json:"relaxed"`
	// Hints are words of which a file with another name has one.
	Hints []string `json:"hints"`
	// Marks are settings of which a file with a telling name has one, Shapes lists of settings of which a file with another name has all
	// of one.
	Marks  []pattern   `json:"marks"`
	Shapes [][]pattern `json:"shapes"`
	// Listeners are what it listens on, Meanings what its settings mean.
	Listeners deferred[[]listener] `json:"listeners"`
	Meanings  deferred[[]meaning]  `json:"meanings"`
	// Sources are the documentation or the source that the entry was checked with, and the release.
	Sources []string `json:"sources"`

	format *source.Format
}

// meaning is what settings come to where all conditions of When and none of Unless are met. The first condition is where it is
// written.
type meaning struct {
	Is string `json:"is"`
	// In is the block whose settings the conditions are about, "" for the whole file: each of several blocks is looked at by itself.
	In pattern `json:"in"`
	// When and Unless are about settings in the block, Outside about those of the whole file, all of which must be met.
	When    []condition `json:"when"`
	Unless  []condition `json:"unless"`
	Outside []condition `json:"outside"`
	Reason  string      `json:"reason"`
	// Listener is the name of the listener that it is about, "" for all.
	Listener string `json:"listener"`
	// Peer is the setting in the block with the address that the server connects to.
	Peer pattern `json:"peer"`
	// Void is an expression for what makes it otherwise in the command and the variables of a service.
	Void string `json:"void"`
	// Contained is set where it is so in the image of the product alone.
	Contained bool `json:"contained"`
}

// condition asks about a setting. Without a value it asks whether there is such a setting with any value but an empty one.
type condition struct {
	Setting pattern `json:"setting"`
	// Values are in lower case.
	Values []string   `json:"values"`
	Match  expression `json:"match"`
	// Absent asks that there is no such setting.
	Absent bool `json:"absent"`
}

// listener is what a product listens on.
type listener struct {
	Name string `json:"name"`
	// In is the block that it is written in, as of a meaning.
	In pattern `json:"in"`
	// Address is a setting with host and port, Host and Port are those with one of them.
	Address pattern `json:"address"`
	Host    pattern `json:"host"`
	Port    pattern `json:"port"`
	// DefaultHost and DefaultPort are used where none is written; a listener without either is only there where it is written.
	DefaultHost string `json:"default_host"`
	DefaultPort int    `json:"default_port"`
	// When are conditions about the block under which it is there.
	When []condition `json:"when"`
	// Inner is set for what nobody outside of the host or its network needs to reach.
	Inner bool `json:"inner"`
}

// productsFile is the table of products.
//
//go:embed products.json
var productsFile []byte

// products are the products of the table.
var products = sync.OnceValue(func() []*product {
	var list []*product
	if err := json.Unmarshal(productsFile, &list); err != nil { // it is built in, and a test reads it
		panic(fmt.Sprintf("reading products.json: %v", err))
	}
	for _, p := range list {
		p.format = formats[p.Format]
	}
	return list
})

// isNamed reports whether a file of the product can have a base name, in lower case. Names such as prometheus-rules.yml are of
// something else.
func (p *product) isNamed(base string) bool {
	for _, word := range copies {
		if rest, ok := strings.CutPrefix(base, word); ok && rest != "" && strings.ContainsAny(rest[:1], "-_.") {
			base = rest[1:]
			break
		}
	}
	for _, stem := range p.Stems {
		rest, ok := strings.CutPrefix(base, stem)
		if ok && slices.ContainsFunc(p.Extensions, func(extension string) bool { return isRemarks(strings.CutSuffix(rest, extension)) }) {
			return true
		}
	}
	return false
}

// copies are words in front of a name that say that it is to be copied, or which of several it is.
var copies = []string{
	"example", "sample", "default", "template", "base", "prod", "production", "dev", "development", "local", "docker",
}

// isRemarks reports whether what stands between the stem and the extension of a name is nothing but remarks.
func isRemarks(between string, hasExtension bool) bool {
	return hasExtension && (between == "" || remarked.MatchString(between))
}

// remarked fits words in the name of a file that say for what it is.
var remarked = lazyregexp.New(`^([-_.](prod|production|dev|devel|development|local|test|tests|testing|ci|stage|staging|docker|compose|container|default|base|main|` +
	`master|primary|replica|slave|cache|session|sessions|queue|static|dynamic|conf|config|configuration|server|client|full|legacy|example|` +
	`sample|template|custom|agent|cluster|single|node|standalone|collector|\d+))*$`)

// translations finds the folders of texts in the languages of people.
var translations = lazyregexp.New(`(?i)(^|/)(locales?|i18n|intl|lang|langs|languages?|translations?|messages)/`)

// formats are the formats that the table names.
var formats = map[string]*source.Format{"lines": source.Lines, "whole lines": source.WholeLines}

// takes reports whether a tree has the settings of the product. isLike says that the name of the file tells it.
func (p *product) takes(root *source.Node, isLike bool) bool {
	if (p.Layout != "") != (root.Kind == source.Sequence) || p.IsAny && translations.MatchString(root.Span.Path()) {
		return false
	}
	all := p.settings(root)
	has := func(at pattern) bool { return all.has(at) }
	if isLike {
		return slices.ContainsFunc(p.Marks, has)
	}
	return slices.ContainsFunc(p.Shapes, func(shape []pattern) bool {
		return len(shape) > 0 && !slices.ContainsFunc(shape, func(at pattern) bool { return !has(at) })
	})
}

// pattern is a path of names in lower case, joined by dots: * is any one name, ** any number of them, a|b one of the two.
type pattern string

// matches reports whether names are those of the pattern.
func (p pattern) matches(names []string) bool {
	if p == "" {
		return len(names) == 0
	}
	return matches(strings.Split(string(p), "."), names)
}

// isOneOf reports whether a name is one of those between bars.
func isOneOf(name, names string) bool {
	return strings.Contains(names, "|") && slices.Contains(strings.Split(names, "|"), name)
}

func matches(want, names []string) bool {
	for i, name := range want {
		switch {
		case name == "**":
			rest := want[i+1:]
			for n := len(names); n >= i; n-- {
				if matches(rest, names[n:]) {
					return true
				}
			}
			return false
		case i >= len(names) || name != "*" && name != names[i] && !isOneOf(names[i], name):
			return false
		}
	}
	return len(want) == len(names)
}
