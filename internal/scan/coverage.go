package scan

import (
	"maps"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// empty says that a run looked at nothing: a gate that looks at nothing must not be green.
var empty = finding.Problem{
	Level: finding.Error, Message: "nothing to check: no file of a kind that seclint knows",
	Hint: "name a file or folder that holds one, or accept this with --allow-empty",
}

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
			states[p.Path] = coverage.File{Path: p.Path, State: state, Reason: p.Message}
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
			return coverage.Disabled, "no rule in force looks at this file"
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

// nothing reports whether no file was looked at, or could have been with other rules.
func nothing(files []coverage.File) bool {
	return !slices.ContainsFunc(files, func(f coverage.File) bool {
		return f.State != coverage.Unsupported && f.State != coverage.External && f.State != coverage.Generated || f.Kind != ""
	})
}

// failed reports whether one of the problems makes the run fail already, and so says better why nothing was looked at.
func failed(problems []finding.Problem) bool {
	return slices.ContainsFunc(problems, func(p finding.Problem) bool { return p.Level == finding.Error })
}
