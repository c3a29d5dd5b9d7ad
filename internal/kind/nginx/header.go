package nginx

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// headers returns the headers that are added at a level, and those of the levels around it that are not, because the level has its own.
// add_header is inherited where a level has none, or as add_header_inherit says (nginx 1.29.3); more_set_headers of headers-more adds up.
func (r *reader) headers(l *level) (added, dropped []Header) {
	added = slices.Concat(r.effective(l), r.more(l))
	if added == nil {
		added = []Header{}
	}
	dropped = []Header{}
	if mode := l.last("add_header_inherit").arg(0); l.above != nil && (mode == "off" || l.has("add_header") && mode != "merge") {
		dropped = append(dropped, inherited(r.effective(l.above))...)
	}
	return added, dropped
}

// effective returns the headers that add_header adds at a level.
func (r *reader) effective(l *level) []Header {
	if l == nil || l.isKnown {
		if l == nil {
			return nil
		}
		return l.headers
	}
	l.isKnown = true
	mode := l.last("add_header_inherit").arg(0)
	for _, d := range l.own["add_header"] {
		l.headers = r.note(l.headers, l, addHeader(d))
	}
	if mode == "merge" || mode != "off" && !l.has("add_header") {
		for _, h := range inherited(r.effective(l.above)) {
			l.headers = r.note(l.headers, nil, []Header{h})
		}
	}
	return l.headers
}

// more returns the headers that headers-more sets at a level.
func (r *reader) more(l *level) []Header {
	var headers []Header
	for up := l; up != nil; up = up.above {
		for _, d := range up.own["more_set_headers"] {
			found := moreHeaders(d)
			if up != l {
				found = inherited(found)
			}
			headers = r.note(headers, up, found)
		}
	}
	return headers
}

// inherited returns headers as a level has them that does not write them itself.
func inherited(headers []Header) []Header {
	list := slices.Clone(headers)
	for i := range list {
		list[i].Own = false
	}
	return list
}

// note adds headers to a list, as far as the limit. at is the level that they are written at, nil where their values are known.
func (r *reader) note(list []Header, at *level, headers []Header) []Header {
	for _, h := range headers {
		if r.left--; r.left < 0 || len(list) >= maxPerLevel {
			break
		}
		if at != nil {
			h.Values = r.valuesOf(at, h.Value)
		}
		list = append(list, h)
	}
	return list
}

// addHeader returns the header of an add_header.
func addHeader(d *directive) []Header {
	if len(d.args) < 2 {
		return nil
	}
	return []Header{{Name: strings.ToLower(d.args[0]), Value: d.args[1], Always: d.arg(2) == "always", Path: d.path, Own: true}}
}

// moreHeaders returns the headers of a more_set_headers, each "Name: value", whatever the status of the answer where no -s limits it.
func moreHeaders(d *directive) []Header {
	var headers []Header
	always := true
	for i := 0; i < len(d.args); i++ {
		if d.args[i] == "-s" || d.args[i] == "-t" {
			always = always && d.args[i] != "-s"
			i++
			continue
		}
		if name, value, ok := strings.Cut(d.args[i], ":"); ok {
			headers = append(headers, Header{Name: strings.ToLower(strings.TrimSpace(name)), Value: strings.TrimSpace(value), Path: d.path, Own: true})
		}
	}
	for i := range headers {
		headers[i].Always = always
	}
	return headers
}

var variable = lazyregexp.New(`^\$\{?(\w+)\}?$`)

// valuesOf returns what a value can be: what set gives a variable at a level or around it, or what a map gives it, else the value itself.
func (r *reader) valuesOf(l *level, value string) []string {
	match := variable.FindStringSubmatch(value)
	if match == nil {
		return []string{value}
	}
	name := "$" + match[1]
	var values []string
	for up := l; up != nil; up = up.above {
		for _, d := range up.own["set"] {
			if d.arg(0) == name && len(values) < maxPerLevel {
				values = append(values, d.arg(1))
			}
		}
	}
	for _, mapped := range r.values[name] {
		if len(values) < maxPerLevel {
			values = append(values, mapped)
		}
	}
	if len(values) == 0 {
		return []string{value}
	}
	slices.Sort(values)
	return slices.Compact(values)
}
