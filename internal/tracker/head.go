package tracker

import (
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// head is what a heading or the first line of an entry says of an item.
type head struct {
	id, number, title string
	severity          finding.Severity
	severityText      string
	hasSeverity       bool
	status            Status
	statusText, note  string
	// isStrong is set where the title is in bold.
	isStrong bool
	// rest is where the text begins that is no part of the title.
	rest line
}

var (
	// code is the short code of an item.
	code = lazyregexp.New(`^(?:CVE-\d{4}-\d{3,8}|GHSA(?:-[0-9a-z]{4}){3}|[A-Z]{1,10}(?:[-_][A-Z0-9]{1,12}){0,4}[-_]?\d{1,6}[a-z]?)`)
	// number is that of a heading, such as "2a." or "#6:".
	number = lazyregexp.New(`^(?:#(\d{1,4}[a-z]?)[.:)]?\s|(\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?)[.:)]\s|(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)\s)`)
	// spelled is a word in front of a number.
	spelled = lazyregexp.New(`^(?i:issue|finding|item|vulnerability|task|problem|risk)\s+#?(\d{1,4}[a-z]?)\s*[.:)–—-]\s*`)
	// bracketed is what stands in brackets.
	bracketed = lazyregexp.New(`^[\[(]([^\[\]()]{1,40})[\])]`)
	// trailing is what stands in brackets at the end.
	trailing = lazyregexp.New(`\s*[\[(]([^\[\]()]{1,120})[\])]\s*$`)
	dash     = lazyregexp.New(`\s+(?:[-–—]+|[|·•→])\s+|\s*[–—]\s*|:\s+|\s*->\s+`)
)

// noCodes are words that look like the code of an item.
var noCodes = lazyregexp.New(`^(?:SHA|UTF|AES|RFC|ISO|TLS|SSL|HTTP|CWE|RSA|MD|IPV|OAUTH|BASE|X|CIS|OWASP|ARGON|ED|K|EC|S3|HS|RS|ES|IPv|PY|PEP|ECMA|P)-?\d+`)

// readHead takes apart a heading, or the first line of an entry.
func readHead(l line) head {
	h := &head{}
	l = l.trim(" ")
	struck := l.prefix(isStruck)
	l = h.leading(l)
	if n := l.prefix(isStrong); n > 0 && n <= len(l.text) && l.has(0, n, isStrong) {
		h.isStrong = true
		h.strong(l, n)
	} else {
		h.plain(l)
	}
	if struck > 3 && h.status == "" {
		h.status, h.statusText = Closed, "~~"
	}
	h.title = strings.Trim(cleaned(h.title), " :–—-.")
	return *h
}

// strong reads an entry that begins with bold text: the title, and behind it a status.
func (h *head) strong(l line, n int) {
	title, rest := l.cut(0, n), l.from(n)
	title = h.leading(title)
	h.title = h.trailing(title).text
	if h.title == "" { // **SEC-1** title
		h.plain(h.leading(rest.trimLeft(" :–—-.")))
		return
	}
	h.rest = h.tail(rest)
}

// tail reads what follows a title: "- STATUS: more", "(High)", "— `open`". It returns what is left.
func (h *head) tail(rest line) line {
	for range 4 {
		rest = rest.trimLeft(" :–—-.|·\ufe0f")
		if m := bracketed.FindStringSubmatch(rest.text); m != nil && h.word(m[1]) {
			rest = rest.from(len(m[0]))
			continue
		}
		if mark := leadingMark(rest.text); mark != "" {
			h.mark(mark)
			rest = rest.from(len(mark))
			continue
		}
		status, n := statusAt(rest.text)
		if n == 0 || h.status != "" || !endsStatus(rest, n) {
			return rest
		}
		h.status, h.statusText = status, rest.text[:n]
		h.note, _, _ = strings.Cut(strings.TrimLeft(rest.text[n:], " :–—-."), ". ")
		rest = rest.from(n)
	}
	return rest
}

// prepositions are what may follow a status that is one, as in "Fixed on `branch`".
var prepositions = lazyregexp.New(`^\s+(?:on|in|by|via|at|with|since|as of|as|per|pending|until|\d)\b`)

// endsStatus reports whether the words of a status end there, and are no part of a sentence such as "Open redirect in login".
func endsStatus(l line, n int) bool {
	rest := l.text[n:]
	word := l.text[:n]
	trimmed := strings.TrimLeft(rest, " ")
	switch {
	case trimmed == "", strings.ContainsAny(trimmed[:1], ":;,.([|-!/"), strings.HasPrefix(trimmed, "—"), strings.HasPrefix(trimmed, "–"), strings.HasPrefix(trimmed, "→"):
		return true
	case l.has(0, n, isCode) || l.has(0, n, isStrong) && !l.has(n, len(l.text), isStrong):
		return true
	case word == strings.ToUpper(word) && len(word) > 2:
		return true
	}
	return prepositions.MatchString(rest) && !strings.EqualFold(word, "open")
}

// plain reads a text without marks of bold.
func (h *head) plain(l line) {
	l = h.trailing(l)
	places := dash.FindAllStringIndex(l.text, 8)
	for i := len(places) - 1; i >= 0; i-- {
		rest := l.from(places[i][1])
		if mark := leadingMark(rest.text); statusMarks[mark] != "" {
			rest = rest.from(len(mark)).trimLeft(" \ufe0f")
		}
		if status, n := statusAt(rest.text); n > 0 && h.status == "" && endsStatus(rest, n) {
			h.status, h.statusText = status, rest.text[:n]
			h.note = strings.Trim(rest.text[n:], " :–—-.")
			l = l.cut(0, places[i][0])
		} else if s, word, ok := wholeSeverity(rest.text); ok && !h.hasSeverity {
			h.severity, h.severityText, h.hasSeverity = s, word, true
			l = l.cut(0, places[i][0])
		}
	}
	if at := strings.LastIndexByte(l.text, ' '); at > 0 && h.status == "" {
		last := l.from(at + 1)
		struck := l.has(0, at, isStruck)
		if status, n := statusAt(last.text); n == len(last.text) && n > 3 && (struck || last.text == strings.ToUpper(last.text)) {
			h.status, h.statusText = status, last.text
			l = l.cut(0, at)
		}
	}
	h.title = l.text
}

// leading reads what stands in front of a title: marks, numbers, codes, severities, statuses.
func (h *head) leading(l line) line {
	for range 8 {
		l = l.trimLeft(" *_\ufe0f")
		n := h.token(l)
		if n == 0 {
			return l
		}
		l = l.from(n)
	}
	return l
}

// token reads one thing in front of a title and returns how many bytes it takes with the separator behind it.
func (h *head) token(l line) int {
	text := l.text
	if mark := leadingMark(text); mark != "" {
		h.mark(mark)
		return len(mark)
	}
	if m := spelled.FindStringSubmatch(text); m != nil && h.number == "" {
		h.number = m[1]
		return len(m[0])
	}
	if m := number.FindStringSubmatch(text); m != nil && h.number == "" && h.id == "" {
		h.number = m[1] + m[2] + m[3]
		return len(m[0])
	}
	if m := bracketed.FindStringSubmatch(text); m != nil {
		if found := code.FindString(m[1]); found == m[1] && !noCodes.MatchString(found) && h.id == "" {
			h.id = found
			return len(m[0]) + separator(text[len(m[0]):])
		}
		if h.word(m[1]) {
			return len(m[0]) + separator(text[len(m[0]):])
		}
	}
	if n := h.code(l); n > 0 {
		return n
	}
	return h.leadingWord(l)
}

// code reads a code such as SEC-001 in front of a title.
func (h *head) code(l line) int {
	found := code.FindString(l.text)
	if found == "" || h.id != "" || noCodes.MatchString(found) {
		return 0
	}
	n := len(found)
	if n < len(l.text) && isWordByte(l.text[n]) {
		return 0
	}
	behind := separator(l.text[n:])
	styled := l.style[0] != 0 && (n == len(l.text) || l.style[n] != l.style[0])
	if behind == 0 && n < len(l.text) && !styled && !strings.ContainsAny(found, "-_") {
		return 0
	}
	h.id = found
	if s, word, ok := severityIn(strings.Split(found, "-")[0]); ok && !h.hasSeverity && len(word) > 2 {
		h.severity, h.severityText, h.hasSeverity = s, word, true
	}
	return n + behind
}

// leadingWord reads a severity or a status that a separator follows: "CRITICAL — ", "FIXED: ".
func (h *head) leadingWord(l line) int {
	at := wordPattern.FindStringIndex(l.text)
	if at == nil || at[0] != 0 {
		return 0
	}
	word := l.text[:at[1]]
	if s, ok := severityWords[strings.ToLower(word)]; ok && !h.hasSeverity {
		if n := separator(l.text[at[1]:]); n > 0 {
			h.severity, h.severityText, h.hasSeverity = s, word, true
			return at[1] + n
		}
	}
	status, n := statusAt(l.text)
	if n == 0 || h.status != "" {
		return 0
	}
	if behind := separator(l.text[n:]); behind > 0 && (l.text[:n] == strings.ToUpper(l.text[:n]) || l.has(0, n, isCode)) {
		h.status, h.statusText = status, l.text[:n]
		return n + behind
	}
	return 0
}

// separator returns how many bytes at the start separate a code from a title.
func separator(text string) int {
	rest := strings.TrimLeft(text, " ")
	for _, mark := range []string{":", "—", "–", "- ", ".", ")", "|", "·", "/ "} {
		if strings.HasPrefix(rest, mark) {
			return len(text) - len(rest) + len(mark)
		}
	}
	return 0
}

// trailing reads what stands in brackets, and as marks, at the end of a title.
func (h *head) trailing(l line) line {
	for range 4 {
		l = l.trim(" \ufe0f")
		if mark := trailingMark(l.text); mark != "" {
			h.mark(mark)
			l = l.cut(0, len(l.text)-len(mark))
			continue
		}
		m := trailing.FindStringSubmatchIndex(l.text)
		if m == nil || !h.word(l.text[m[2]:m[3]]) {
			return l
		}
		l = l.cut(0, m[0])
	}
	return l
}

func trailingMark(text string) string {
	for mark := range statusMarks {
		if strings.HasSuffix(text, mark) && !strings.HasPrefix(mark, "[") {
			return mark
		}
	}
	return ""
}

// word reads a severity or a status in brackets, both where both are there.
func (h *head) word(text string) bool {
	found := false
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;/|·", r) }) {
		part = strings.TrimSpace(part)
		if s, word, ok := wholeSeverity(part); ok && !h.hasSeverity {
			h.severity, h.severityText, h.hasSeverity, found = s, word, true, true
			continue
		}
		l := line{text: part, style: make([]byte, len(part)), at: make([]int, len(part))}
		if status, n := statusAt(part); n > 0 && h.status == "" && endsStatus(l, n) {
			h.status, h.statusText, h.note, found = status, part[:n], strings.Trim(part[n:], " :–—-."), true
		}
	}
	return found
}

