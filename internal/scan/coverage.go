package scan

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/rules"
)

// overlaid returns the files with those of the overlay, by path.
func overlaid(files []discover.File, overlay map[string][]byte) []discover.File {
	if len(overlay) == 0 {
		return files
	}
	files = slices.DeleteFunc(files, func(f discover.File) bool { return overlay[f.Path] != nil })
	for _, path := range slices.Sorted(maps.Keys(overlay)) {
		files = append(files, discover.File{Path: path, Explicit: true, Size: int64(len(overlay[path]))})
	}
	slices.SortFunc(files, func(a, b discover.File) int { return strings.Compare(a.Path, b.Path) })
	return files
}

// covered returns the state of every file that was loaded, left out, or named and of no known kind, by path.
func (r *run) covered(v *view) []coverage.File {
	states := map[string]coverage.File{}
	for _, f := range v.files {
		if f.Explicit {
			states[f.Path] = coverage.File{Path: f.Path, State: coverage.Unsupported, Reason: "of no kind that seclint knows"}
		}
	}
	for _, p := range v.left {
		if state, ok := discover.StateOf(p); ok {
			states[p.Path] = coverage.File{Path: p.Path, Kind: r.kindNamed(p.Path), State: state, Reason: p.Message}
		}
	}
	judged := r.judged(v)
	for _, f := range v.Files {
		if f.State == coverage.Assessed || f.State == coverage.Partial {
			f.State, f.Reason = judged(f)
		}
		states[f.Path] = f
	}
	var all []coverage.File
	for _, path := range slices.Sorted(maps.Keys(states)) {
		all = append(all, states[path])
	}
	return all
}

// judged returns a function that says how far the rules saw a file that was loaded.
func (r *run) judged(v *view) func(coverage.File) (coverage.State, string) {
	used, broke := map[string]bool{}, map[string]string{}
	for _, doc := range v.Documents {
		used[doc.File.Path] = true
		for _, f := range doc.Files {
			used[f.Path] = true
		}
	}
	for _, p := range r.problems {
		if p.Level == finding.Error && p.Rule != "" && p.Path != "" && broke[p.Path] == "" {
			broke[p.Path] = p.Message
		}
	}
	ofKind := map[string][]*rules.Rule{}
	for _, rule := range r.opts.Catalogue.All() {
		for _, kind := range rule.Kinds {
			ofKind[kind] = append(ofKind[kind], rule)
		}
	}
	return func(f coverage.File) (coverage.State, string) {
		inForce := func(rule *rules.Rule) bool { return r.opts.Config.RuleEnabled(rule, f.Path) }
		switch {
		case len(ofKind[f.Kind]) == 0:
			return coverage.Unsupported, "no rule looks at this kind"
		case !slices.ContainsFunc(ofKind[f.Kind], inForce):
			return coverage.Disabled, noRule
		case f.State == coverage.Partial:
			return f.State, f.Reason
		case broke[f.Path] != "":
			return coverage.Partial, broke[f.Path]
		case f.Reason != "": // it is empty
			return f.State, f.Reason
		case !used[f.Path]:
			return coverage.Partial, "no document is made of it"
		}
		return coverage.Assessed, ""
	}
}

// known returns the problems of discovery; those about files that are of a kind by their names are errors.
func (r *run) known(left []finding.Problem) []finding.Problem {
	for i, p := range left {
		if _, isFile := discover.StateOf(p); isFile && p.Level == finding.Warning && r.kindNamed(p.Path) != "" {
			left[i].Level, left[i].IsUnassessed = finding.Error, true
		}
	}
	return left
}

// kindNamed returns the kind that the name of a file says, "" for none.
func (r *run) kindNamed(file string) string {
	for _, k := range r.kinds {
		if k.Named(path.Base(file)) {
			return k.Name
		}
	}
	return ""
}

// accept makes warnings of the problems that the config or a flag accepts.
func (r *run) accept(problems []finding.Problem) {
	for i := range problems {
		if p := &problems[i]; p.IsUnassessed && r.opts.Config.AllowUnassessed {
			p.Level = finding.Warning
		}
	}
}

// noRule says that no rule in force looks at a file.
const noRule = "no rule in force looks at this file"

// leftOut returns what discovery left out, and the files for which the config turns all rules off.
func (r *run) leftOut(v *view, files []coverage.File) []coverage.LeftOut {
	left := slices.Clone(v.chosen)
	for _, f := range files {
		if f.State == coverage.Disabled && f.Reason == noRule && !r.opts.Config.IsSelective() {
			left = append(left, coverage.LeftOut{Path: f.Path, By: coverage.ByRules})
		}
	}
	slices.SortStableFunc(left, func(a, b coverage.LeftOut) int { return strings.Compare(a.Path, b.Path) })
	return left
}

// Wanted says in a clause which files are looked for.
func Wanted() string {
	var names []string
	for _, name := range all.Names() {
		text := name.What
		if len(name.Files) > 0 {
			text += " (" + strings.Join(name.Files, ", ") + ")"
		}
		names = append(names, text)
	}
	return "seclint looks for files of " + strings.Join(names, ", ") +
		", also under other names by their content, for files of variables and Dockerfiles beside them, and for programs in Python, JavaScript and Go"
}

// nothing returns the problem that no file was looked at, where that is so: a gate that looks at nothing must not be green.
func nothing(files []coverage.File) (p finding.Problem, is bool) {
	p = finding.Problem{
		Level: finding.Error, Message: "nothing to check: no file of a kind that seclint knows",
		Hint: Wanted() + "; name a file or folder that has one, or accept this with --allow-empty",
	}
	for _, f := range files {
		switch {
		case f.State == coverage.Assessed || f.State == coverage.Partial:
			return p, false
		case f.State == coverage.Disabled:
			p.Message = "nothing checked: no rule in force looks at any of the files"
			p.Hint = "turn rules on, or accept this with --allow-empty"
		}
	}
	return p, true
}

// failed reports whether one of the problems makes the run fail already, and so says better why nothing was looked at.
func failed(problems []finding.Problem) bool {
	return slices.ContainsFunc(problems, func(p finding.Problem) bool { return p.Level == finding.Error })
}
