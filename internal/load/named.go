package load

import (
	"bytes"
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// maxRounds bounds how often documents that were named may name others.
const maxRounds = 5

// naming finds the files that documents and scripts name: each is of the kind that its name says there, whatever it is called and
// looks like, and wherever it is in the scanned root.
type naming struct {
	store    *store
	in       Input
	kinds    []kind.Kind
	outcomes []outcome
	// at is the outcome of each file, looked the outcomes whose documents were asked already.
	at       map[string]int
	looked   int
	problems []finding.Problem
}

// next returns the files to load that were not loaded as what they are named as.
func (n *naming) next() []task {
	if n.at == nil {
		n.at = make(map[string]int, len(n.outcomes))
		for i, o := range n.outcomes {
			n.at[o.file.Path] = i
		}
	}
	wanted := map[string]task{}
	for _, ref := range n.references() {
		ref = n.told(ref)
		switch {
		case ref.IsMissing:
			n.miss(ref)
		case n.isWanted(ref):
			file := discover.File{Path: ref.Path}
			if i, known := n.at[ref.Path]; known {
				file = n.outcomes[i].file
			}
			wanted[ref.Path] = task{file: file, as: ref.Kind, seen: ref.As, base: baseOf(ref.Path, n.in.Bases), isUsed: true}
		}
	}
	tasks := make([]task, 0, len(wanted))
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		tasks = append(tasks, wanted[name])
	}
	return tasks
}

// told returns a reference with the kind that the path of the file in a container tells. What is started is told by what starts it.
func (n *naming) told(ref kind.Reference) kind.Reference {
	if ref.Kind != "" || ref.As == "" {
		return ref
	}
	for _, k := range n.kinds {
		if k.Started == nil && k.Named(path.Base(ref.As)) {
			ref.Kind = k.Name
			break
		}
	}
	return ref
}

// references lists what is named by scripts, and by documents that were not asked before.
func (n *naming) references() []kind.Reference {
	var all []kind.Reference
	if n.looked == 0 {
		for _, k := range n.kinds {
			if k.Started != nil {
				all = append(all, k.Started(n.store.record())...)
			}
		}
	}
	for _, o := range n.outcomes[n.looked:] {
		for _, doc := range o.documents {
			if doc.IsFragment { // where it is written to, and what is beside it there, is not known
				continue
			}
			if namer, ok := doc.Facts.(kind.Namer); ok {
				all = append(all, namer.References()...)
			}
			if holder, ok := doc.Facts.(kind.Holder); ok {
				all = append(all, n.configured(holder)...)
			}
			if setter, ok := doc.Facts.(kind.ProfileSetter); ok {
				all = append(all, n.installed(setter)...)
			}
		}
	}
	n.looked = len(n.outcomes)
	return all
}

// configured lists the files that commands name behind the option by which a program takes the file of its configuration, where the
// words of the file are those of a configuration: other programs have such options, too.
func (n *naming) configured(holder kind.Holder) []kind.Reference {
	var all []kind.Reference
	for _, k := range n.kinds {
		if k.Arguments == nil {
			continue
		}
		for _, command := range holder.Commands(k.Arguments.File) {
			for _, named := range valuesOf(command.Words, k.Arguments.File) {
				file := command.File(named.Node.Str())
				if f, err := n.store.record().Read(file); file != "" && err == nil && hasHint(readings(f.Content), k.Hints) {
					all = append(all, kind.Reference{Path: file, Kind: k.Name, As: named.Node.Str()})
				}
			}
		}
	}
	return all
}

// installed lists the files that may be those that an engine reads on its host: there they are in another folder.
func (n *naming) installed(setter kind.ProfileSetter) []kind.Reference {
	var all []kind.Reference
	for _, setting := range setter.Profiles() {
		if !setting.IsFile() || source.IsUnknown(setting.Name) {
			continue
		}
		for _, folder := range n.store.Folders() {
			if file := path.Join(folder, path.Base(setting.Name)); n.store.Exists(file) {
				all = append(all, kind.Reference{Path: file, Kind: "seccomp"})
			}
		}
	}
	return all
}

