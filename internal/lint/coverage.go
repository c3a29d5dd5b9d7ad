package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
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
func covered(files []discover.File, left []finding.Problem, loaded []report.FileCoverage) []report.FileCoverage {
	states := map[string]report.FileCoverage{}
	for _, f := range files {
		if f.Explicit {
			states[f.Path] = report.FileCoverage{Path: f.Path, State: report.Skipped, Reason: "of no kind that seclint knows"}
		}
	}
	for _, p := range left {
		if p.Path != "" {
			states[p.Path] = report.FileCoverage{Path: p.Path, State: report.Skipped, Reason: p.Message}
		}
	}
	for _, f := range loaded {
		states[f.Path] = f
	}
	var all []report.FileCoverage
	for _, path := range slices.Sorted(maps.Keys(states)) {
		all = append(all, states[path])
	}
	return all
}

// nothing reports whether no file was looked at.
func nothing(files []report.FileCoverage) bool {
	return !slices.ContainsFunc(files, func(f report.FileCoverage) bool { return f.State != report.Skipped })
}

// failed reports whether one of the problems makes the run fail already, and so says better why nothing was looked at.
func failed(problems []finding.Problem) bool {
	return slices.ContainsFunc(problems, func(p finding.Problem) bool { return p.Level == finding.Error })
}
