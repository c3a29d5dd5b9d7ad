package triage

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/value"
)

// Files is what conditions of waivers look at beside the documents. Paths are slash-separated and relative to the scanned root.
type Files interface {
	// Fitting returns the files that a glob covers, by path: those that discovery knows of, or the one that the glob names.
	Fitting(glob config.Glob) []*source.File
	// Exists reports whether there is such a file or folder.
	Exists(name string) bool
}

// world is what waivers are held against.
type world struct {
	Input
	findings  []*finding.Finding
	documents map[string][]*source.Document // by the path of their main file
	plain     map[*source.File]string       // texts without their comments
	locators  map[*source.Document]*source.Locator
	reader    value.Reader
}

func newWorld(findings []*finding.Finding, in Input) *world {
	w := &world{
		Input: in, findings: findings, documents: map[string][]*source.Document{}, plain: map[*source.File]string{},
		locators: map[*source.Document]*source.Locator{},
	}
	for _, doc := range in.Documents {
		w.documents[doc.File.Path] = append(w.documents[doc.File.Path], doc)
	}
	return w
}

// fits reports whether a finding is where a waiver says.
func (w *world) fits(where config.Where, f *finding.Finding) bool {
	switch {
	case where.Fingerprint != "" && !strings.HasPrefix(f.Fingerprint, where.Fingerprint):
		return false
	case !where.File.IsZero() && !where.File.Match(fileOf(f)) && !where.File.Match(f.Document):
		return false
	case where.Line > 0 && int(f.At.Start.Line) != where.Line:
		return false
	case where.Path != "" && !isBelow(f.Path, where.Path):
		return false
	}
	return where.Symbol == "" || slices.ContainsFunc(w.symbols(f), func(name string) bool { return isSymbol(name, where.Symbol) })
}

// isBelow reports whether a path is the one that is written, or leads on from it. [*] and [] stand for every item of a list.
func isBelow(p source.Path, written string) bool {
	for n := range p {
		if isPath(p[:n+1], written) {
			return true
		}
	}
	return len(p) == 0 && written == "."
}

func isPath(p source.Path, written string) bool {
	if p.String() == written {
		return true
	}
	if !strings.Contains(written, "[]") && !strings.Contains(written, "[*]") {
		return false
	}
	any := slices.Clone(p)
	for i, step := range any {
		if _, isIndex := step.(int); isIndex {
			any[i] = 0
		}
	}
	return any.String() == strings.NewReplacer("[]", "[0]", "[*]", "[0]").Replace(written)
}

// nameKeys are the keys under which facts of programs have the names of what they are about.
var nameKeys = []string{"name", "target", "function", "callee", "handler"}

// symbols returns the names of what a finding is in or about: keys on its path, and for programs the names in the facts that it
// leads through, with their class in front.
func (w *world) symbols(f *finding.Finding) []string {
	var names []string
	for _, doc := range w.documents[f.Document] {
		n := doc.Root
		for _, step := range f.Path {
			if key, ok := step.(string); ok {
				names = append(names, key)
			}
			if n = w.locator(doc).Child(n, step); n == nil {
				break
			}
			for _, key := range nameKeys {
				name := n.Get(key).Str()
				if name == "" {
					continue
				}
				names = append(names, name)
				if class := n.Get("class").Str(); class != "" {
					names = append(names, class+"."+name)
				}
				if around := n.Get("function").Str(); around != "" && key != "function" {
					names = append(names, around+"."+name)
				}
			}
		}
	}
	return names
}

// isSymbol reports whether a name is the symbol, is in it, or has it as its last parts.
func isSymbol(name, symbol string) bool {
	return name == symbol || strings.HasPrefix(name, symbol+".") || strings.HasSuffix(name, "."+symbol) || strings.Contains(name, "."+symbol+".")
}

func (w *world) locator(doc *source.Document) *source.Locator {
	if w.locators[doc] == nil {
		w.locators[doc] = source.NewLocator(doc.Root)
	}
	return w.locators[doc]
}

// text returns a file without what its comments say, byte for byte in the same place: what is said there is not done.
func (w *world) text(f *source.File) string {
	text, known := w.plain[f]
	if !known {
		content := slices.Clone(f.Content)
		for _, c := range f.Comments() {
			for i := c.Start; i < c.End; i++ {
				content[i] = ' '
			}
		}
		text = string(content)
		w.plain[f] = text
	}
	return text
}

// files returns where a condition looks: the files that it names, or that of the finding.
func (w *world) files(c *config.Condition, f *finding.Finding) []*source.File {
	if !c.Files.IsZero() {
		if w.Files == nil {
			return nil
		}
		return w.Files.Fitting(c.Files)
	}
	if f.At.IsZero() {
		return nil
	}
	return []*source.File{f.At.File}
}