// isWanted reports whether a file is in the root and is no document yet, and nobody chose to leave it out. One that was left out
// because a program wrote it is wanted when something reads it.
func (n *naming) isWanted(ref kind.Reference) bool {
	i, known := n.at[ref.Path]
	switch {
	case ref.Kind == "":
		return known && n.outcomes[i].generated
	case known && n.outcomes[i].kind != "" && !n.outcomes[i].generated:
		return false
	}
	if !fs.ValidPath(ref.Path) || !n.store.Exists(ref.Path) || n.in.IsLeftOut != nil && n.in.IsLeftOut(ref.Path) {
		return false
	}
	return !ref.IsPrivate || n.in.IsIgnored == nil || !n.in.IsIgnored(ref.Path)
}

// miss notes that a file that something is started with is not there, so that what is started is not what was looked at.
func (n *naming) miss(ref kind.Reference) {
	n.problems = append(n.problems, finding.Problem{
		Level: finding.Error, Path: ref.By, Message: "starts " + ref.Name + ", which is not in the scanned root: it was not looked at",
		Hint: "scan the folder that has it as well, or do not start it", IsUnassessed: true,
	})
}

// add takes up the outcomes of files that were named. What came of one before it was named is replaced.
func (n *naming) add(outcomes []outcome) {
	for _, o := range outcomes {
		if o.file.Path == "" { // the scan ended before it was loaded
			continue
		}
		if i, known := n.at[o.file.Path]; known {
			n.outcomes[i].replaced = true
		}
		n.at[o.file.Path] = len(n.outcomes)
		n.outcomes = append(n.outcomes, o)
	}
}

// all returns the outcomes by path.
func (n *naming) all() []outcome {
	all := slices.DeleteFunc(n.outcomes, func(o outcome) bool { return o.replaced })
	slices.SortStableFunc(all, func(a, b outcome) int { return strings.Compare(a.file.Path, b.file.Path) })
	return all
}

// loadAs reads a file as the kind that something that names it says it is of.
func (s *recorder) loadAs(o *outcome, name string, kinds []kind.Kind) {
	i := slices.IndexFunc(kinds, func(k kind.Kind) bool { return k.Name == name })
	if i < 0 {
		return
	}
	k := candidate{&kinds[i], true}
	format := k.Format
	if own := source.FormatOf(o.seen); o.seen != "" && own != nil {
		format = own
	}
	if own := k.reads(cmp.Or(o.seen, o.file.Path)); own != nil {
		format = own
	}
	if format == nil {
		return
	}
	if f, err := s.Read(o.file.Path); err == nil && len(bytes.TrimSpace(f.Content)) == 0 {
		o.recognise(s, []candidate{k}, nil)
		return
	}
	roots, err := s.ParseAs(o.file.Path, formatAs(o.file.Path, format))
	if f, readErr := s.Read(o.file.Path); err != nil && readErr == nil && k.Comments {
		roots, err = format.ReadLenient(f, source.DefaultLimits())
	}
	if err != nil {
		k.named = k.Started != nil || o.seen != "" // else what names the file is at fault, and rules say so
		o.fail([]candidate{k}, err)
		return
	}
	if len(roots) > 0 && !slices.ContainsFunc(roots, func(root *source.Node) bool { return k.Detect(root, true) }) {
		o.misnamed(k)
		return
	}
	o.recognise(s, []candidate{k}, roots)
}

// formatAs returns the format in which a file is read that is named as something of a format: its own where that is the same or a
// template of it.
func formatAs(name string, format *source.Format) *source.Format {
	if own := source.FormatOf(name); own == format || own.IsTemplate() && own == format.Template() {
		return own
	}
	return format
}
