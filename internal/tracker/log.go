package tracker

import (
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

var (
	date    = lazyregexp.New(`\b\d{4}-\d{2}-\d{2}\b`)
	codeIDs = lazyregexp.New(`\b(?:CVE-\d{4}-\d{3,8}|[A-Z]{1,10}(?:[-_][A-Z0-9]{1,12}){0,4}[-_]?\d{1,6}[a-z]?)\b`)
	hashIDs = lazyregexp.New(`#(\d{1,4}[a-z]?)\b`)
)

// pendingLog is a line of a log with the ids in it.
type pendingLog struct {
	ids  []string
	line LogLine
}

func (r *reader) logLines(lines []line) {
	for _, l := range lines {
		r.logLine(l)
	}
}

// logLine reads what a log says of items that exist: a log has no items of its own.
func (r *reader) logLine(l line) {
	at := r.span(l, 0, len(l.text))
	entry := LogLine{Date: date.FindString(l.text), Text: cleaned(l.text), Line: int(at.Start.Line)}
	for _, m := range codeIDs.FindAllStringIndex(l.text, 10) {
		id := l.text[m[0]:m[1]]
		rest := strings.TrimLeft(l.text[m[1]:], " :–—-*`")
		for _, word := range []string{"is ", "was ", "now ", "has been ", "marked ", "→ ", "-> ", "moved to ", "status "} {
			rest = strings.TrimPrefix(rest, word)
		}
		one := entry
		if status, n := statusAt(rest); n > 0 && endsLogStatus(rest[n:]) {
			one.Status, one.word = status, rest[:n]
		}
		r.log = append(r.log, pendingLog{[]string{id}, one})
	}
}

// endsLogStatus reports whether a status in a log ends there.
func endsLogStatus(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return rest == "" || strings.ContainsAny(rest[:1], ".,;:()|!") || strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "-") ||
		prepositions.MatchString(" "+rest)
}

// applyLog gives items what the log says of them: a later line goes over an earlier one, and over the status of the item.
func (r *reader) applyLog() {
	byID := map[string]*Item{}
	for _, it := range r.doc.Items {
		byID[it.ID] = it
	}
	for _, entry := range r.log {
		for _, id := range entry.ids {
			if it := byID[id]; it != nil {
				it.Log = append(it.Log, entry.line)
			}
		}
	}
	for _, it := range r.doc.Items {
		it.followLog()
	}
}

func (i *Item) followLog() {
	var newest *LogLine
	for n := range i.Log {
		l := &i.Log[n]
		if l.Status != "" && (newest == nil || l.Date >= newest.Date) {
			newest = l
		}
	}
	if newest != nil && newest.Status != i.Status {
		i.Status, i.StatusText, i.StatusFrom, i.StatusNote = newest.Status, newest.word, fromLog, newest.Text
	}
}
