package report

import (
	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
)

// maskFix takes the changes of a fix away where their text would show a secret: masked, they would write another one.
func maskFix(m *mask.Masker, f *finding.Finding) {
	if f.Fix == nil {
		return
	}
	fix := *f.Fix
	for _, c := range fix.Changes {
		if mask.Source(c.Text) != c.Text || m.Message(c.Text, c.At.Path(), f.Document) != c.Text {
			fix.Changes = nil
			break
		}
	}
	f.Fix = &fix
}

// jsonFix is what seclint fix would write instead.
type jsonFix struct {
	// What the fix does, in one line.
	Title string `json:"title"`
	// What may stop working after it; absent for a safe fix.
	Unsafe string `json:"unsafe,omitempty"`
	// The texts to replace, in the order of the files: no two touch. Fixes of different findings may.
	Changes []jsonChange `json:"changes"`
}

// jsonChange replaces the text from start up to, not including, end.
type jsonChange struct {
	jsonPlace
	Text string `json:"text"`
}

// jsonFixOf returns the fix of a finding, nil where there is none that can be made.
func jsonFixOf(f *finding.Finding) *jsonFix {
	if !isFixable(f) {
		return nil
	}
	fix := &jsonFix{Title: f.Fix.Title, Unsafe: f.Fix.Unsafe}
	for _, c := range f.Fix.Changes {
		fix.Changes = append(fix.Changes, jsonChange{placeOf(c.At), c.Text})
	}
	return fix
}

// isFixable reports whether a finding has a fix that can be made.
func isFixable(f *finding.Finding) bool { return f.Fix != nil && len(f.Fix.Changes) > 0 }

// isWorthFixing reports whether seclint fix takes a finding away, with --unsafe at least.
func isWorthFixing(f *finding.Finding) bool {
	return isFixable(f) && f.Suppressed == nil && f.Severity != finding.None
}

// isSafelyFixable reports whether seclint fix takes a finding away by itself.
func isSafelyFixable(f *finding.Finding) bool { return isWorthFixing(f) && f.Fix.IsSafe() }

// sarifFixes returns the fix of a finding as SARIF has it, nil where there is none that can be made.
func (lw *logWriter) sarifFixes(f *finding.Finding) []*sarif.Fix {
	if !isFixable(f) {
		return nil
	}
	text := f.Fix.Title
	if f.Fix.Unsafe != "" {
		text += " (unsafe: " + f.Fix.Unsafe + ")"
	}
	fix := sarif.NewFix().WithDescriptionText(visible(text))
	var file string
	for _, c := range f.Fix.Changes {
		if n := len(fix.ArtifactChanges); n == 0 || file != c.At.Path() {
			file = c.At.Path()
			fix.AddArtifactChanges(sarif.NewArtifactChange(lw.artifact(file)))
		}
		region := sarif.NewRegion().WithStartLine(int(c.At.Start.Line)).WithStartColumn(int(c.At.Start.Column)).
			WithEndLine(int(c.At.End.Line)).WithEndColumn(int(c.At.End.Column))
		replacement := sarif.NewReplacement(region).WithInsertedContent(sarif.NewArtifactContent().WithText(c.Text))
		fix.ArtifactChanges[len(fix.ArtifactChanges)-1].WithReplacement(replacement)
	}
	return []*sarif.Fix{fix}
}

// fixable counts the findings with a fix that can be made: those of safe ones, and those of unsafe ones.
func (r *Report) fixable() (safe, unsafe int) {
	for i := range r.Findings {
		f := &r.Findings[i]
		switch {
		case isSafelyFixable(f):
			safe++
		case isWorthFixing(f):
			unsafe++
		}
	}
	return safe, unsafe
}

// marked returns the message of a finding, behind a mark where seclint fix can remove it safely.
func marked(f *finding.Finding) string {
	if isSafelyFixable(f) {
		return "[*] " + visible(f.Message)
	}
	return visible(f.Message)
}

// fixable says how many findings seclint fix can remove.
func (t *text) fixable() {
	safe, unsafe := t.report.fixable()
	switch {
	case safe > 0 && unsafe > 0:
		t.printf("Fixable: %s with seclint fix, marked [*], and %d more with --unsafe\n", count(safe, "finding"), unsafe)
	case safe > 0:
		t.printf("Fixable: %s with seclint fix, marked [*]\n", count(safe, "finding"))
	case unsafe > 0:
		t.printf("Fixable: %s with seclint fix --unsafe\n", count(unsafe, "finding"))
	}
}
