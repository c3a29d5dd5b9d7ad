package mask

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// marks are what policies call secret in one file.
type marks struct {
	// known is what was found without them, joined.
	known  []stretch
	hidden []stretch
	texts  []string
}

// mark finds what policies call secret in a file. The texts of one span are looked for together.
func (m *marks) mark(f *source.File, secrets []finding.Secret) {
	at := map[source.Span][]string{}
	var order []source.Span // so that offsets are asked for in the order of the file
	for _, s := range secrets {
		if _, known := at[s.At]; !known {
			order = append(order, s.At)
		}
		at[s.At] = append(at[s.At], s.Text)
	}
	slices.SortFunc(order, func(a, b source.Span) int {
		return cmp.Or(comparePositions(a.Start, b.Start), comparePositions(a.End, b.End))
	})
	offsets := offsets{file: f}
	for _, span := range order {
		from := offsets.of(span.Start)
		to := max(from, offsets.of(span.End))
		m.span(string(f.Content[from:to]), from, at[span])
	}
}

// span hides the texts in a part of a file, or the whole of it where one of them is "" or may be written otherwise. Of a text that
// may be a name, as the password postgres, nothing more is hidden where some of it is already.
func (m *marks) span(raw string, from int, texts []string) {
	wanted := newValues(nil)
	for _, text := range texts {
		if len(text) < startSize {
			m.whole(raw, from)
			return
		}
		wanted.add(secretValue{text: text})
	}
	m.texts = append(m.texts, texts...)
	places := map[string][]stretch{}
	for _, s := range wanted.in(raw) {
		text := raw[s.from:s.to]
		places[text] = append(places[text], stretch{from + s.from, from + s.to})
	}
	folded := strings.ContainsAny(raw, "\\\n'")
	for _, text := range texts {
		list, written := places[text]
		switch {
		case !written && folded: // it may be there all the same, escaped or folded
			m.whole(raw, from)
			folded = false // all of it is hidden now
		case isDistinctive(text) || !slices.ContainsFunc(list, m.isKnown):
			m.hidden = append(m.hidden, list...)
		}
		places[text] = list[:0:0] // each is done once
	}
}

// isKnown reports whether a part of a file is hidden without any mark.
func (m *marks) isKnown(s stretch) bool {
	around := within(m.known, s.from, s.to)
	return len(around) == 1 && around[0].from <= s.from && s.to <= around[0].to
}

// whole hides a scalar: everything but the quotes around it, the header of a block, and references to variables.
func (m *marks) whole(raw string, from int) {
	s := &scan{text: raw}
	start, end := 0, len(raw)
	switch quote := quoteAt(raw); {
	case quote != "" && len(raw) > 1 && strings.HasSuffix(raw, quote):
		start, end = len(quote), end-len(quote)
	case isBlockHeader(strings.TrimSpace(raw[:s.lineEnd(0)])):
		start = s.lineEnd(0)
	}
	s.hideBetweenReferences(start, end)
	for _, part := range s.hidden {
		m.hidden = append(m.hidden, stretch{from + part.from, from + part.to})
		m.texts = append(m.texts, raw[part.from:part.to])
	}
}
