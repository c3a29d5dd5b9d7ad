package report

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

const (
	// shortReport is how many lines a few findings may take, and 100 findings may take longReportLines: with what stands below them they
	// fit into five hundred lines.
	shortReport     = 200
	longReportLines = 425
	// maxInFull is how many lines those that are written in full may take more than they would briefly, and minInFull how many they may
	// take in any case.
	maxInFull = 250
	minInFull = 25
	// maxAlike is how many findings of one rule are written in full.
	maxAlike = 3
)

// section is a part of the report with a heading.
type section struct {
	title    string
	file     string // that the title names, "" for none
	findings []*finding.Finding
}

// GroupBys returns what --group-by takes.
func GroupBys() []string { return []string{"file", "rule", "service"} }

// sectionOf returns where a finding belongs.
func (t *text) sectionOf(f *finding.Finding) section {
	switch t.options.GroupBy {
	case "rule":
		return section{title: f.Rule}
	case "service":
		if name := subject(f); name != "" {
			return section{title: fmt.Sprintf("service %q of %s", name, f.Document)}
		}
		return section{title: f.Document, file: f.Document}
	}
	return section{title: f.At.Path(), file: f.At.Path()}
}

// byFile groups findings by file.
func byFile(findings []*finding.Finding) []section { return (&text{}).group(findings) }

// group puts findings into sections: the section with the worst finding first, and the worst of each first.
func (t *text) group(findings []*finding.Finding) []section {
	index := map[string]int{}
	var sections []section
	for _, f := range findings {
		s := t.sectionOf(f)
		i, ok := index[s.title]
		if !ok {
			i = len(sections)
			index[s.title] = i
			sections = append(sections, s)
		}
		sections[i].findings = append(sections[i].findings, f)
	}
	for _, s := range sections {
		slices.SortStableFunc(s.findings, worseFirst)
	}
	slices.SortStableFunc(sections, func(a, b section) int {
		return cmp.Or(worseFirst(a.findings[0], b.findings[0]), strings.Compare(a.title, b.title))
	})
	return sections
}

func worseFirst(a, b *finding.Finding) int { return cmp.Compare(rank(b), rank(a)) }

// plan decides which findings are written in full: all when verbose, or else as many of the worst as fit, the first of each rule before
// others of it.
func (t *text) plan(findings []*finding.Finding) {
	seen := map[string]int{}
	var first, later []*finding.Finding
	used := 0
	for _, s := range t.group(findings) {
		used += 2 // the heading
		for _, f := range s.findings {
			if t.options.Verbose {
				t.full[f] = true
				continue
			}
			used += t.height(f, t.brief)
			switch seen[f.Rule]++; {
			case seen[f.Rule] == 1:
				first = append(first, f)
			case seen[f.Rule] <= maxAlike:
				later = append(later, f)
			}
		}
	}
	slices.SortStableFunc(first, worseFirst)
	slices.SortStableFunc(later, worseFirst)
	room := min(max(shortReport+len(findings)*(longReportLines-shortReport)/100-used, minInFull), maxInFull)
	for _, f := range append(first, later...) {
		if room -= t.height(f, t.finding) - t.height(f, t.brief); room < 0 {
			return
		}
		t.full[f] = true
	}
}

// height returns how many lines a finding takes as write writes it.
func (t *text) height(f *finding.Finding, write func(*finding.Finding)) int {
	if t.counter == nil {
		t.counter = bufio.NewWriter(&t.tally)
	}
	out, said := t.Writer, t.said
	t.tally, t.Writer, t.said = 0, t.counter, map[saying]bool{}
	write(f)
	_ = t.Flush() // counting does not fail
	t.Writer, t.said = out, said
	return int(t.tally)
}

// lineCounter counts the lines that are written to it.
type lineCounter int

func (c *lineCounter) Write(p []byte) (int, error) {
	*c += lineCounter(bytes.Count(p, []byte("\n")))
	return len(p), nil
}

// sections writes the findings below their headings. Sections that are brief stand close together.
func (t *text) sections(findings []*finding.Finding) {
	wasBrief := false
	for _, s := range t.group(findings) {
		isBrief := !slices.ContainsFunc(s.findings, func(f *finding.Finding) bool { return t.full[f] })
		if wasBrief && !isBrief {
			t.printf("\n")
		}
		t.heading(s)
		if !isBrief {
			t.printf("\n")
		}
		t.entries(s.findings)
		wasBrief = isBrief
	}
	if wasBrief {
		t.printf("\n")
	}
}

// heading writes the title of a section, with how many of its findings count, and why they weigh less.
func (t *text) heading(s section) {
	title := visible(s.title)
	if s.file != "" {
		title = t.place(s.file)
	}
	counting := 0
	for _, f := range s.findings {
		if t.counted[f] == nil && f.Suppressed == nil && f.State != finding.Unchanged && f.Severity > finding.None {
			counting++
		}
	}
	about := count(counting, "finding")
	if others := len(s.findings) - counting; others > 0 {
		about += fmt.Sprintf("; %d that %s not counted", others, isOrAre(others))
	}
	t.printf("%s %s\n", t.hyperlink(t.style.bold(title), t.fileURL(s.file)), t.style.faint("("+about+")"))
	t.tags(s.findings)
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// tags says once for a section why findings in it weigh less.
func (t *text) tags(findings []*finding.Finding) {
	var said []finding.Tag
	for _, f := range findings {
		for _, tag := range f.Tags {
			if !slices.Contains(said, tag) {
				said = append(said, tag)
			}
		}
	}
	for i, tag := range said {
		if i == maxPlaces && len(said) > i+1 && !t.options.Verbose {
			t.printf("  and %d more reasons for lower severities (-v shows all)\n", len(said)-i)
			return
		}
		effect := "one level lower: "
		if tag.Name == source.TagInactive {
			effect = "a note at most: "
		}
		t.indented("  ", 4, t.style.faint(effect+visible(tag.Reason)))
	}
}

// entries writes the findings of a section. Brief ones stand below each other with nothing between.
func (t *text) entries(findings []*finding.Finding) {
	for i, f := range findings {
		if t.full[f] {
			t.finding(f)
			continue
		}
		t.brief(f)
		t.briefly++
		if i+1 < len(findings) && t.full[findings[i+1]] {
			t.printf("\n")
		}
	}
	if last := findings[len(findings)-1]; !t.full[last] && slices.ContainsFunc(findings, func(f *finding.Finding) bool { return t.full[f] }) {
		t.printf("\n")
	}
}
