// Package baseline compares findings with those that somebody wrote down before: what is new counts, what is known does not, and what
// is gone is fixed.
package baseline

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// File is the name of a baseline where nobody gives another.
const File = ".seclint-baseline.json"

// maxSize bounds a baseline in bytes, which may come with the scanned files.
const maxSize = 64 << 20

// Entry is a finding as a baseline has it.
type Entry struct {
	// Rule, File, Path, Severity and Message are for people; Rule, File and Severity decide, too.
	Rule     string           `json:"rule"`
	File     string           `json:"file"`
	Path     string           `json:"path,omitempty"`
	Severity finding.Severity `json:"severity"`
	Message  string           `json:"message"`
	// Fingerprint, Place and Value are those of finding.Finding. Place and Value are absent in a SARIF log of another version.
	Fingerprint string `json:"fingerprint"`
	Place       string `json:"place,omitempty"`
	Value       string `json:"value,omitempty"`
}

// written is a baseline as a file.
type written struct {
	// Baseline is the version of this shape.
	Baseline int     `json:"seclint_baseline"`
	Findings []Entry `json:"findings"`
}

// version is that of the shape.
const version = 1

// Of returns the entries of findings that count, in the order of a baseline. The findings have to be masked: the entries are written to
// a file.
func Of(findings []finding.Finding) []Entry {
	var entries []Entry
	for i := range findings {
		if f := &findings[i]; f.Suppressed == nil && f.Severity > finding.None {
			entries = append(entries, entryOf(f))
		}
	}
	slices.SortFunc(entries, compare)
	return entries
}

// index is the index of an item, which another item in front of it changes.
var index = lazyregexp.New(`\[\d+\]`)

func entryOf(f *finding.Finding) Entry {
	return Entry{
		Rule: f.Rule, File: fileOf(f), Path: index.ReplaceAllString(f.Path.String(), "[]"), Severity: f.Severity, Message: f.Message,
		Fingerprint: f.Fingerprint, Place: f.Place, Value: f.Value,
	}
}

func fileOf(f *finding.Finding) string {
	if f.At.IsZero() {
		return f.Document
	}
	return f.At.Path()
}

func compare(a, b Entry) int {
	return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Path, b.Path),
		strings.Compare(a.Message, b.Message), strings.Compare(a.Fingerprint, b.Fingerprint), strings.Compare(a.Value, b.Value))
}

// Encode returns a baseline as a file: JSON with a line for each key, sorted, the same bytes for the same findings.
func Encode(entries []Entry) ([]byte, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(written{Baseline: version, Findings: append([]Entry{}, entries...)})
	return []byte(b.String()), err
}

// Read reads a baseline or a SARIF log of an earlier run.
func Read(root fs.FS, name string) ([]Entry, error) {
	content, err := source.ReadRegular(root, name, maxSize)
	if err != nil {
		return nil, fmt.Errorf("reading the baseline %s: %w", name, err)
	}
	entries, err := Decode(content)
	if err != nil {
		return nil, fmt.Errorf("reading the baseline %s: %w", name, err)
	}
	return entries, nil
}

// Decode reads the text of a baseline or of a SARIF log.
func Decode(content []byte) ([]Entry, error) {
	var shape struct {
		Baseline *int            `json:"seclint_baseline"`
		Findings []Entry         `json:"findings"`
		Runs     json.RawMessage `json:"runs"`
	}
	if err := json.Unmarshal(content, &shape); err != nil {
		return nil, fmt.Errorf("it is no JSON of a baseline: %w", err)
	}
	switch {
	case shape.Runs != nil:
		return decodeSARIF(shape.Runs)
	case shape.Baseline == nil:
		return nil, errors.New("it is neither a baseline of seclint nor a SARIF log: write one with seclint baseline")
	case *shape.Baseline != version:
		return nil, fmt.Errorf("its version is %d, and this seclint reads %d: write it anew with seclint baseline", *shape.Baseline, version)
	}
	for i, e := range shape.Findings {
		if e.Rule == "" || e.Fingerprint == "" {
			return nil, fmt.Errorf("finding %d has no rule or fingerprint", i+1)
		}
	}
	return shape.Findings, nil
}
