package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unsafe"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Source is a folder of policies: <family>/<name>/<name>.rego with its txtar, and lib/<name>/ for what they share.
type Source struct {
	// Origin is "" for the built-in policies, else the folder as the user gave it.
	Origin string
	FS     fs.FS
	// IsScanned is set where the config of the scanned files names the folder.
	IsScanned bool
	// Plan is what `make plan` wrote for built-in policies; nil when they are to be compiled.
	Plan []byte
}

// Load reads the rules of all sources. The error joins everything that is wrong with any of them; the catalogue then has
// the rules that can be used all the same.
func Load(sources ...Source) (*Catalogue, error) {
	l := &loader{catalogue: &Catalogue{byID: map[string]*Rule{}, modules: map[string][]*Module{}}}
	for _, s := range sources {
		if s.Origin == "" {
			l.catalogue.plan = s.Plan
			l.decided()
		}
		before := len(l.catalogue.rules)
		if !l.recall(s) {
			l.source(s)
		}
		if len(l.catalogue.rules) == before && len(l.errs) == 0 {
			l.fail("%s: no rules found: a rule is a policy <family>/<name>/<name>.rego", s.name())
		}
	}
	l.formerly()
	slices.SortFunc(l.catalogue.rules, func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
	return l.catalogue, errors.Join(l.errs...)
}

// decided adds the rules that Go decides, whose ids policies cannot take then.
func (l *loader) decided() {
	l.catalogue.decided = decided()
	for _, r := range l.catalogue.decided {
		l.catalogue.byID[r.ID] = r
	}
}

func (s Source) name() string {
	if s.Origin == "" {
		return "built-in policies"
	}
	return s.Origin
}

const lib = "lib"

// The bounds of policies in bytes, which the scanned repository may bring: of one file, and of all modules and of all fixtures in one
// folder. All built-in modules together have 700 kB, and all fixtures 800 kB.
const (
	maxFile     = 1 << 20
	maxModules  = 4 << 20
	maxFixtures = 32 << 20
)

type loader struct {
	catalogue *Catalogue
	errs      []error
	// modules and fixtures are how many bytes of the folder at hand may still be read.
	modules, fixtures int64
}

// read returns a file of a folder of policies, and takes its size off what may be read of its kind.
func (l *loader) read(s Source, file string, left *int64) ([]byte, error) {
	if s.Origin == "" {
		return fs.ReadFile(s.FS, file)
	}
	text, err := source.ReadRegular(s.FS, file, min(maxFile, *left))
	*left -= int64(len(text))
	return text, err
}

func (l *loader) fail(format string, args ...any) {
	l.errs = append(l.errs, fmt.Errorf(format, args...))
}

func (l *loader) source(s Source) {
	l.modules, l.fixtures = maxModules, maxFixtures
	for _, family := range l.folders(s, ".") {
		for _, name := range l.folders(s, family) {
			modules := l.folder(s, path.Join(family, name))
			if family == lib {
				l.library(name, modules)
			} else if len(modules) > 0 {
				l.rule(s, family, name, modules)
			}
		}
	}
}

// folders returns the names of the folders in a folder; hidden ones are not ours.
func (l *loader) folders(s Source, dir string) []string {
	entries, err := fs.ReadDir(s.FS, dir)
	if err != nil {
		l.fail("%s: cannot read policies: %w", s.name(), err)
	}
	var names []string
	for _, e := range entries {
		hidden := strings.HasPrefix(e.Name(), ".")
		if e.IsDir() && !hidden {
			names = append(names, e.Name())
		} else if dir != "." && !hidden && path.Ext(e.Name()) == ".rego" {
			m := &Module{Origin: s.Origin, Path: path.Join(dir, e.Name())}
			name := strings.TrimSuffix(e.Name(), ".rego")
			l.fail("%s: a policy must have a folder of its own: move it to %s/%s/%s", m.File(), dir, name, e.Name())
		}
	}
	return names
}

// folder reads the Rego and the data of a rule or library.
func (l *loader) folder(s Source, dir string) []*Module {
	entries, err := fs.ReadDir(s.FS, dir)
	if err != nil {
		l.fail("%s: cannot read %s: %w", s.name(), dir, err)
	}
	var modules []*Module
	for _, e := range entries {
		if path.Ext(e.Name()) != ".rego" && e.Name() != dataFile {
			continue
		}
		file := path.Join(dir, e.Name())
		text, err := l.read(s, file, &l.modules)
		if err != nil {
			l.fail("%s: cannot read %s: %w", s.name(), file, err)
			continue
		}
		modules = append(modules, &Module{Origin: s.Origin, Path: file, text: unsafe.String(unsafe.SliceData(text), len(text))})
	}
	return modules
}

func (l *loader) library(name string, modules []*Module) {
	pkg := "data." + lib + "." + name
	if len(modules) == 0 {
		return
	}
	if other := l.catalogue.modules[pkg]; len(other) > 0 {
		l.fail("%s: package %s.%s exists already in %s: give the library another name", modules[0].File(), lib, name, other[0].File())
		return
	}
	for _, m := range modules {
		if m.IsData() {
			l.data(m, pkg)
			continue
		}
		l.module(m, pkg, []string{lib, name})
	}
}

// data files the data of a library.
func (l *loader) data(m *Module, pkg string) {
	m.Package = pkg
	if m.Origin != "" { // the built-in data were read when they were planned
		if _, err := m.dataRego(); err != nil {
			l.fail("%s: %w", m.File(), err)
			return
		}
	}
	l.catalogue.modules[pkg] = append(l.catalogue.modules[pkg], m)
}

// module files a module under its package; its package clause must say the same.
func (l *loader) module(m *Module, pkg string, want []string) bool {
	m.Package = pkg
	if line, ok := m.isIn(want); !ok {
		l.fail("%s:%d: the package must be named after the folder: write package %s", m.File(), line, clause(want))
		return false
	}
	if m.IsTest() {
		l.catalogue.tests = append(l.catalogue.tests, m)
	} else {
		l.catalogue.modules[pkg] = append(l.catalogue.modules[pkg], m)
	}
	return true
}

var identifier = lazyregexp.New(`^[A-Za-z_]\w*$`)

// clause spells a package as opa fmt does: compose.privileged, compose["host-device"].
func clause(steps []string) string {
	if identifier.MatchString(steps[1]) {
		return steps[0] + "." + steps[1]
	}
	return fmt.Sprintf("%s[%q]", steps[0], steps[1])
}

func (l *loader) rule(s Source, family, name string, modules []*Module) {
	id, pkg := family+"/"+name, "data."+family+"."+name
	rule := &Rule{ID: id, Origin: s.Origin, IsScanned: s.IsScanned}
	var tests []*Module
	for _, m := range modules {
		switch base := path.Base(m.Path); {
		case m.IsTest():
			tests = append(tests, m)
		case base == name+".rego":
			rule.Policy = m
		case m.IsData():
			l.fail("%s: only a library has data: move it to %s/", m.File(), lib)
		default:
			l.fail("%s: a rule is one policy named after its folder: call it %s.rego, or move what rules share to %s/", m.File(), name, lib)
		}
	}
	if rule.Policy == nil {
		l.fail("%s: rule %s has no policy: add %s.rego", modules[0].File(), id, path.Join(family, name, name))
		return
	}
	if other, clash := l.catalogue.byID[id]; clash {
		l.fail("%s: rule %s exists already in %s: give yours another name (a built-in rule is turned off by config, not replaced)",
			rule.Policy.File(), id, other.home())
		return
	}
	if err := readMetadata(rule); err != nil {
		l.errs = append(l.errs, err)
		return
	}
	if !l.module(rule.Policy, pkg, []string{family, name}) {
		return
	}
	for _, m := range tests {
		l.module(m, pkg, []string{family, name})
	}
	rule.Fixture = l.fixture(s, path.Join(family, name, name+".txtar"))
	l.catalogue.byID[id] = rule
	l.catalogue.rules = append(l.catalogue.rules, rule)
}

// formerly makes earlier ids stand for their rules, where no other rule has them now.
func (l *loader) formerly() {
	for _, rule := range l.catalogue.every() {
		for _, id := range rule.Formerly {
			if _, taken := l.catalogue.byID[id]; taken {
				l.fail("%s: METADATA: the former id %s is that of another rule", rule.home(), id)
				continue
			}
			l.catalogue.byID[id] = rule
		}
	}
}

// fixture returns what Rule.Fixture is.
func (l *loader) fixture(s Source, file string) func() []byte {
	if s.Origin == "" {
		return func() []byte {
			text, _ := fs.ReadFile(s.FS, file) // a built-in rule without a fixture fails the tests
			return text
		}
	}
	text, err := l.read(s, file, &l.fixtures)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.fail("%s: cannot read the fixture %s: %w", s.name(), file, err)
	}
	return func() []byte { return text }
}
