package tracker

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
)

// SchemaVersion is the version of the JSON of `seclint track`. A new field raises the second number, any other change the first.
const SchemaVersion = "1.1"

// State is what `seclint track` says, as JSON. Paths are slash-separated and relative to the scanned root. Secrets are hidden.
type State struct {
	// Version of this shape: a new field raises the second number, any other change the first.
	SchemaVersion string `json:"schema_version"`
	// The trackers that were read.
	Trackers []TrackerState `json:"trackers"`
	// The items of all trackers, in their order.
	Items []ItemState `json:"items"`
	// Findings from medium on that no item is about.
	Untracked []FindingState `json:"untracked"`
	// The numbers of the headline.
	Counts Counts `json:"counts"`
}

// TrackerState is a tracker.
type TrackerState struct {
	File  string `json:"file"`
	Title string `json:"title"`
	Items int    `json:"items"`
	// Parts that may have items and that are not read.
	Unread []UnreadState `json:"unread"`
}

// UnreadState is a part of a tracker that is not read.
type UnreadState struct {
	Line int `json:"line"`
	// What it is, in words.
	What string `json:"what"`
}

// ItemState is an item and what the scan says of it.
type ItemState struct {
	// The tracker, and the line in it.
	File string `json:"file"`
	Line int    `json:"line"`
	// The code or number of the item; absent where it has none.
	ID string `json:"id,omitempty"`
	// The item that it is a part of.
	Parent string `json:"parent,omitempty"`
	Title  string `json:"title"`
	// The headings around it.
	Section string `json:"section,omitempty"`
	// The severity; absent where none is written.
	Severity *finding.Severity `json:"severity,omitempty"`
	// The severity as it is written.
	SeverityText string `json:"severity_text,omitempty"`
	// The status: open, closed, accepted, documented, mitigated or unknown.
	Status Status `json:"status"`
	// The status as it is written.
	StatusText string `json:"status_text,omitempty"`
	// What follows the word of the status.
	StatusNote string `json:"status_note,omitempty"`
	// What says the status: item, log, section, file, parts or default.
	StatusFrom string `json:"status_from"`
	// The places that the item names.
	Evidence []PlaceState `json:"evidence"`
	// What is to be changed.
	Targets []string `json:"targets"`
	// The rules and the other items that it names.
	Rules    []string `json:"rules"`
	Mentions []string `json:"mentions"`
	// What is odd about it.
	Notes []string `json:"notes"`
	// What the scan makes of it.
	Verdict Verdict `json:"verdict"`
	// Why.
	Reason string `json:"reason"`
	// The findings that are the same thing.
	Findings []FindingState `json:"findings"`
	// What it says of its files that was looked up.
	Claims []ClaimState `json:"claims"`
	// Rules that the item may be about, where it names none.
	Suggested []string `json:"suggested_rules"`
}

// PlaceState is a place that an item names.
type PlaceState struct {
	// As it is written: the path with its lines, or the words where no file is named.
	Text string `json:"text"`
	// What is written in front of it.
	Label string `json:"label,omitempty"`
	// The file in the scanned root; absent where it is in none.
	File  string       `json:"file,omitempty"`
	Lines []RangeState `json:"lines,omitempty"`
	// The name in the file that is meant.
	Symbol string `json:"symbol,omitempty"`
	// One of found, stale, external, ambiguous and remark.
	State PlaceStatus `json:"state"`
	// Why it is not found.
	Reason string `json:"reason,omitempty"`
	// The line that is meant now, as far as that is known.
	Now int `json:"now,omitempty"`
}

// RangeState is a stretch of lines.
type RangeState struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// FindingState is a finding of the scan.
type FindingState struct {
	Rule        string           `json:"rule"`
	Severity    finding.Severity `json:"severity"`
	File        string           `json:"file"`
	Line        int              `json:"line"`
	Message     string           `json:"message"`
	Fingerprint string           `json:"fingerprint"`
	Suppressed  bool             `json:"suppressed"`
}

