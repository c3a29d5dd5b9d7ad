package scan

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/governance"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// The bounds of what conditions of waivers look at: files of one glob, and bytes of all that one run reads for them.
const (
	maxFitting = 1000
	maxLookup  = 64 << 20
)

// lookup finds the files that waivers rest on.
type lookup struct {
	*run
	*view
	read map[string]*source.File // by path; nil for what cannot be read
	left int64
}

// Fitting implements triage.Files.
func (l *lookup) Fitting(glob config.Glob) []*source.File {
	names := map[string]bool{}
	for _, doc := range l.Documents {
		for _, f := range doc.Files {
			names[f.Path] = true
		}
	}
	for _, f := range l.files {
		names[f.Path] = true
	}
	var fitting []string
	for name := range names {
		if glob.Match(name) {
			fitting = append(fitting, name)
		}
	}
	if name := glob.String(); len(fitting) == 0 && !strings.ContainsAny(name, `*?[{\`) {
		fitting = append(fitting, name)
	}
	slices.Sort(fitting)
	var files []*source.File
	for _, name := range fitting[:min(len(fitting), maxFitting)] {
		if f := l.file(name); f != nil {
			files = append(files, f)
		}
	}
	return files
}

// file reads a file of the scanned root; nil where that cannot be done.
func (l *lookup) file(name string) *source.File {
	if l.read == nil {
		l.read, l.left = map[string]*source.File{}, maxLookup
		for _, doc := range l.Documents {
			for _, f := range doc.Files {
				l.read[f.Path] = f
			}
		}
	}
	f, known := l.read[name]
	if known {
		return f
	}
	if content := l.Overlay[name]; content != nil {
		f = source.NewFile(name, content)
	} else if content, err := source.ReadRegular(l.run.Root, name, min(l.opts.MaxFileSize, l.left)); err == nil {
		l.left -= int64(len(content))
		f = source.NewFile(name, content)
	}
	l.read[name] = f
	return f
}

// Exists implements triage.Files.
func (l *lookup) Exists(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	_, err := fs.Stat(l.run.Root, name)
	return err == nil
}

// withDecided adds to the rules that were evaluated those that Go decides and that found something, and keeps them sorted by id.
func withDecided(used []*rules.Rule, cat *rules.Catalogue, findings []finding.Finding) []*rules.Rule {
	decided := governance.Used(cat, findings)
	if len(decided) == 0 {
		return used
	}
	all := slices.Concat(used, decided)
	slices.SortFunc(all, func(a, b *rules.Rule) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// hiding returns what in the config keeps findings from being seen or counted, for the report.
func hiding(c *config.Config, cat *rules.Catalogue) []report.Hiding {
	var all []report.Hiding
	for _, h := range c.Hiding(cat) {
		all = append(all, report.Hiding{By: string(h.Effect), What: h.What, File: h.At.Path(), Line: int(h.At.Start.Line)})
	}
	return all
}
