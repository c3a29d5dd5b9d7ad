package shard

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

// version is that of the shape of a file.
const version = 1

// File is what one shard found, as JSON. It shows no secret.
type File struct {
	// Version is that of this shape.
	Version int `json:"seclint_shard"`
	Index   int `json:"index"`
	Count   int `json:"count"`
	// Inputs is a digest of all that decides about the findings: documents, rules and parameters.
	Inputs string `json:"inputs"`
	Parts  []part `json:"documents"`
}

// part is what evaluating a document gave.
type part struct {
	Document int       `json:"document"`
	Findings []found   `json:"findings,omitempty"`
	Problems []problem `json:"problems,omitempty"`
	// Secrets are lists of places, which findings share.
	Secrets [][]secret `json:"secrets,omitempty"`
}

// place is a span; File is the number of the file, -1 for no place at all.
type place struct {
	File  int             `json:"file"`
	Start source.Position `json:"start"`
	End   source.Position `json:"end"`
}

type related struct {
	At      place  `json:"at"`
	Message string `json:"message"`
}

// secret is a place with a secret, which is the stretch of its text from From to To; all of it where these are equal.
type secret struct {
	At   place `json:"at"`
	From int   `json:"from,omitempty"`
	To   int   `json:"to,omitempty"`
}

type found struct {
	Rule        string           `json:"rule"`
	Message     string           `json:"message"`
	Document    string           `json:"document"`
	Deployments []string         `json:"deployments,omitempty"`
	Path        []any            `json:"path"`
	At          place            `json:"at"`
	Situation   string           `json:"situation,omitempty"`
	Because     string           `json:"because,omitempty"`
	Severity    finding.Severity `json:"severity"`
	Remediation string           `json:"remediation,omitempty"`
	Tags        []finding.Tag    `json:"tags,omitempty"`
	Related     []related        `json:"related,omitempty"`
	Fingerprint string           `json:"fingerprint"`
	Place       string           `json:"place,omitempty"`
	Value       string           `json:"value,omitempty"`
	PartOf      string           `json:"part_of,omitempty"`
	// Secrets is the number of a list of the document's secrets, from 1; 0 for none.
	Secrets int  `json:"secrets,omitempty"`
	Fix     *fix `json:"fix,omitempty"`
}

type fix struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Unsafe string `json:"unsafe,omitempty"`
	Edits  []edit `json:"edits"`
}

type edit struct {
	Kind  finding.EditKind `json:"kind"`
	Path  []any            `json:"path"`
	Value any              `json:"value"`
	Name  string           `json:"name,omitempty"`
}

type problem struct {
	IsError      bool   `json:"is_error,omitempty"`
	Path         string `json:"path,omitempty"`
	At           place  `json:"at"`
	Rule         string `json:"rule,omitempty"`
	Message      string `json:"message"`
	Hint         string `json:"hint,omitempty"`
	IsUnassessed bool   `json:"is_unassessed,omitempty"`
}

// New returns the file of a share. inputs is the digest of what decides about the findings.
func New(share Share, inputs string, docs []*source.Document, parts []evaluate.Part) (*File, error) {
	var findings []finding.Finding
	var problems []finding.Problem
	for _, p := range parts {
		findings, problems = append(findings, p.Findings...), append(problems, p.Problems...)
	}
	w := &writer{files: number(docs), masker: mask.New(findings, problems), lists: map[*finding.Secret]int{}}
	w.masker.Look()
	f := &File{Version: version, Index: share.Index, Count: share.Count, Inputs: inputs, Parts: []part{}}
	for _, p := range parts {
		out := part{Document: p.Document}
		for i := range p.Findings {
			one := w.finding(&p.Findings[i])
			one.Secrets = w.secrets(&out, p.Findings[i].Secrets)
			out.Findings = append(out.Findings, one)
		}
		for _, said := range p.Problems {
			out.Problems = append(out.Problems, w.problem(said))
		}
		f.Parts = append(f.Parts, out)
	}
	return f, w.err
}

// Decode reads the text of a file.
func Decode(text []byte) (*File, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	f := &File{}
	if err := decoder.Decode(f); err != nil {
		return nil, fmt.Errorf("it is no JSON of a shard: %w", err)
	}
	switch {
	case f.Version == 0:
		return nil, fmt.Errorf("it is not what seclint --shard writes")
	case f.Version != version:
		return nil, fmt.Errorf("its version is %d, and this seclint reads %d", f.Version, version)
	case f.Count < 1 || f.Count > MaxCount || f.Index < 1 || f.Index > f.Count:
		return nil, fmt.Errorf("it has no share")
	}
	return f, nil
}

// number returns the numbers of the files that documents are made of.
func number(docs []*source.Document) map[*source.File]int {
	numbers := map[*source.File]int{}
	for _, f := range listed(docs) {
		numbers[f] = len(numbers)
	}
	return numbers
}

// listed returns the files that documents are made of, each once.
func listed(docs []*source.Document) []*source.File {
	var all []*source.File
	known := map[*source.File]bool{}
	for _, doc := range docs {
		for _, f := range append([]*source.File{doc.File}, doc.Files...) {
			if !known[f] {
				known[f] = true
				all = append(all, f)
			}
		}
	}
	return all
}
