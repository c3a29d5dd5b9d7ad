package tracker

import (
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// section is what a heading says of what is below it.
type section struct {
	level int
	title string
	// isList is set where the heading says that a list of items follows, isOpenList where it says so with a noun such as risks.
	isList, hasNoun bool
	// isTitle is set for the title of the tracker.
	isTitle bool
	// isLog is set where what is below updates items, isExcluded where it is about no items.
	isLog, isExcluded bool
	severity          finding.Severity
	hasSeverity       bool
	severityText      string
	status            Status
	statusText        string
}

// nouns are what lists of items are called.
var nouns = setOf("item", "items", "issue", "issues", "finding", "findings", "vulnerability", "vulnerabilities", "risk", "risks", "concern", "concerns", "gap", "gaps", "improvement",
	"improvements", "enhancement", "enhancements", "problem", "problems", "bug", "bugs", "backlog", "weakness", "weaknesses", "todo", "todos", "task", "tasks", "remediation", "remediations", "debt", "flaws", "defects", "exceptions")

// fillers are words that say nothing in the heading of a list.
var fillers = setOf("security", "severity", "priority", "level", "what", "was", "were", "is", "are", "for", "reference", "real", "next", "step", "steps", "known", "previously", "the", "of", "and",
	"all", "our", "still", "hardening", "list", "or", "with", "to", "be", "in", "this", "audit", "review", "technical", "impact", "tracked", "identified", "recently", "current", "active", "code", "table", "tracker", "index")

// excluded are the words of headings below which there are no items.
var excluded = lazyregexp.New(`\b(?:acceptance|roadmap|legend|references|methodology|consolidated from|verified ok|checked ok|no issues|checks passed|passed checks|out of scope|in scope|glossary|definitions?|` +
	`severity (?:scale|levels|ratings?)|how to|how we|tools used|positive (?:findings|observations|notes)|strengths|good practices|what works|what is good|done well|already good|execution (?:rules|order)|implementation order|` +
	`recommended order|priority order|fix order|templates?|test(?:ing)? plan|test steps|verification steps|reporting|supported versions|disclosure|related documents|see also|appendix|milestones?|timeline|sprints?|phase \d|quick wins|` +
	`conventions|workflow|status (?:key|values|legend|meanings?)|important files|files touched|affected files|evidence summary)\b`)

// maxAside is how many words the heading of such a section has at most: a longer one is the title of an item.
const maxAside = 5

var logs = []string{"log", "changelog", "history", "journal", "updates", "change log", "progress notes"}

// generic are headings that are parts of any document.
var generic = setOf("overview", "introduction", "summary", "executive summary", "background", "scope", "purpose", "context", "notes", "conclusion", "conclusions", "recommendations", "recommendation", "next steps", "contents",
	"table of contents", "references", "description", "impact", "details", "evidence", "fix", "remediation", "mitigation", "mitigations", "steps", "proof of concept", "poc", "status", "priority", "severity", "location", "files", "testing", "validation", "verification", "goal", "goals",
	"architecture", "threat model", "assumptions", "approach", "rationale", "plan", "tests", "proposed fix", "suggested fix", "affected files", "root cause", "solution", "example", "examples", "attack scenario", "attack", "risk", "current state", "methodology", "legend", "process")

func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, word := range words {
		set[word] = true
	}
	return set
}

// sectionOf reads the heading of a section. Inner sections take over what outer ones say, but for a severity or status of their own.
func sectionOf(level int, title string, outer *section) section {
	s := section{level: level, title: title}
	if outer != nil {
		s.isLog, s.isExcluded = outer.isLog, outer.isExcluded
		s.severity, s.hasSeverity, s.severityText = outer.severity, outer.hasSeverity, outer.severityText
		s.status, s.statusText, s.isList = outer.status, outer.statusText, outer.isList && !outer.isTitle
	}
	s.read(withoutParentheses(title))
	return s
}

func (s *section) read(title string) {
	rest, known := title, true
	var status Status
	var word string
	hasSeverity := false
	for rest != "" {
		at := wordPattern.FindStringIndex(rest)
		if at == nil {
			break
		}
		rest = rest[at[0]:]
		written := rest[:at[1]-at[0]]
		one := strings.ToLower(written)
		switch st, n := statusAt(rest); {
		case n > 0 && !(nouns[one] && status != ""):
			if status == "" {
				status, word = st, rest[:n]
			}
			s.hasNoun = s.hasNoun || nouns[one]
			rest = rest[n:]
			continue
		case isSeverityPhrase(one):
			s.severity, s.severityText, _ = severityIn(written)
			hasSeverity = true
		case nouns[one]:
			s.hasNoun = true
		case fillers[one] || strings.Trim(one, "0123456789") == "":
		default:
			known = false
		}
		rest = rest[len(one):]
	}
	if hasSeverity = hasSeverity && known; hasSeverity {
		s.hasSeverity, s.isList = true, true
	}
	if known && status != "" {
		s.status, s.statusText, s.isList = status, word, true
	}
	s.isList = s.isList || known && s.hasNoun
	s.aside(strings.ToLower(title))
}

func isSeverityPhrase(word string) bool {
	for part := range strings.SplitSeq(word, "-") {
		if _, ok := severityWords[part]; ok {
			return true
		}
	}
	return false
}

// aside notices the sections that have no items.
func (s *section) aside(title string) {
	all := wordPattern.FindAllString(title, 20)
	if len(all) > maxAside {
		return
	}
	s.isExcluded = s.isExcluded || excluded.MatchString(title)
	for _, word := range all {
		for _, log := range logs {
			if word == log && s.status == "" {
				s.isLog = true
			}
		}
	}
}

// isOnly reports whether the heading is that of a list and no item itself.
func (s *section) isOnly() bool {
	own := sectionOf(s.level, s.title, nil)
	return own.isList || own.isLog || own.isExcluded || generic[strings.ToLower(strings.TrimSpace(s.title))]
}

// withoutParentheses returns a title without what is in parentheses.
func withoutParentheses(title string) string {
	var b strings.Builder
	depth := 0
	for _, r := range title {
		switch {
		case r == '(' || r == '[':
			depth++
		case (r == ')' || r == ']') && depth > 0:
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}
