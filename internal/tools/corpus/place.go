package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/source"
)

// checkPlaces checks for every finding that its span lies in the file that it names and covers what the finding speaks of.
func checkPlaces(dir string, r *report.Report) []miss {
	var misses []miss
	content := map[string][]byte{}
	for i := range r.Findings {
		f := &r.Findings[i]
		path := f.At.Path()
		if content[path] == nil {
			content[path], _ = os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		}
		if reason := misplaced(f, content[path]); reason != "" {
			misses = append(misses, miss{"misplaced finding", fmt.Sprintf("%s %s %s (%s): %s", f.At, f.Rule, f.Path, f.Message, reason)})
		}
	}
	return misses
}

// misplaced says what is wrong with the place of a finding, "" when nothing is. content is the file as it is on disk.
func misplaced(f *finding.Finding, content []byte) string {
	at := f.At
	switch {
	case at.IsZero():
		return "no place"
	case !bytes.Equal(content, at.File.Content):
		return "the file on disk is another one"
	case at.Start.Line < 1 || at.Start.Column < 1 || int(at.End.Line) > at.File.Lines():
		return "outside the file"
	case !at.Start.Before(at.End):
		return "empty span"
	case !speaksOf(f) && !absent(f):
		return "neither the span nor its block holds what the message speaks of"
	}
	return ""
}

var quoted = regexp.MustCompile(`"([^"]+)"`)

// speaksOf reports whether the span, or the line that opens the block it is in, has one of the two deepest keys of
// the path that can be there, or something that the message quotes.
func speaksOf(f *finding.Finding) bool {
	text := opening(f.At) + "\n" + f.At.Text()
	for _, word := range words(f) {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// absent reports whether the finding is about a setting that the file has nowhere, and is at the top of the document,
// the only place there is for it.
func absent(f *finding.Finding) bool {
	if len(f.Path) == 0 { // the document lacks something
		return f.At.Start.Column == 1
	}
	key, ok := f.Path[0].(string)
	written := regexp.MustCompile(`(?m)^\s*(- )?["']?` + regexp.QuoteMeta(key) + `["']?\s*[:=]`)
	return ok && f.At.Start.Column == 1 && !written.Match(f.At.File.Content)
}

// general are the keys that nearly everything of a kind is below: they prove nothing.
var general = map[string]bool{"services": true, "static_resources": true}

// words are the keys of the finding's path, but for general ones, and what its message quotes.
func words(f *finding.Finding) []string {
	var words []string
	for _, step := range f.Path {
		if key, ok := step.(string); ok && !general[key] {
			words = append(words, key)
		}
	}
	for _, match := range quoted.FindAllStringSubmatch(f.Message, -1) {
		words = append(words, match[1])
	}
	return words
}

// opening returns the line that opens the block in which a span starts, with what is in front of the span on its own
// line.
func opening(at source.Span) string {
	line := at.File.Line(int(at.Start.Line))
	own := string([]rune(line)[:min(int(at.Start.Column)-1, len([]rune(line)))])
	indent, item := indentation(line), strings.HasPrefix(strings.TrimSpace(line), "-")
	for n := at.Start.Line - 1; n > 0; n-- {
		above := strings.TrimSpace(at.File.Line(int(n)))
		if above == "" || above[0] == '#' {
			continue
		}
		depth := indentation(at.File.Line(int(n)))
		if depth < indent || item && depth == indent && above[0] != '-' {
			return above + "\n" + own
		}
	}
	return own
}

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
