package rules

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unsafe"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// Module is one file of Rego, or the data of a library.
type Module struct {
	// Origin is "" for a built-in module and the folder given by the user for any other.
	Origin string
	// Path is slash-separated and relative to the source.
	Path string
	// Package is the path of its package, such as data.compose.privileged; a test's is that of the module beside it.
	Package string

	text string
	fsys fs.FS // has the text of a module that was not read yet; else nil
}

// Text returns the file's content. Few scans need that of a built-in module, so that it is read each time.
func (m *Module) Text() string {
	if m.fsys == nil {
		return m.text
	}
	text, err := fs.ReadFile(m.fsys, m.Path)
	if err != nil {
		panic(fmt.Sprintf("a built-in policy cannot be read: %v", err)) // it is in the binary
	}
	return unsafe.String(unsafe.SliceData(text), len(text))
}

// File returns the module's path as people know it: in the repository for a built-in one, else below the user's folder.
func (m *Module) File() string {
	if m.Origin == "" {
		return path.Join("policies", m.Path)
	}
	return filepath.Join(m.Origin, filepath.FromSlash(m.Path))
}

// Key identifies the module among all sources, so that a user's file never takes the place of a built-in one.
func (m *Module) Key() string {
	if m.Origin == "" {
		return "built-in:" + m.Path
	}
	return "user:" + m.Origin + ":" + m.Path
}

// IsTest reports whether the module has unit tests.
func (m *Module) IsTest() bool { return isTest(m.Path) }

// IsData reports whether the module is the data of a library.
func (m *Module) IsData() bool { return path.Base(m.Path) == dataFile }

func isTest(file string) bool { return strings.HasSuffix(file, "_test.rego") }

// isIn reports whether the module's package clause says a package, else on which line the clause is.
func (m *Module) isIn(want []string) (line int, ok bool) {
	behind := m.Text()[len(m.head()):]
	if first, _, _ := strings.Cut(strings.TrimPrefix(behind, "\n"), "\n"); first == "package "+clause(want) {
		return 0, true
	}
	steps, line := packagePath(m.Text())
	if m.IsTest() && len(steps) > 0 {
		last := len(steps) - 1
		steps[last] = strings.TrimSuffix(steps[last], "_test")
	}
	return line, slices.Equal(steps, want)
}

// head returns what is in front of the package clause.
func (m *Module) head() string {
	text := m.Text()
	if strings.HasPrefix(text, "package ") {
		return ""
	}
	head, _, _ := strings.Cut(text, "\npackage ")
	return head
}

// bytesOf returns the bytes of a text, which must not be changed.
func bytesOf(text string) []byte { return unsafe.Slice(unsafe.StringData(text), len(text)) }

// packageClause reads what the parser would read, without parsing: the clause is on a line of its own.
var packageClause = lazyregexp.New(`^package[ \t]+([^\r#]*?)[ \t]*(?:#.*)?\r?$`)

var packageStep = lazyregexp.New(`^(?:\.?(\w+)|\["([^"\\]+)"\])`)

// packagePath returns the steps of the package clause with its line, or nil when there is none that can be read.
func packagePath(text string) (steps []string, line int) {
	for l := range strings.SplitSeq(text, "\n") {
		line++
		if !strings.HasPrefix(l, "package") {
			continue
		}
		if found := packageClause.FindStringSubmatch(l); found != nil {
			return packageSteps(found[1]), line
		}
	}
	return nil, 1
}

// packageSteps returns the steps of a package's name, or nil when they cannot be read.
func packageSteps(name string) (steps []string) {
	for name != "" {
		step := packageStep.FindStringSubmatch(name)
		if step == nil {
			return nil
		}
		steps = append(steps, step[1]+step[2])
		name = name[len(step[0]):]
	}
	return steps
}
