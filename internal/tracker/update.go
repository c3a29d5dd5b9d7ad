package tracker

import (
	"cmp"
	"slices"
	"strconv"
)

// edit replaces some bytes of a tracker.
type edit struct {
	from, to int
	text     string
}

// Updated returns the bytes of each tracker in which the lines of evidence have moved, by path, with the new lines. Nothing else of a
// tracker changes: what is not known to have moved stays as it is.
func (r *Result) Updated() map[string][]byte {
	edits := map[string][]edit{}
	for _, match := range r.Matches {
		for _, p := range match.Places {
			if p.State != Stale || p.Line == 0 || p.rng == nil || p.rng.end <= p.rng.start {
				continue
			}
			edits[match.Tracker] = append(edits[match.Tracker], edit{p.rng.start, p.rng.end, moved(p.rng, p.Line)})
		}
	}
	updated := map[string][]byte{}
	for _, doc := range r.Documents {
		if len(edits[doc.File.Path]) > 0 {
			updated[doc.File.Path] = apply(doc.File.Content, edits[doc.File.Path])
		}
	}
	return updated
}

// moved is a range with as many lines as before that begins at a line.
func moved(r *Range, line int) string {
	text := strconv.Itoa(line)
	if r.To > r.From {
		text += "-" + strconv.Itoa(line+r.To-r.From)
	}
	return text
}

// apply makes edits that do not overlap, from the end to the start.
func apply(content []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(b.from, a.from) })
	out := slices.Clone(content)
	last := len(content) + 1
	for _, e := range edits {
		if e.to > last {
			continue
		}
		last = e.from
		out = slices.Concat(out[:e.from], []byte(e.text), out[e.to:])
	}
	return out
}