// ClaimState is what an item says of its files.
type ClaimState struct {
	Text  string `json:"text"`
	Holds bool   `json:"holds"`
	// Why it is not so.
	Reason string `json:"reason,omitempty"`
}

// Counts are the numbers of items by what became of them.
type Counts struct {
	Items int `json:"items"`
	// By verdict.
	Verdicts map[string]int `json:"verdicts"`
	// Places that are no longer where an item says.
	StaleEvidence int `json:"stale_evidence"`
	Untracked     int `json:"untracked"`
}

// State returns what was found out as it may be written: secrets are hidden.
func (r *Result) State() *State {
	s := &State{SchemaVersion: SchemaVersion, Trackers: []TrackerState{}, Items: []ItemState{}, Untracked: []FindingState{}, Counts: Counts{Verdicts: map[string]int{}}}
	for _, doc := range r.Documents {
		t := TrackerState{doc.File.Path, mask.Source(doc.Title), len(doc.Items), []UnreadState{}}
		for _, u := range doc.Unread {
			t.Unread = append(t.Unread, UnreadState{int(u.At.Start.Line), mask.Source(u.What)})
		}
		s.Trackers = append(s.Trackers, t)
	}
	for _, match := range r.Matches {
		item := match.state()
		s.Items = append(s.Items, item)
		s.Counts.Verdicts[string(item.Verdict)]++
		for _, p := range match.Places {
			if p.State == Stale {
				s.Counts.StaleEvidence++
			}
		}
	}
	for _, f := range r.Untracked {
		s.Untracked = append(s.Untracked, findingState(f))
	}
	s.Counts.Items, s.Counts.Untracked = len(s.Items), len(s.Untracked)
	return s
}

func (match *Match) state() ItemState {
	s := ItemState{
		File: match.Tracker, Line: int(match.At.Start.Line), ID: match.ID, Parent: mask.Source(match.Parent()), Title: mask.Source(match.Title), Section: mask.Source(match.Section),
		SeverityText: match.SeverityText, Status: match.Status, StatusText: mask.Source(match.StatusText), StatusNote: mask.Source(match.StatusNote), StatusFrom: match.StatusFrom,
		Evidence: []PlaceState{}, Targets: []string{}, Rules: append([]string{}, match.Named...), Mentions: append([]string{}, match.Mentions...),
		Notes: append([]string{}, match.Notes...), Verdict: match.Verdict, Reason: mask.Text(match.Reason), Findings: []FindingState{}, Claims: []ClaimState{},
		Suggested: append([]string{}, match.Suggested...),
	}
	if match.HasSeverity {
		s.Severity = &match.Severity
	}
	for _, p := range match.Places {
		place := PlaceState{Text: mask.Source(p.String()), Label: p.Label, File: p.File, Symbol: p.Symbol, State: p.State, Reason: mask.Text(p.Why), Now: p.Line}
		for _, r := range p.Ranges {
			place.Lines = append(place.Lines, RangeState{r.From, r.To})
		}
		s.Evidence = append(s.Evidence, place)
	}
	for _, e := range match.Targets {
		s.Targets = append(s.Targets, mask.Source(e.String()))
	}
	for _, f := range match.Findings {
		s.Findings = append(s.Findings, findingState(f))
	}
	for _, c := range match.Claims {
		s.Claims = append(s.Claims, ClaimState{mask.Source(c.Text), c.Holds, mask.Text(c.Reason)})
	}
	return s
}

func findingState(f *finding.Finding) FindingState {
	return FindingState{
		Rule: f.Rule, Severity: f.Severity, File: fileOf(f), Line: max(1, int(f.At.Start.Line)), Message: mask.Text(f.Message), Fingerprint: f.Fingerprint,
		Suppressed: f.Suppressed != nil,
	}
}
