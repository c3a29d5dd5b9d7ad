package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// Fixture is a rule's txtar, taken apart.
type Fixture struct {
	// Why is the comment in front of the files.
	Why string
	// Bad and Good are the files below bad/ and good/, without that prefix, in the order of the txtar.
	Bad, Good []txtar.File
	// Want holds the lines of the file want, HasWant whether there is one.
	Want    []string
	HasWant bool
}

// ParseFixture takes a txtar apart. Every file must be want or stand below bad/ or good/.
func ParseFixture(text []byte) (*Fixture, error) {
	archive := txtar.Parse(text)
	f := &Fixture{Why: strings.TrimSpace(string(archive.Comment))}
	seen := map[string]bool{}
	for _, file := range archive.Files {
		if seen[file.Name] {
			return nil, fmt.Errorf("fixture holds %s twice", file.Name)
		}
		seen[file.Name] = true
		side, name, below := strings.Cut(file.Name, "/")
		switch {
		case file.Name == "want":
			f.HasWant = true
			f.Want = slices.DeleteFunc(strings.Split(string(file.Data), "\n"), func(l string) bool { return l == "" })
		case !below || name == "" || path.Clean(name) != name || strings.HasPrefix(name, "../"):
			return nil, fmt.Errorf("fixture file %q is neither want nor below bad/ or good/", file.Name)
		case side == "bad":
			f.Bad = append(f.Bad, txtar.File{Name: name, Data: file.Data})
		case side == "good":
			f.Good = append(f.Good, txtar.File{Name: name, Data: file.Data})
		default:
			return nil, fmt.Errorf("fixture file %q is neither want nor below bad/ or good/", file.Name)
		}
	}
	return f, nil
}

// WithWant returns the txtar with its want replaced; where there is none it is put at the end.
func WithWant(text []byte, lines []string) []byte {
	archive := txtar.Parse(text)
	want := txtar.File{Name: "want"}
	if len(lines) > 0 {
		want.Data = []byte(strings.Join(lines, "\n") + "\n")
	}
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
	if i < 0 {
		archive.Files = append(archive.Files, want)
	} else {
		archive.Files[i] = want
	}
	return txtar.Format(archive)
}
