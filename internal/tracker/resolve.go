package tracker

import (
	"path"
	"strings"

	"github.com/seclint/seclint/internal/checkout"
	"github.com/seclint/seclint/internal/source"
)

// PlaceStatus says what has become of a place that an item names.
type PlaceStatus string

// The states of evidence.
const (
	// Found means that the file is there, and nothing speaks against the lines.
	Found PlaceStatus = "found"
	// Stale means that the file or line is gone, or has something else now.
	Stale PlaceStatus = "stale"
	// External means that the file is in no root that was given.
	External PlaceStatus = "external"
	// Ambiguous means that several files have the name.
	Ambiguous PlaceStatus = "ambiguous"
	// Remark means that no file is named.
	Remark PlaceStatus = "remark"
)

// Place is evidence with what has become of it.
type Place struct {
	*Evidence
	State PlaceStatus
	// File is the path in the root, "" where it is in none.
	File string
	// Why says what is wrong, Line is the line that is meant now, 0 where nobody knows.
	Why  string
	Line int
	// rng is the range that Line replaces.
	rng *Range

	file *source.File
}

// resolver finds the files that trackers name.
type resolver struct {
	main   *checkout.Tree
	others []*checkout.Tree
}

// resolve finds the file of evidence. trackerFile is the path of the tracker in the root.
func (r *resolver) resolve(e *Evidence, trackerFile string) *Place {
	p := &Place{Evidence: e}
	if e.Path == "" {
		p.State = Remark
		return p
	}
	name := path.Clean(strings.TrimPrefix(e.Path, "./"))
	if path.IsAbs(name) || strings.HasPrefix(name, "~") {
		p.State, p.Why = External, "is an absolute path"
		r.elsewhere(p, strings.TrimLeft(name, "~/"))
		return p
	}
	tries := []string{path.Join(path.Dir(trackerFile), name), name}
	if !strings.HasPrefix(name, "..") {
		tries = []string{name, tries[0]}
	}
	for _, try := range tries {
		if !strings.HasPrefix(try, "..") && r.main.Has(try) {
			r.take(p, r.main, try)
			return p
		}
	}
	switch all := r.main.Ending(strings.TrimLeft(name, "./")); {
	case len(all) == 1:
		r.take(p, r.main, all[0])
	case len(all) > 1:
		p.State, p.Why = Ambiguous, "fits "+strings.Join(all[:min(len(all), 3)], ", ")
	default:
		r.missing(p, name)
	}
	return p
}

// missing says of a file that is not in the root whether it is gone or elsewhere.
func (r *resolver) missing(p *Place, name string) {
	top, _, nested := strings.Cut(name, "/")
	if nested && !r.main.HasFolder(top) || strings.HasPrefix(name, "..") {
		p.State, p.Why = External, "is in no folder of the scanned root"
		r.elsewhere(p, name)
		return
	}
	p.State, p.Why = Stale, "there is no such file"
	r.elsewhere(p, name)
}

// elsewhere looks for a file in the other checkouts.
func (r *resolver) elsewhere(p *Place, name string) {
	for _, tree := range r.others {
		tries := []string{name, strings.TrimPrefix(name, tree.Name+"/")}
		if _, rest, ok := strings.Cut(name, "/"+tree.Name+"/"); ok {
			tries = append(tries, rest)
		}
		for _, try := range tries {
			if tree.Has(try) {
				r.take(p, tree, try)
				return
			}
		}
	}
}

func (r *resolver) take(p *Place, tree *checkout.Tree, name string) {
	f, err := tree.Read(name)
	if err != nil {
		p.State, p.Why = External, "cannot be read"
		return
	}
	p.State, p.Why, p.File, p.file = Found, "", f.Path, f
}
