// Package shell finds the facts of shell scripts, and of Dockerfiles, whose instructions are commands of a shell. It follows variables
// and conditions, and asks programs.json what the programs mean that a script starts. Nothing is run, and what is not known stays
// unknown.
package shell

import (
	"bytes"
	"path"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/syntax"
)

// Language is the shell: POSIX sh and Bash. It implements code.Language and code.Single.
type Language struct{}

// Name implements code.Language.
func (Language) Name() string { return "shell" }

// Formats implements code.Language.
func (Language) Formats() []*source.Format { return []*source.Format{source.Shell} }

// IsSingle implements code.Single: a script is a program by itself.
func (Language) IsSingle() {}

// shebang is the first line of a script for a shell that is read here.
var shebang = lazyregexp.New(`^#!\s*\S*?/?(env\s+(-S\s+)?)?(\S*/)?(ba|da|a|k)?sh\b`)

// Matters implements code.Language.
func (Language) Matters(file *source.File) bool {
	if path.Ext(file.Path) == "" && !shebang.Match(file.Content) {
		return false
	}
	return matters(file.Content)
}

// matters reports whether a text has the name of a program or another word that a fact is made of.
func matters(content []byte) bool {
	return telling().InBytes(content)
}

// Unavailable implements code.Language.
func (Language) Unavailable() string { return "" }

// parse is the parser of scripts.
var parse = syntax.ParseShell

// Read implements code.Language.
func (Language) Read(app code.Application) []code.Read {
	reads := make([]code.Read, len(app.Files))
	for i, file := range app.Files {
		parsed, partial, err := parse(file.Content)
		if err != nil {
			reads[i].Partial = err.Error()
			continue
		}
		s := newScript(file, "shell")
		s.traced = tracing.Match(file.Content)
		if s.traced {
			s.trace(code.Place{End: bytes.IndexByte(append(file.Content, '\n'), '\n')}, context{})
		}
		s.run(parsed, 0)
		if partial == "" {
			partial = s.partial
		}
		reads[i] = code.Read{Module: s.finish(), Partial: partial}
	}
	return reads
}

// tracing is the first line of a script that writes all of its commands to its log.
var tracing = lazyregexp.New(`^#![^\n]*sh\s+-[a-z]*x`)
