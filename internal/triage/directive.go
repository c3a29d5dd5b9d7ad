package triage

import (
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// directive is what a comment asks for.
type directive struct {
	// subjects are rule ids and families (compose/*), as written.
	subjects []string
	reason   string
}

var (
	// seclintWord takes apart a directive at the start of a text.
	seclintWord = lazyregexp.New(`^\s*seclint:(\s?)([\w-]*)(.*)$`)
	// subjectList splits "RULE, RULE reason".
	subjectList = lazyregexp.New(`^([^\s,]+(?:\s*,\s*[^\s,]+)*),?\s*(.*)$`)
)

// maxQuoted is how much of a comment is repeated in a message at most.
const maxQuoted = 60

// parseDirective reads the text of a comment, of a format whose comments begin with marker. ok is false when the comment is
// meant for people only; wrong says why a directive has no effect, with a hint.
func parseDirective(text, marker string) (d directive, ok bool, wrong, hint string) {
	found := findDirective(text, marker)
	if found == nil {
		return d, false, "", ""
	}
	usage := "write: " + marker + " seclint:ignore RULE reason"
	space, verb, rest := found[1] != "", found[2], strings.TrimLeft(found[3], ": \t")
	if verb != "ignore" {
		// "seclint: some words" is prose
		return d, !space, fmt.Sprintf("unknown comment %.*q", maxQuoted, "seclint:"+verb), usage
	}
	list := subjectList.FindStringSubmatch(rest)
	if list == nil {
		return d, true, "suppression names no rule", usage
	}
	for subject := range strings.SplitSeq(list[1], ",") {
		d.subjects = append(d.subjects, strings.TrimSpace(subject))
	}
	d.reason = strings.TrimSpace(strings.TrimLeft(list[2], "-–—:; \t"))
	if d.reason == "" {
		return d, true, fmt.Sprintf("suppression of %.*s has no reason", maxQuoted, plain(list[1])), usage
	}
	return d, true, "", ""
}

// findDirective looks for a directive at the start of a comment, or behind a further marker, as in "# noqa # seclint:ignore".
func findDirective(text, marker string) []string {
	for more := true; more; _, text, more = strings.Cut(text, marker) {
		if found := seclintWord.FindStringSubmatch(text); found != nil {
			return found
		}
	}
	return nil
}

// plain quotes a word of a scanned file only when it is more than a rule id could be.
func plain(word string) string {
	quoted := fmt.Sprintf("%q", word)
	if quoted == `"`+word+`"` {
		return word
	}
	return quoted
}
