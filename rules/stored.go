package rules

import (
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seclint/seclint/internal/finding"
)

// storedFile is where `make docs` writes down what the METADATA of the built-in policies says, and which modules they have: reading
// them and parsing the YAML of all rules would take longer than most runs, and so would decoding any other text. A change of type
// stored that it does not fit has to be made in it by hand before it can be written anew.
const storedFile = "stored_builtin.go"

// stored is what METADATA says of a rule, in a form that the linker lays out: a map or an interface would be filled at every start.
type stored struct {
	id                              string
	title, description, remediation string
	severity                        finding.Severity
	situations                      []storedSituation
	fixes                           []storedFix
	cwe                             []int
	pack, precision                 string

	// parameters are JSON that is read as YAML, so that a number has the type that it has in METADATA.
	parameters                           string
	aliases, formerly, kinds, references []string
}

type storedSituation struct {
	name     string
	severity finding.Severity
	because  string
}

type storedFix struct{ name, title, unsafe string }

// recall adds the built-in rules as they were stored, and reports whether that was done for these policies: while one is being
// written they are read instead.
func (l *loader) recall(s Source) bool {
	if s.Plan == nil || !isStored(s.FS) {
		return false
	}
	policies := map[string]*Module{}
	for _, file := range storedModules {
		folder, base := path.Split(file)
		family, name, _ := strings.Cut(path.Clean(folder), "/")
		m := &Module{Path: file, Package: "data." + family + "." + name, fsys: s.FS}
		if m.IsTest() {
			l.catalogue.tests = append(l.catalogue.tests, m)
			continue
		}
		l.catalogue.modules[m.Package] = append(l.catalogue.modules[m.Package], m)
		if base == name+".rego" {
			policies[family+"/"+name] = m
		}
	}
	for i := range storedRules {
		l.recallRule(s, &storedRules[i], policies[storedRules[i].id])
	}
	l.catalogue.digest = storedDigest
	return true
}

func (l *loader) recallRule(s Source, known *stored, policy *Module) {
	rule, err := known.rule()
	if err != nil {
		l.fail("%s: METADATA was not stored well: %w: run make docs", policy.File(), err)
		return
	}
	rule.Policy = policy
	rule.Fixture = l.fixture(s, strings.TrimSuffix(policy.Path, ".rego")+".txtar")
	l.catalogue.byID[rule.ID] = rule
	l.catalogue.rules = append(l.catalogue.rules, rule)
}

// rule returns the rule of which METADATA said this, without its files.
func (s *stored) rule() (*Rule, error) {
	rule := &Rule{
		ID: s.id, Title: s.title, Description: s.description, Remediation: s.remediation, Severity: s.severity, CWE: s.cwe,
		Pack: s.pack, Precision: s.precision, Aliases: s.aliases, Formerly: s.formerly, Kinds: s.kinds, References: s.references,
	}
	if s.parameters != "" {
		if err := yaml.Unmarshal([]byte(s.parameters), &rule.Parameters); err != nil {
			return nil, err
		}
	}
	if s.situations != nil {
		rule.Situations = make(map[string]Situation, len(s.situations))
	}
	for _, one := range s.situations {
		rule.Situations[one.name] = Situation{Severity: one.severity, Because: one.because}
	}
	if s.fixes != nil {
		rule.Fixes = make(map[string]Fix, len(s.fixes))
	}
	for _, one := range s.fixes {
		rule.Fixes[one.name] = Fix{Title: one.title, Unsafe: one.unsafe}
	}
	return rule, nil
}

// isStored reports whether the modules of a folder of policies are those of which the rules were stored.
func isStored(fsys fs.FS) bool {
	sum, buffer := crc32.New(castagnoli), make([]byte, 64<<10)
	for _, file := range storedModules {
		_, _ = io.WriteString(sum, file)
		if err := copyFile(sum, fsys, file, buffer); err != nil {
			return false
		}
	}
	return sum.Sum32() == storedSum && len(foldersOf(fsys)) == storedFolders
}

// castagnoli is the checksum that processors compute themselves. It is there for changes that somebody forgot to store.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// copyFile writes what a file says. The buffer spares one for each file.
func copyFile(to io.Writer, fsys fs.FS, file string, buffer []byte) error {
	f, err := fsys.Open(file)
	if err != nil {
		return err
	}
	_, err = io.CopyBuffer(to, struct{ io.Reader }{f}, buffer)
	return errors.Join(err, f.Close())
}

// foldersOf returns the folders of rules and libraries.
func foldersOf(fsys fs.FS) []string {
	folders, err := fs.Glob(fsys, "*/*")
	if err != nil {
		panic(err) // the pattern is a good one
	}
	return folders
}

// checksum is what isStored computes, for modules that were read.
func checksum(modules []*Module) uint32 {
	sum := crc32.New(castagnoli)
	for _, m := range modules {
		_, _ = io.WriteString(sum, m.Path+m.Text())
	}
	return sum.Sum32()
}
