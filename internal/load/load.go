// Package load turns files into documents: the format by the name, the kind by name and then by shape. What goes wrong
// with one file is a problem of that file and stops no other.
package load

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Options say what to load and how.
type Options struct {
	// Kinds are the kinds to recognise, in the order in which they are tried.
	Kinds []kind.Kind
	// Generated loads files that a program wrote too. Without it such a file is only counted, unless it was named.
	Generated bool
	// IsUnmarked reports whether the mark of a generated file in a file has no effect; it may be nil.
	IsUnmarked func(path string) bool
	// MaxSize bounds the bytes of a file that a document refers to; 0 means no bound.
	MaxSize int64
	// EnvFiles are files of variables in the place of the .env of every Compose project.
	EnvFiles []string
	// Once is set for a loader that loads one time. It remembers nothing that a later time could use.
	Once bool
}

// Result is what came of the files.
type Result struct {
	// Documents are in the order of the files.
	Documents []*source.Document
	Problems  []finding.Problem
	// Files holds the state of every file of a known kind, by path.
	Files []coverage.File
	// Root is what the documents were loaded from.
	Root Root
}

// Root lets later stages look at what stands beside the documents, as far as it was read already or is asked for. Paths are
// slash-separated and relative to the root; nothing outside it is read.
type Root interface {
	// Read returns a file's content; it is read once.
	Read(path string) (*source.File, error)
	// Parse returns the trees of a YAML, JSON or TOML file; it is parsed once.
	Parse(path string) ([]*source.Node, error)
	// Exists reports whether path is a file inside the root.
	Exists(path string) bool
	// IsFolder reports whether path is a folder inside the root.
	IsFolder(path string) bool
	// Forget drops what was read and parsed, which the documents need no more once they are linked; it can be read again.
	Forget()
}

// Documents loads the files below root. It never fails as a whole. When ctx ends, the files that are left are not loaded.
func Documents(ctx context.Context, root fs.FS, files []discover.File, opts Options) Result {
	opts.Once = true
	return NewLoader(opts).Documents(ctx, Input{Root: root, Files: files})
}

// outcome is what came of one file.
type outcome struct {
	// reads are what the outcome was made of.
	reads *reads
	task
	// replaced is set when something that names the file had it loaded once more.
	replaced  bool
	kind      string
	broken    bool
	generated bool
	empty     bool
	// named is the kind that the name of a file of another shape tells, "" for any other file.
	named string
	// unsupported says why the file cannot be assessed although it is in order, "" for any other.
	unsupported string
	// partial says what of a source file was not looked at, "" for any other.
	partial string
	// manifests says that the file has Kubernetes manifests, which are often of several kinds in one file. kind is the first.
	manifests bool
	documents []*source.Document
	problems  []finding.Problem
}

func collect(outcomes []outcome) Result {
	var r Result
	for _, o := range withoutIncluded(outcomes) {
		r.Documents = append(r.Documents, o.documents...)
		r.Problems = append(r.Problems, o.problems...)
	}
	r.Problems = append(r.Problems, unset(r.Documents)...)
	failed := map[string]string{}
	for _, doc := range r.Documents {
		if doc.Partial != "" {
			failed[doc.File.Path] = doc.Partial
		}
	}
	for _, p := range r.Problems {
		if p.Level == finding.Error && failed[p.Path] == "" {
			failed[p.Path] = p.Message
		}
	}
	for _, o := range outcomes {
		if o.kind == "" && !o.broken && o.named == "" {
			continue
		}
		f := coverage.File{Path: o.file.Path, Kind: o.kind, State: coverage.Assessed, Reason: failed[o.file.Path]}
		switch {
		case o.named != "":
			f.State, f.Reason = coverage.Unsupported, "named like "+o.named+", but of another shape"
		case o.broken:
			f.State = coverage.Broken
		case o.unsupported != "":
			f.State, f.Reason = coverage.Unsupported, o.unsupported
		case o.generated:
			f.State, f.Reason = coverage.Generated, generatedReason
		case o.partial != "":
			f.State, f.Reason = coverage.Partial, o.partial
		case f.Reason != "":
			f.State = coverage.Partial
		case o.empty:
			f.Reason = "empty: there is nothing to check"
		}
		r.Files = append(r.Files, f)
	}
	return r
}

