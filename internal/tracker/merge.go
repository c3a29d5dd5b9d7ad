package tracker

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// finish merges what is said twice, and gives each item the status that follows from everything.
func (r *reader) finish() {
	r.merge()
	r.dropWeak()
	r.applyLog()
	for _, it := range r.doc.Items {
		it.Rules = ruleIDs(it.text)
		it.Mentions = mentions(it)
		if it.Status == "" && r.status != "" {
			it.Status, it.StatusText, it.StatusFrom = r.status, r.statusText, fromFile
		}
		if it.Status == "" {
			it.Status, it.StatusFrom = Open, fromNothing
		}
	}
	r.follow()
	for _, it := range r.doc.Items {
		r.fromParts(it)
	}
}

// dropWeak takes out headings with a number of which nothing else says that they are items.
func (r *reader) dropWeak() {
	r.doc.Items = slices.DeleteFunc(r.doc.Items, func(it *Item) bool {
		parts := slices.ContainsFunc(r.doc.Items, func(o *Item) bool { return o.parent == it })
		return it.isWeak && !it.HasSeverity && it.Status == "" && len(it.Evidence) == 0 && !it.hasField && !parts
	})
}

// merge makes one of items with the same code, or the same title.
func (r *reader) merge() {
	byID, byTitle, byNumber := map[string]*Item{}, map[string]*Item{}, map[string][]*Item{}
	kept := r.doc.Items[:0]
	for _, it := range r.doc.Items {
		code := codeIDs.FindString(it.ID) == it.ID && it.ID != ""
		title := it.Parent() + "\n" + normal(it.Title)
		known := byTitle[title]
		if code {
			known = byID[it.ID]
		} else if known == nil && it.number != "" {
			known = sameNumber(byNumber[it.ID], it)
		}
		if !code && known != nil && codeIDs.MatchString(known.ID) && it.ID != "" {
			known = nil
		}
		if known != nil && len(normal(it.Title)) >= 4 || known != nil && code {
			known.absorb(it)
			continue
		}
		if code {
			byID[it.ID] = it
		}
		byTitle[title] = it
		if len(byNumber[it.ID]) < 20 { // numbering may restart in each section
			byNumber[it.ID] = append(byNumber[it.ID], it)
		}
		kept = append(kept, it)
	}
	r.doc.Items = kept
}

// sameNumber returns the item with the same number of which one title begins with the other: a summary says less than a section, or more.
func sameNumber(all []*Item, it *Item) *Item {
	title := normal(it.Title)
	for _, other := range all {
		known := normal(other.Title)
		if other.ID == it.ID && other.parent == it.parent && min(len(title), len(known)) >= 10 && (strings.HasPrefix(title, known) || strings.HasPrefix(known, title)) {
			return other
		}
	}
	return nil
}

// normal is a title for comparison.
func normal(title string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ToLower(title))
}

// absorb takes over what another mention of the item says: the later or more specific status counts.
func (i *Item) absorb(o *Item) {
	if o.claimed || !i.claimed && o.Status != "" {
		if i.claimed && i.Status != o.Status && i.Status != "" {
			i.Notes = append(i.Notes, fmt.Sprintf("line %d says %q, line %d says %q", i.At.Start.Line, i.StatusText, o.At.Start.Line, o.StatusText))
		}
		i.Status, i.StatusText, i.StatusFrom, i.StatusNote, i.claimed = o.Status, o.StatusText, o.StatusFrom, o.StatusNote, i.claimed || o.claimed
	}
	if !i.HasSeverity {
		i.Severity, i.SeverityText, i.HasSeverity = o.Severity, o.SeverityText, o.HasSeverity
	}
	if i.Title == "" {
		i.Title = o.Title
	}
	for _, e := range o.Evidence {
		i.addEvidence(e)
	}
	i.Targets = append(i.Targets, o.Targets...)
	i.Notes = append(i.Notes, o.Notes...)
	i.say(o.text)
	i.isWeak = i.isWeak && o.isWeak
	i.last = max(i.last, o.last)
	if i.heading == 0 && o.heading > 0 { // the section of an item is its place, and not a table of contents
		i.At, i.heading, i.Section = o.At, o.heading, o.Section
	}
}

// rulePattern is the id of a rule.
var rulePattern = lazyregexp.New(`\b[a-z][a-z0-9]{1,20}/[a-z][a-z0-9]*(?:-[a-z0-9]+)*\b`)

// ruleIDs returns what may be the ids of rules in a text, each once.
func ruleIDs(text string) []string {
	var ids []string
	for _, id := range rulePattern.FindAllString(text, 50) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// mentions returns the other items that an item names.
func mentions(it *Item) []string {
	var ids []string
	add := func(id string) {
		if id != it.ID && !slices.Contains(ids, id) && len(ids) < 50 {
			ids = append(ids, id)
		}
	}
	for _, id := range codeIDs.FindAllString(it.text, 50) {
		if !noCodes.MatchString(id) && strings.ContainsAny(id, "-_") {
			add(id)
		}
	}
	for _, m := range hashIDs.FindAllStringSubmatch(it.text, 50) {
		add("#" + m[1])
	}
	return ids
}

// following is a status that is that of another item.
var following = lazyregexp.New(`(?i)^(?:duplicate of|dup of|duplicates|see|tracked in|tracked as|tracked by|covered by|merged into|superseded by|same as)\s+#?([A-Z]*[-_A-Z0-9]*\d+[a-z]?)`)

// follow gives items whose status is another item that one's status.
func (r *reader) follow() {
	for _, it := range r.doc.Items {
		m := following.FindStringSubmatch(it.StatusText)
		if it.Status != Unknown || m == nil {
			continue
		}
		for _, other := range r.doc.Items {
			if (other.ID == m[1] || other.number == m[1]) && other != it {
				it.Status, it.StatusNote = other.Status, "as "+other.Name()
			}
		}
	}
}

// fromParts makes an item without a status of its own closed when all its parts are.
func (r *reader) fromParts(it *Item) {
	if it.claimed || it.heading == 0 {
		return
	}
	parts, closed := 0, 0
	for _, part := range r.doc.Items {
		if part.parent == it {
			parts++
			if part.Status == Closed {
				closed++
			}
		}
	}
	if parts > 0 && closed == parts {
		it.Status, it.StatusText, it.StatusFrom = Closed, "", fromParts
	}
}
