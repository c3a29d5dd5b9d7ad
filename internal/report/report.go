// Package report writes what a run found, in the formats that people and machines read. Every format tells the same
// story from the same Report.
package report

import (
	"time"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/rules"
)

// Report is everything that a run has to say. Findings and problems are in their final order.
type Report struct {
	// Version is seclint's own version.
	Version string
	// Findings holds all findings: informational and suppressed ones too.
	Findings []finding.Finding
	Problems []finding.Problem
	// Rules are the rules that were evaluated, by id.
	Rules []*rules.Rule
	// Coverage says what was looked at.
	Coverage Coverage
	// FailOn is the threshold; findings at or above it make the exit code 1. Never is set when there is none.
	FailOn finding.Severity
	Never  bool
	// NeverBy is the config file that sets Never, "" where a flag does.
	NeverBy string
	// Before is what the findings were compared with, nil where nothing was asked for: their states are by it.
	Before *Before
	// Hiding is what in the config keeps findings from being seen or counted.
	Hiding []Hiding
	// Map draws what leads to the host. It is called by the formats that show it alone; nil where there is nothing to draw.
	Map func() *Map
	// Started is when the run began. Only a format whose schema demands it shows it.
	Started time.Time
	// Elapsed is the wall-clock time of the run; Stages splits it by stage name in pipeline order.
	Elapsed time.Duration
	Stages  []Stage

	masked *Report      // what Masked returned
	masker *mask.Masker // of a masked report
}

// Before is what findings were compared with.
type Before struct {
	// Name is the file of a baseline, or the revision before a change.
	Name string
	// IsRevision is set for the latter.
	IsRevision bool
	// Fixed are the findings that were there and are gone.
	Fixed []baseline.Entry
}

// Stage is the time that one stage took.
type Stage struct {
	Name    string
	Elapsed time.Duration
}

// Coverage says what was looked at and what was not, and why.
type Coverage struct {
	// Files are the files of a known kind and every file that had to be left out, by path.
	Files []FileCoverage
	// Assets are what is known of beside files, in the order of sort and place.
	Assets []coverage.Asset
	// LeftOut are the files and folders that were left out by choice or by default, in byte order.
	LeftOut []coverage.LeftOut
}

// Tally counts files and assets by state.
func (c *Coverage) Tally() coverage.Tally {
	tally := coverage.Tally{}
	for _, file := range c.Files {
		tally[file.State]++
	}
	for _, asset := range c.Assets {
		tally[asset.State]++
	}
	return tally
}

// FileCoverage is the state of one file.
type FileCoverage = coverage.File

// State says how far a file was looked at.
type State = coverage.State

// The states of a file.
const (
	Assessed    = coverage.Assessed
	Partial     = coverage.Partial
	Broken      = coverage.Broken
	Unsupported = coverage.Unsupported
)

// Counts are the numbers of the headline.
type Counts struct {
	BySeverity                       map[finding.Severity]int
	Informational, Suppressed, Known int
	// Parts are counted with the finding that they are a part of.
	Parts int
}

// Total is how many findings count.
func (c Counts) Total() int { return c.from(finding.Note) }

// from is how many findings count that are at or above a severity.
func (c Counts) from(severity finding.Severity) int {
	n := 0
	for s, found := range c.BySeverity {
		if s >= severity {
			n += found
		}
	}
	return n
}

// Count counts the findings: informational, suppressed and known ones apart, parts of a composite with it.
func (r *Report) Count() Counts {
	c := Counts{BySeverity: map[finding.Severity]int{}}
	wholes := r.wholes()
	for i := range r.Findings {
		_, isPart := wholes[i]
		switch f := &r.Findings[i]; {
		case f.Suppressed != nil:
			c.Suppressed++
		case f.Severity == finding.None:
			c.Informational++
		case f.State == finding.Unchanged && !isPart:
			c.Known++
		case f.State == finding.Unchanged:
		case isPart:
			c.Parts++
		default:
			c.BySeverity[f.Severity]++
		}
	}
	return c
}