// load reads one file and expands it. A crash is a problem of the file.
func (s *recorder) load(t task, kinds []kind.Kind) (o outcome) {
	file := t.file
	o.task, o.reads = t, s.reads
	defer func() {
		o.problems = fewer(o.problems, file.Path)
	}()
	defer func() {
		if r := recover(); r != nil {
			o.broken = true
			o.problems = append(o.problems, finding.Problem{
				Level: finding.Error, Path: file.Path, Message: fmt.Sprintf("seclint crashed on this file: %v", r),
				Hint: "please report it with the file, it is a defect of seclint",
			})
		}
	}()
	if t.as != "" {
		s.loadAs(&o, t.as, kinds)
		return o
	}
	if source.FormatOf(file.Path).IsCode() {
		s.loadCode(&o, kinds)
		return o
	}
	named, other := byName(file.Path, kinds)
	isLast := len(named) > 0 && named[0].isLast(file.Path)
	if len(named) > 0 && !isLast && s.try(&o, named) && !o.manifests {
		return o
	}
	format := source.FormatOf(file.Path)
	if format == nil {
		return o
	}
	speaks := s.speaks(file.Path)
	likely := slices.DeleteFunc(other, func(c candidate) bool {
		return format.IsTemplate() && !c.Templates || !c.takesFormat(format) || !speaks(c)
	})
	if isLast {
		likely = append(likely, named...)
	}
	if len(likely) > 0 {
		s.try(&o, likely)
	}
	if o.kind == "" && !o.broken && len(named) > 0 && !named[0].isLoose(o.file.Path) {
		o.misnamed(named[0])
	}
	return o
}

// maxProblems is how many problems of one file are told apart.
const maxProblems = 1000

// fewer returns the problems of a file, those above the bound as one of the gravest level that they have.
func fewer(problems []finding.Problem, file string) []finding.Problem {
	if len(problems) <= maxProblems {
		return problems
	}
	left := problems[maxProblems:]
	more := finding.Problem{Level: finding.Warning, Path: file, Message: fmt.Sprintf("%d more problems of this file are not listed", len(left))}
	for _, p := range left {
		more.Level, more.IsUnassessed = max(more.Level, p.Level), more.IsUnassessed || p.IsUnassessed
	}
	return append(problems[:maxProblems:maxProblems], more)
}

// misnamed notes that a file has the name of a kind and is of none. What a program reads for its name alone, or because something
// starts it with the file, is broken.
func (o *outcome) misnamed(k candidate) {
	p := finding.Problem{
		Level: finding.Error, Path: o.file.Path, Message: "has the name of a " + k.Name + " file, but not the shape of one: nothing of it was looked at",
		Hint: "give it another name when it is something else", IsUnassessed: true,
	}
	switch {
	case k.takes(o.file.Path):
	case o.isStarted(k):
		p.Message, p.Hint = "is started as a "+k.Name+" file, but has not the shape of one: nothing of it was looked at", ""
	default:
		o.named = k.Name
		return
	}
	o.kind, o.broken = k.Name, true
	o.problems = append(o.problems, p)
}

// isStarted reports whether something in the scanned root is started with the file as one of a kind.
func (o *outcome) isStarted(k candidate) bool { return o.as == k.Name && k.Started != nil }

