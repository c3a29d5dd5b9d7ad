package rules

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// Fixture is a rule's txtar, taken apart.
type Fixture struct {
	// Why is the comment in front of the files: what is at stake.
	Why string
	// Bad has the cases that must fire, Good those that must stay silent. Each side is scanned as one root.
	Bad, Good Side

	file string // as errors name it
}

// Side is one half of a fixture.
type Side struct {
	// Cases are the folders of the side, in the order of the txtar.
	Cases []Case
	// Files are what is scanned: the files of all cases, and the .seclint.yaml beside them where there is one. Their names
	// are relative to the side.
	Files []txtar.File
}

// Case is one folder of a side: a configuration that makes one point.
type Case struct {
	// Name is the name of the folder.
	Name string
	// Line is where the case begins in the txtar, from 1.
	Line int
	// Why says in one line why the case is there; "" where nothing says so.
	Why string
	// Files are what is scanned of the case, by names relative to the side.
	Files []txtar.File
	// Want lists the findings in a bad case, by paths relative to the case; HasWant reports whether the file want exists.
	Want    []string
	HasWant bool
}

// The files of a case that are about it and never scanned.
const (
	whyFile  = "why"
	wantFile = "want"
)

// sideConfig is the only file that a side may have beside its cases: the config in force for all of them.
const sideConfig = ".seclint.yaml"

// ParseFixture takes a txtar apart. The error joins every file that has no place in a fixture, each with file:line; what a
// fixture lacks is not refused here but listed by Missing.
func ParseFixture(file string, text []byte) (*Fixture, error) {
	archive := txtar.Parse(text)
	lines := fileLines(text)
	f := &Fixture{Why: strings.TrimSpace(string(archive.Comment)), file: file}
	seen := map[string]bool{}
	var errs []error
	for i, entry := range archive.Files {
		switch err := f.add(entry, lines[i]); {
		case seen[entry.Name]:
			errs = append(errs, f.errorf(lines[i], "the fixture has the file %s twice", entry.Name))
		case err != nil:
			errs = append(errs, err)
		}
		seen[entry.Name] = true
	}
	return f, errors.Join(errs...)
}

func (f *Fixture) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", f.file, line, fmt.Sprintf(format, args...))
}

// fileLines returns the line of each file's header, in the order in which txtar.Parse returns the files.
func fileLines(text []byte) []int {
	var lines []int
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if bytes.HasPrefix(line, []byte("-- ")) && len(txtar.Parse(line).Files) > 0 {
			lines = append(lines, number)
		}
	}
	return lines
}

// add puts a file where it belongs.
func (f *Fixture) add(entry txtar.File, line int) error {
	sideName, name, _ := strings.Cut(entry.Name, "/")
	side := map[string]*Side{"bad": &f.Bad, "good": &f.Good}[sideName]
	folder, inner, nested := strings.Cut(name, "/")
	switch {
	case side == nil || path.Clean(entry.Name) != entry.Name || strings.HasPrefix(name, "../"):
		return f.errorf(line, "the file %s is in no case: a case is a folder, bad/<case>/ or good/<case>/", entry.Name)
	case name == sideConfig:
		side.Files = append(side.Files, txtar.File{Name: name, Data: entry.Data})
		return nil
	case !nested:
		return f.errorf(line, "the file %s is in no case: move it to a folder, such as %s/simple/%s", entry.Name, sideName, name)
	case side == &f.Good && inner == wantFile:
		return f.errorf(line, "the file %s is of no use: a good case has no findings", entry.Name)
	}
	side.add(folder, inner, entry.Data, line)
	return nil
}

func (s *Side) add(folder, inner string, data []byte, line int) {
	i := slices.IndexFunc(s.Cases, func(c Case) bool { return c.Name == folder })
	if i < 0 {
		i = len(s.Cases)
		s.Cases = append(s.Cases, Case{Name: folder, Line: line})
	}
	c := &s.Cases[i]
	switch inner {
	case whyFile:
		c.Why = strings.TrimSpace(string(data))
	case wantFile:
		c.Want, c.HasWant = nonEmpty(string(data)), true
	default:
		file := txtar.File{Name: path.Join(folder, inner), Data: data}
		c.Files, s.Files = append(c.Files, file), append(s.Files, file)
	}
}

func nonEmpty(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return line == "" })
}

// Missing returns what a whole fixture has and this one lacks, an error with file:line for each.
func (f *Fixture) Missing() []error {
	var errs []error
	if f.Why == "" {
		errs = append(errs, f.errorf(1, "the fixture lacks a line in front of the files that says what is at stake"))
	}
	if len(f.Bad.Cases) == 0 {
		errs = append(errs, f.errorf(1, "the fixture lacks a bad case: add files below bad/<case>/ that must fire"))
	}
	if len(f.Good.Cases) == 0 {
		errs = append(errs, f.errorf(1, "the fixture lacks a good case: add files below good/<case>/ that must stay silent"))
	}
	for _, c := range f.Bad.Cases {
		if !c.HasWant {
			errs = append(errs, f.errorf(c.Line, "the case bad/%s lacks its findings: list them in bad/%s/want", c.Name, c.Name))
		} else if len(c.Want) == 0 {
			errs = append(errs, f.errorf(c.Line, "the case bad/%s wants no finding: a bad case must fire, else move it to good/", c.Name))
		}
		if strings.Contains(c.Why, "\n") {
			errs = append(errs, f.errorf(c.Line, "the reason of the case bad/%s must be one line", c.Name))
		}
	}
	for _, c := range f.Good.Cases {
		if c.Why == "" {
			errs = append(errs, f.errorf(c.Line, "the case good/%s lacks its reason: say in good/%s/why what makes it harmless", c.Name, c.Name))
		} else if strings.Contains(c.Why, "\n") {
			errs = append(errs, f.errorf(c.Line, "the reason of the case good/%s must be one line", c.Name))
		}
	}
	return errs
}

// WithWants returns the txtar with one want in each bad case, as the case's last file: the lines given for its name.
func WithWants(text []byte, lines map[string][]string) []byte {
	archive := txtar.Parse(text)
	files := slices.DeleteFunc(archive.Files, func(file txtar.File) bool {
		name, ok := badCase(file)
		return ok && file.Name == path.Join("bad", name, wantFile)
	})
	archive.Files = nil
	for i, file := range files {
		archive.Files = append(archive.Files, file)
		name, ok := badCase(file)
		goesOn := slices.ContainsFunc(files[i+1:], func(later txtar.File) bool {
			of, isBad := badCase(later)
			return isBad && of == name
		})
		if ok && !goesOn {
			want := strings.Join(append(lines[name], ""), "\n")
			archive.Files = append(archive.Files, txtar.File{Name: path.Join("bad", name, wantFile), Data: []byte(want)})
		}
	}
	return txtar.Format(archive)
}

// badCase returns the name of the bad case that a file of a txtar belongs to.
func badCase(file txtar.File) (string, bool) {
	inner, isBad := strings.CutPrefix(file.Name, "bad/")
	name, _, nested := strings.Cut(inner, "/")
	return name, isBad && nested
}
