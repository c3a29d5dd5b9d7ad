package triage

import (
	"bytes"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// foreign is a comment by which people tell another tool to ignore a line.
type foreign struct {
	// tool is the part in front of the colon in aliases of rules.
	tool string
	// word is in every such comment.
	word string
	// form finds the comment; its group has the ids that it names, if it names any.
	form *lazyregexp.Regexp
	// isBlanket is set where a comment without ids means everything that the tool says of the line.
	isBlanket bool
	// isNext is set where a comment that is alone is about the next line, isBlock where about everything that begins there.
	isNext, isBlock bool
}

// foreigns are the comments that count, as the tools document them: noqa and ruff: ignore
// (https://docs.astral.sh/ruff/rules/noqa-comments/, ruff 0.15.22), nosec (https://github.com/PyCQA/bandit/issues/942, bandit 1.7.5;
// https://github.com/securego/gosec, "Annotating code"), kics-scan (docs/running-kics.md of KICS at 0348710), checkov:skip, trivy:ignore
// (docs/docs/configuration/filtering.md of Trivy, "By Inline Comments"), nosemgrep (https://semgrep.dev/docs/ignore-oss), dclint
// (docs/configuration-comments.md of dclint at a8de08e). A noqa without ids mostly is about the length of a line. compose-lint has no
// such comments, as its docs/configuration.md says (at 024bf9c).
var foreigns = []foreign{
	{tool: "ruff", word: "noqa", form: lazyregexp.New(`(?i)\bnoqa\s*:\s*([A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+\b)*)`)},
	{tool: "ruff", word: "NOQA", form: lazyregexp.New(`\bNOQA\s*:\s*([A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+\b)*)`)},
	{tool: "ruff", word: "ruff:", form: lazyregexp.New(`\bruff:\s*ignore\[([A-Z0-9]+(?:\s*,\s*[A-Z0-9]+)*)\]`), isNext: true},
	{tool: "bandit", word: "nosec", form: lazyregexp.New(`\bnosec\b(?:\s*:?\s*(B[0-9]+(?:[,\s]+B[0-9]+\b)*))?`), isBlanket: true},
	{tool: "gosec", word: "nosec", form: lazyregexp.New(`\bnosec\b(?:\s+(G[0-9]+(?:[,\s]+G[0-9]+\b)*))?`), isBlanket: true},
	{tool: "kics", word: "kics-scan", form: lazyregexp.New(`^\s*kics-scan\s+ignore-line\b()`), isBlanket: true, isNext: true},
	{tool: "kics", word: "kics-scan", form: lazyregexp.New(`^\s*kics-scan\s+ignore-block\b()`), isBlanket: true, isNext: true, isBlock: true},
	{tool: "checkov", word: "checkov:skip", form: lazyregexp.New(`\bcheckov:skip=([A-Z0-9_]+)`), isNext: true},
	{tool: "trivy", word: "trivy:ignore", form: lazyregexp.New(`\btrivy:ignore:([\w-]+)`), isNext: true},
	{tool: "semgrep", word: "nosemgrep", form: lazyregexp.New(`\bnosemgrep\b(?:\s*:\s*([\w.-]+(?:\s*,\s*[\w.-]+)*))?`), isBlanket: true, isNext: true},
	{tool: "dclint", word: "dclint", form: lazyregexp.New(`^\s*dclint\s+disable-line\s+([a-z-]+(?:\s+[a-z]+(?:-[a-z]+)+)*)`), isNext: true},
}

// hasForeign reports whether a file may have such a comment.
func hasForeign(f *source.File) bool {
	return slices.ContainsFunc(foreigns, func(k foreign) bool { return bytes.Contains(f.Content, []byte(k.word)) })
}

// foreign adds the suppressions of a comment for another tool: of the rules that declare what it names as an alias, on its line.
func (r *reader) foreign(c source.Comment, lines *scopes) {
	for _, k := range foreigns {
		if !strings.Contains(c.Text, k.word) {
			continue
		}
		found := k.form.FindStringSubmatch(c.Text)
		if found == nil {
			continue
		}
		ids := strings.FieldsFunc(found[1], func(b rune) bool { return b == ',' || b == ' ' || b == '\t' })
		if len(ids) == 0 && (!k.isBlanket || isForAnother(k, c.Text)) || c.Alone && !k.isNext {
			continue
		}
		from, to, ok := lines.of(c)
		if !ok {
			continue
		}
		if !k.isBlock {
			to = from
		}
		for _, rule := range r.catalogue.Match("*") {
			if isAlias(rule, k.tool, ids) && len(r.found) < maxDirectives {
				r.found = append(r.found, &suppression{
					subject: rule.ID, reason: strings.TrimSpace(c.Text), at: r.file.Span(c.Start, c.End), from: from, to: to, isForeign: true,
				})
			}
		}
	}
}

// isForAnother reports whether a comment names ids of another tool that takes the same word.
func isForAnother(k foreign, text string) bool {
	return slices.ContainsFunc(foreigns, func(other foreign) bool {
		if other.word != k.word || other.tool == k.tool {
			return false
		}
		found := other.form.FindStringSubmatch(text)
		return found != nil && found[1] != ""
	})
}

// isAlias reports whether a rule is declared to be the same as one of the ids of a tool, or as any of its rules where there are none. A
// rule of semgrep may be named by the last parts of its id.
func isAlias(rule *rules.Rule, tool string, ids []string) bool {
	return slices.ContainsFunc(rule.Aliases, func(alias string) bool {
		of, id, _ := strings.Cut(alias, ":")
		if of != tool {
			return false
		}
		return len(ids) == 0 || slices.ContainsFunc(ids, func(named string) bool {
			return strings.EqualFold(id, named) || tool == "semgrep" && strings.HasSuffix(id, "."+named)
		})
	})
}