// try reads the file as one of the candidates. It reports whether there is nothing more to try: the file is of one of them, or
// cannot be parsed.
func (s *recorder) try(o *outcome, candidates []candidate) bool {
	roots, err := s.parse(o.file.Path, candidates[0])
	if err != nil {
		if tolerant, roots := s.commented(o.file.Path, candidates); roots != nil {
			if o.recognise(s, tolerant, roots); o.kind != "" {
				return true
			}
		}
		if s.isTemplate(o.file.Path, candidates) {
			return s.tryTemplate(o, candidates, err)
		}
		if candidates[0].isLoose(o.file.Path) && !s.speaks(o.file.Path)(candidates[0]) {
			return false // a file of another program under the name
		}
		o.fail(candidates, err)
		return true
	}
	o.recognise(s, candidates, roots)
	return o.kind != ""
}

// parse returns the trees of a file as the first of its candidates reads it.
func (s *recorder) parse(file string, first candidate) ([]*source.Node, error) {
	if format := first.reads(file); format != nil {
		return s.ParseAs(file, format)
	}
	return s.Parse(file)
}

// fail notes that a file cannot be parsed. A file whose name tells no kind may be none of ours: that is only a warning.
func (o *outcome) fail(candidates []candidate, err error) {
	p := problemOf(o.file.Path, err)
	if candidates[0].named && !candidates[0].isLoose(o.file.Path) {
		o.kind = candidates[0].Name
	} else {
		p.Level = finding.Warning
		p.Message = "looks like " + candidates[0].Name + ", but " + p.Message
	}
	o.broken = true
	o.problems = append(o.problems, p)
}

func (o *outcome) recognise(s *recorder, candidates []candidate, roots []*source.Node) {
	if len(roots) == 0 && candidates[0].named && !candidates[0].isLoose(o.file.Path) {
		o.kind, o.empty = candidates[0].Name, true
		p := finding.Problem{Level: finding.Warning, Path: o.file.Path, Message: "the file is empty: there is nothing to check"}
		switch {
		case candidates[0].takes(o.file.Path):
			p.Level, p.IsUnassessed = finding.Error, true
			p.Message = "the file is empty, and its name makes " + o.kind + " read it: there is nothing to check"
		case o.isStarted(candidates[0]):
			p.Level, p.IsUnassessed = finding.Error, true
			p.Message = "the file is empty, and " + o.kind + " is started with it: there is nothing to check"
		}
		o.problems = append(o.problems, p)
		return
	}
	o.manifests = slices.ContainsFunc(roots, func(root *source.Node) bool { return len(kind.Manifests(root)) > 0 })
	for _, k := range candidates {
		if !slices.ContainsFunc(roots, func(root *source.Node) bool { return k.Detect(root, k.named) }) {
			continue
		}
		s.expand(o, k.Kind, roots)
		if o.generated || !o.manifests {
			return
		}
	}
}

// expand adds the documents of one kind that the trees of the file have.
func (s *recorder) expand(o *outcome, k *kind.Kind, roots []*source.Node) {
	if o.kind == "" {
		o.kind = k.Name
	}
	generated := s.isGenerated(o.file)
	if o.generated = generated && !o.isUsed && isOutput(o.file.Path, o.base); o.generated {
		o.problems = append(o.problems, leftOutput(o.file.Path, k.Name))
		return
	}
	f, _ := s.Read(o.file.Path) // it was read before
	docs, problems := k.Expand(s, f, roots)
	o.documents = append(o.documents, docs...)
	identify(o.documents)
	o.tag(docs, generated)
	s.openInsets(o, docs, s.opts.Kinds)
	o.problems = append(o.problems, problems...)
}

// tag says what documents of the file are for, as far as the file says it.
func (o *outcome) tag(docs []*source.Document, generated bool) {
	tags := tagsOf(o.file.Path, o.base)
	if generated {
		tags = append(tags, source.Tag{Name: source.TagGenerated, Reason: "a program wrote the file"})
	}
	for _, doc := range docs {
		doc.Tags = append(doc.Tags, tags...)
	}
}

// identify gives the documents of one file their IDs.
func identify(docs []*source.Document) {
	for i, doc := range docs {
		doc.ID = doc.File.Path
		if i > 0 {
			doc.ID += "#" + strconv.Itoa(i+1)
		}
	}
}