// mark reads a sign.
func (h *head) mark(mark string) {
	circle, isCircle := severityMarks[mark]
	status, isStatus := statusMarks[mark]
	switch {
	case isCircle && !h.hasSeverity:
		h.severity, h.severityText, h.hasSeverity = circle, mark, true
	case isStatus && !isCircle && h.status == "":
		h.status, h.statusText = status, mark
	}
}

// wholeSeverity reads a text that is a severity and nothing else but its noun: "High", "Low Priority", "Severity: High", "P1".
func wholeSeverity(text string) (severity finding.Severity, word string, ok bool) {
	for _, w := range wordPattern.FindAllString(text, 6) {
		lower := strings.ToLower(w)
		s, isSeverity := severityWords[lower]
		switch {
		case isSeverity && !ok:
			severity, word, ok = s, w, true
		case isSeverity, lower == "priority", lower == "severity", lower == "risk", lower == "impact", lower == "sev":
		case strings.Contains(lower, "-") && isSeverityPhrase(lower) && !ok:
			severity, word, ok = severityOfPhrase(w)
		default:
			return 0, "", false
		}
	}
	return severity, word, ok
}

func severityOfPhrase(text string) (finding.Severity, string, bool) { return severityIn(text) }

// linkMarks are the marks of links and images.
var linkMarks = lazyregexp.New(`!?\[([^\[\]]*)\]\([^()\s]*\)`)

// cleaned returns a title without the marks of links, on one line.
func cleaned(title string) string {
	return strings.Join(strings.Fields(linkMarks.ReplaceAllString(title, "$1")), " ")
}

func isWordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
