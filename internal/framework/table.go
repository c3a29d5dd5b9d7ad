// Package framework reads the tables of frameworks: what the callees of a language's frameworks and libraries mean, as data with the
// documentation that says so. A package of internal/language has the table of its language.
package framework

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/needle"
)

// Table is what the callees of a language's frameworks mean.
type Table struct {
	Frameworks []Framework `json:"frameworks"`
	// Words make a file one that matters, beside the packages of the frameworks.
	Words []string `json:"words"`
	// Same maps names, or what names begin with, to the names that the frameworks use for the same thing.
	Same map[string]string `json:"same"`
	// Readers are the callees that read a variable of the environment: the first argument is its name.
	Readers map[string]Reader `json:"readers"`
	// Requests are the attributes of a request that have its data, by name.
	Requests map[string]string `json:"requests"`
	// RequestClasses are the classes of requests.
	RequestClasses []string `json:"request_classes"`
	// RouteMethods are the decorators or methods that make a function the handler of a path, with the HTTP methods.
	RouteMethods map[string][]string `json:"route_methods"`
	// Headers are the names of response headers that matter, in lower case.
	Headers []string `json:"headers"`
	// CredentialHeaders are the names of request headers that prove who sends the request, in lower case.
	CredentialHeaders []string `json:"credential_headers"`
	// Loggers are the names of the methods and functions that write to a log.
	Loggers []string `json:"loggers"`
	// Switches are settings of frameworks of which rules want to know whether they are there, whatever their value is.
	Switches []string `json:"switches"`
	// ViewClasses are the classes whose methods handle the requests of the HTTP method that they are named for.
	ViewClasses []string `json:"view_classes"`
	// SettingsClasses are the classes whose subclasses have settings as their fields.
	SettingsClasses []string `json:"settings_classes"`

	callees map[string]*Callee
	// parents are what the names of callees have in front of their last step: the classes whose methods are known.
	parents map[string]bool
	words   *needle.Words
}

// Framework is one framework or library.
type Framework struct {
	Name string `json:"name"`
	// Documentation is where the facts come from.
	Documentation []string `json:"documentation"`
	// Packages are the names by which it is imported. A file that has one matters; packages of the standard library that most
	// programs import are not listed.
	Packages []string `json:"packages"`
	// Callees are the callees that mean something. A name that begins with "*." is that of a method of any object, or
	// of what an attribute of any object has; one that ends with "_*" has the first word of the name of the method.
	Callees map[string]*Callee `json:"callees"`
}

// Callee says what a callee means.
type Callee struct {
	// Is is what policies call it.
	Is string `json:"is"`
	// Arguments are the parameters in their order: a name, or NAME=KEYWORD where policies use another name. Behind "*" are those
	// that are passed by keyword alone, or so far back that nobody passes them by position.
	Arguments []string `json:"arguments"`
	// Defaults are the values of parameters that are not passed, by the name that policies use.
	Defaults map[string]any `json:"defaults"`
	// Wraps is set where the first argument is the class that the other arguments are for.
	Wraps bool `json:"wraps"`
	// Methods are the HTTP methods of a route that the callee adds.
	Methods []string `json:"methods"`
	// Type is the class of the result, where it is not the callee.
	Type string `json:"type"`
	// Object is the name that policies use for the object of a method, where they want to know what it is.
	Object string `json:"object"`
}

// Reader says how a callee reads a variable of the environment: the second argument, or default, is what it is when it is not set.
type Reader struct {
	// Bool is set where the text becomes a boolean as people expect it.
	Bool bool `json:"bool"`
}

// New reads a table from its text.
func New(text []byte) (*Table, error) {
	t := &Table{callees: map[string]*Callee{}, parents: map[string]bool{}}
	if err := json.Unmarshal(text, t); err != nil {
		return nil, fmt.Errorf("the table of frameworks: %w", err)
	}
	words := slices.Clone(t.Words)
	for _, f := range t.Frameworks {
		for name, c := range f.Callees {
			t.callees[name] = c
			t.parents[name[:max(0, strings.LastIndexByte(name, '.'))]] = true
		}
		words = append(words, f.Packages...)
	}
	t.words = needle.NewWords(words...)
	return t, nil
}

// Callee returns what the table says of exactly this callee, nil for nothing.
func (t *Table) Callee(name string) *Callee { return t.callees[name] }

// IsParent reports whether the table has callees that are methods of a class, or functions of a module, of this full name.
func (t *Table) IsParent(name string) bool { return t.parents[name] }

// IsWord reports whether a name is one of the words by which files matter: most are packages.
func (t *Table) IsWord(name string) bool { return t.words.Has(name) }

// Canonical returns the name that the table uses for a full name.
func (t *Table) Canonical(name string) string {
	for end := len(name); end > 0; end = strings.LastIndexByte(name[:end], '.') {
		if same, ok := t.Same[name[:end]]; ok {
			return same + name[end:]
		}
	}
	return name
}

// Find returns what the table says of a callee, nil for nothing. isMethod is set where it is called on an object.
func (t *Table) Find(name string, isMethod bool) *Callee {
	if c := t.callees[name]; c != nil {
		return c
	}
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 || !isMethod {
		return nil
	}
	if before := strings.LastIndexByte(name[:dot], '.'); before >= 0 {
		if c := t.callees["*"+name[before:]]; c != nil {
			return c
		}
	}
	if c := t.callees["*"+name[dot:]]; c != nil {
		return c
	}
	if end := strings.IndexByte(name[dot:], '_'); end >= 0 {
		return t.callees["*"+name[dot:dot+end+1]+"*"]
	}
	return nil
}

// Parameter returns the name that policies use for an argument: by its keyword, or by its position from 0 where keyword is "".
func (c *Callee) Parameter(keyword string, position int) (name string, ok bool) {
	if c == nil {
		return "", false
	}
	for i, parameter := range c.Arguments {
		if parameter == "*" {
			position = -1
			continue
		}
		ours, theirs, renamed := strings.Cut(parameter, "=")
		if !renamed {
			theirs = ours
		}
		if keyword != "" && slices.Contains(strings.Split(theirs, "|"), keyword) || keyword == "" && i == position {
			return ours, true
		}
	}
	return "", false
}

// Takes reports whether a call can pass the argument that policies call by a name.
func (c *Callee) Takes(name string) bool {
	return slices.ContainsFunc(c.Arguments, func(parameter string) bool {
		ours, _, _ := strings.Cut(parameter, "=")
		return ours == name
	})
}

// Matters reports whether a text has one of the words, or the address that stands for every interface.
func (t *Table) Matters(content []byte) bool {
	return t.words.InBytes(content) || hasAnyAddress(content)
}

// hasAnyAddress reports whether a text has the address 0.0.0.0, which is no part of a longer number or name.
func hasAnyAddress(content []byte) bool {
	for at := 0; ; at++ {
		next := bytes.Index(content[at:], anyAddress)
		if next < 0 {
			return false
		}
		if at += next; at == 0 || !needle.IsWordByte(content[at-1]) {
			return true
		}
	}
}

var anyAddress = []byte("0.0.0.0")
