package fix

import (
	"fmt"
	"io"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/seclint/seclint/internal/mask"
)

// Diff writes what changes as a unified diff, in which secrets are masked. Place says how people call a file, and show makes a line fit
// for them to read.
func (r *Result) Diff(w io.Writer, place, show func(string) string) error {
	masks := masks{mask.New(r.Before.Findings, nil), mask.New(r.After.Findings, nil), r.secrets()}
	for i := range r.Files {
		f := &r.Files[i]
		name := place(f.Path)
		before, after := string(f.Before.Content), string(f.After.Content)
		diff, err := udiff.ToUnifiedDiff("a/"+name, "b/"+name, before, udiff.Lines(before, after), udiff.DefaultContextLines)
		if err != nil {
			return fmt.Errorf("comparing %s: %w", f.Path, err)
		}
		masks.before.Know(f.Before)
		masks.after.Know(f.After)
		added := 0
		for _, hunk := range diff.Hunks {
			hunk.ToLine = hunk.FromLine + added
			old, fresh := hunk.FromLine, hunk.ToLine
			for k := range hunk.Lines {
				line := &hunk.Lines[k]
				ending := line.Content[len(strings.TrimRight(line.Content, "\r\n")):]
				line.Content = show(masks.line(f, line.Kind, old, fresh)) + ending
				if line.Kind != udiff.Insert {
					old++
				}
				if line.Kind != udiff.Delete {
					fresh++
				}
			}
			added = fresh - old
		}
		if _, err := io.WriteString(w, diff.String()); err != nil {
			return err
		}
	}
	return nil
}

// masks know what is secret in the files before and after.
type masks struct {
	before, after *mask.Masker
	// secrets are the texts that findings called secret before: the fix of a finding may be what takes the reason away to hide one.
	secrets []string
}

// secrets returns the texts that the findings before call secret.
func (r *Result) secrets() []string {
	var all []string
	for i := range r.Before.Findings {
		for _, s := range r.Before.Findings[i].Secrets {
			text := s.Text
			if text == "" {
				text = strings.Trim(s.At.Text(), "\"'")
			}
			if len(text) > 2 && !strings.ContainsAny(text, "\n$") {
				all = append(all, text)
			}
		}
	}
	return all
}

// line returns a line of a diff with its secrets masked.
func (m masks) line(f *File, kind udiff.OpKind, old, fresh int) string {
	if kind != udiff.Insert {
		return m.before.Line(f.Before, old).String()
	}
	text := m.after.Line(f.After, fresh).String()
	for _, secret := range m.secrets {
		text = strings.ReplaceAll(text, secret, strings.Repeat("*", len(secret)))
	}
	return text
}
