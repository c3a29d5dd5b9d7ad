package rules

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

// Markdown returns the rule's page: what it looks for, why, how bad it is in which situation, an example of each side from
// its fixture, and what to do.
func Markdown(r *Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n`%s`", r.Title, r.ID)
	fmt.Fprintf(&b, " · %s", r.Severity)
	if r.Pack != PackDefault {
		fmt.Fprintf(&b, " · pack %s", r.Pack)
	}
	if precise := r.HowPrecise(); precise != precisionUsual {
		fmt.Fprintf(&b, " · precision %s", precise)
	}
	fmt.Fprintf(&b, " · looks at %s", strings.Join(r.Kinds, ", "))
	for _, cwe := range r.CWE {
		fmt.Fprintf(&b, " · [CWE-%d](https://cwe.mitre.org/data/definitions/%d.html)", cwe, cwe)
	}
	b.WriteString("\n\n" + r.Description + "\n")
	fixture := &Fixture{}
	if !r.IsDecided() {
		fixture, _ = ParseFixture(r.FixtureFile(), r.Fixture()) // Validate reports what is wrong with it; the page shows the rest
	}
	if fixture.Why != "" {
		fmt.Fprintf(&b, "\n## Why\n\n%s\n", fixture.Why)
	}
	writeSeverities(&b, r)
	writeExample(&b, "Bad", r, &fixture.Bad)
	writeExample(&b, "Good", r, &fixture.Good)
	writeList(&b, "Not reported", reasons(&fixture.Good), func(s string) string { return s })
	fmt.Fprintf(&b, "\n## What to do\n\n%s\n", r.Remediation)
	writeFixes(&b, r)
	writeParameters(&b, r)
	writeList(&b, "The same in other tools", r.Aliases, func(s string) string { return "`" + s + "`" })
	writeList(&b, "References", r.References, func(s string) string { return "<" + s + ">" })
	return b.String()
}

func writeSeverities(b *strings.Builder, r *Rule) {
	if len(r.Situations) == 0 {
		return
	}
	b.WriteString("\n## Severity\n\n| situation | severity | because |\n|---|---|---|\n")
	for _, name := range bySeverity(r.Situations) {
		s := r.Situations[name]
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", name, severityText(s.Severity), cell(s.Because))
	}
	fmt.Fprintf(b, "| otherwise | %s | |\n", severityText(r.Severity))
}

// bySeverity returns the names of situations, worst first.
func bySeverity(situations map[string]Situation) []string {
	names := sortedKeys(situations)
	slices.SortStableFunc(names, func(a, b string) int { return int(situations[b].Severity) - int(situations[a].Severity) })
	return names
}

func severityText(s finding.Severity) string {
	if s == finding.None {
		return "none (informational)"
	}
	return s.String()
}

// writeExample shows the first file of a side's first case, with the reason of that case. The secrets of
// built-in rules are made up; those of others may be real.
func writeExample(b *strings.Builder, title string, r *Rule, side *Side) {
	if len(side.Cases) == 0 || len(side.Cases[0].Files) == 0 {
		return
	}
	first := side.Cases[0]
	file := first.Files[0]
	text := strings.TrimRight(string(file.Data), "\n")
	if r.Origin != "" {
		text = mask.File(source.NewFile(file.Name, []byte(text)))
	}
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	fmt.Fprintf(b, "\n## %s\n\n", title)
	if first.Why != "" {
		b.WriteString(first.Why + "\n\n")
	}
	fmt.Fprintf(b, "`%s`\n\n%s%s\n%s\n%s\n", path.Base(file.Name), fence, language(file.Name), text, fence)
}

// reasons returns why the cases of a side are there, without the first, which is shown as an example.
func reasons(side *Side) []string {
	var all []string
	for i, c := range side.Cases {
		if i > 0 && c.Why != "" {
			all = append(all, c.Why)
		}
	}
	return all
}

func language(file string) string {
	if f := source.FormatOf(file); f != nil && f != source.Dotenv {
		return f.Name()
	}
	switch ext := path.Ext(file); ext {
	case ".lua", ".py", ".ts", ".js", ".html":
		return ext[1:]
	case ".conf":
		return "nginx"
	case ".service", ".socket":
		return "ini"
	}
	return "sh"
}

// writeFixes says what seclint fix can write.
func writeFixes(b *strings.Builder, r *Rule) {
	if len(r.Fixes) == 0 {
		return
	}
	b.WriteString("\n## Fixes\n\n| `seclint fix` can | |\n|---|---|\n")
	for _, name := range sortedKeys(r.Fixes) {
		f := r.Fixes[name]
		manner := "safe"
		if f.Unsafe != "" {
			manner = "unsafe: " + f.Unsafe
		}
		fmt.Fprintf(b, "| %s | %s |\n", cell(f.Title), cell(manner))
	}
}

func writeParameters(b *strings.Builder, r *Rule) {
	if len(r.Parameters) == 0 {
		return
	}
	b.WriteString("\n## Parameters\n\n| parameter | default |\n|---|---|\n")
	for _, name := range sortedKeys(r.Parameters) {
		value, err := json.Marshal(r.Parameters[name])
		if err != nil {
			value = fmt.Append(nil, r.Parameters[name])
		}
		fmt.Fprintf(b, "| `%s` | `%s` |\n", name, cell(string(value)))
	}
}

func writeList(b *strings.Builder, title string, items []string, render func(string) string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n", title)
	for _, item := range items {
		fmt.Fprintf(b, "- %s\n", render(item))
	}
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// PagesDir is the folder of the repository that has the rules' pages.
const PagesDir = "docs/rules"

// Pages returns what is generated from the policies, by path from the root of the repository: in PagesDir a page for each rule,
// <family>/<name>.md, and README.md, which lists them; in rules what Load need not parse anew.
func Pages(c *Catalogue) map[string]string {
	pages := map[string]string{path.Join(PagesDir, "README.md"): Index(c.every()), "rules/" + storedFile: store(c)}
	for _, r := range c.every() {
		from := r.home()
		if !r.IsDecided() {
			from = path.Dir(from)
		}
		note := fmt.Sprintf("<!-- Written by `make docs` from %s; change that. -->\n\n", from)
		pages[path.Join(PagesDir, r.ID+".md")] = note + Markdown(r)
	}
	return pages
}

// Index returns the list of some rules by family, with links to their pages. The rules must be sorted by id.
func Index(some []*Rule) string {
	var b strings.Builder
	b.WriteString("<!-- Written by `make docs` from policies and rules; change them. -->\n\n# Rules\n\n")
	fmt.Fprintf(&b, "%d rules. Where situations change a rule's severity, the mildest and the worst stand in brackets.\n", len(some))
	family := ""
	for _, r := range some {
		if r.Family() != family {
			family = r.Family()
			fmt.Fprintf(&b, "\n## %s\n\n| rule | what it finds | severity | pack |\n|---|---|---|---|\n", family)
		}
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s |\n", r.ID, r.ID, cell(r.Title), severities(r), r.Pack)
	}
	return b.String()
}

// severities returns a rule's severity, with the extremes where situations change it.
func severities(r *Rule) string {
	low, high := r.Severity, r.Severity
	for _, s := range r.Situations {
		low, high = min(low, s.Severity), max(high, s.Severity)
	}
	if low == high {
		return r.Severity.String()
	}
	return fmt.Sprintf("%s (%s to %s)", r.Severity, low, high)
}
