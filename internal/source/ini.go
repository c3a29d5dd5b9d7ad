package source

import (
	"bytes"
	"strings"
)

// ReadINI returns the tree of a file with sections: a mapping of the settings in front of the first section and of the sections, which
// map keys to texts. Of several settings of a key the last counts, and a section that comes again is continued. A comment begins with
// # or ; at the beginning of a line or behind a space. Lines that are neither a section nor a setting are passed over. It never fails for
// what is written; an error is a *SyntaxError about the limits.
func ReadINI(f *File, l Limits) (*Node, error) { return readSettings(f, l, iniDialect) }

// ReadProperties returns the settings of a Java properties file as a mapping of keys to texts, as java.util.Properties (Java 21) reads
// them: key=value, key: value and key value, comments with # or !, and lines that a backslash joins. Escapes stay as they are written.
// Of several settings of a key the last counts. An error is a *SyntaxError about the limits.
func ReadProperties(f *File, l Limits) (*Node, error) { return readSettings(f, l, propertiesDialect) }

// dialect is what differs between formats with a setting on a line.
type dialect struct {
	// sections is set where a line in brackets begins a section.
	sections bool
	// markers start a comment at the beginning of a line, inline behind a space in a value.
	markers, inline string
	// separators end a key.
	separators string
	// joined is set where a backslash at the end of a line joins it with the next.
	joined bool
	// quoted is set where quotes around a value are no part of it.
	quoted bool
}

var (
	iniDialect        = dialect{sections: true, markers: "#;", inline: "#;", separators: "=:", quoted: true}
	propertiesDialect = dialect{markers: "#!", separators: "=: \t", joined: true}
)

type settingsReader struct {
	builder
	dialect
	// places are the indices of entries by their mapping and key.
	places map[unitKey]int
}

func readSettings(f *File, l Limits, d dialect) (*Node, error) {
	r := &settingsReader{builder: newBuilder(f, l), dialect: d, places: map[unitKey]int{}}
	root := r.node(Mapping)
	root.Span = f.Span(f.starts()[0], len(f.Content))
	section := root
	for at := f.starts()[0]; at < len(f.Content); {
		start, end, next := r.logicalLine(at)
		at = next
		switch text := f.Content[start:end]; {
		case len(text) == 0:
		case r.sections && text[0] == '[':
			if closing := bytes.IndexByte(text, ']'); closing > 0 {
				section = r.section(root, start, start+closing+1)
			}
		default:
			r.setting(section, start, end)
		}
		if r.count > l.MaxNodes {
			return nil, errNodes(r.span(start, end), l)
		}
	}
	return root, nil
}

// logicalLine returns the bytes of the line that begins at a place without the space around it, and where the next line is. A comment
// is an empty line.
func (r *settingsReader) logicalLine(at int) (start, end, next int) {
	content := r.file.Content
	for next = at; ; {
		begin := next
		stop := len(content)
		if i := bytes.IndexByte(content[begin:], '\n'); i >= 0 {
			stop = begin + i
		}
		next = min(stop+1, len(content))
		line := bytes.TrimRight(content[begin:stop], " \t\r\f")
		end = begin + len(line)
		if begin == at {
			start = end - len(bytes.TrimLeft(line, " \t\f"))
			if start < end && strings.IndexByte(r.markers, content[start]) >= 0 {
				return at, at, next
			}
		}
		if !r.joined || !endsOpen(line) || next >= len(content) {
			return start, max(start, end), next
		}
	}
}

// endsOpen reports whether a line ends with an odd number of backslashes.
func endsOpen(line []byte) bool {
	return (len(line)-len(bytes.TrimRight(line, `\`)))%2 == 1
}

// section returns the mapping of a section, whose header is at a place.
func (r *settingsReader) section(root *Node, start, end int) *Node {
	name := strings.TrimSpace(string(r.file.Content[start+1 : end-1]))
	if i, known := r.places[unitKey{root, name}]; known && root.Entries[i].Value.Kind == Mapping {
		return root.Entries[i].Value
	}
	section := r.node(Mapping)
	section.Span = r.span(start, end)
	r.put(root, Entry{Key: name, KeySpan: section.Span, Value: section})
	return section
}

// put sets an entry, in place of an earlier one with its key.
func (r *settingsReader) put(mapping *Node, e Entry) {
	key := unitKey{mapping, e.Key}
	if i, known := r.places[key]; known {
		mapping.Entries[i] = e
		return
	}
	r.places[key] = len(mapping.Entries)
	mapping.Entries = append(mapping.Entries, e)
}

// setting reads a setting, which is a key without a value where nothing separates the two.
func (r *settingsReader) setting(section *Node, start, end int) {
	content := r.file.Content
	stop := start
	for stop < end && strings.IndexByte(r.separators, content[stop]) < 0 {
		if content[stop] == '\\' && r.joined && stop+1 < end {
			stop++
		}
		stop++
	}
	key := bytes.TrimRight(content[start:stop], " \t")
	if len(key) == 0 {
		return
	}
	from := stop
	for from < end && isSpaceByte(content[from]) {
		from++
	}
	if from < end && (content[from] == '=' || content[from] == ':') {
		from++
	} else if stop == end && r.sections {
		return // a line without a separator is no setting
	}
	for from < end && isSpaceByte(content[from]) {
		from++
	}
	value := r.value(from, end)
	r.put(section, Entry{Key: string(key), KeySpan: r.span(start, start+len(key)), Value: value})
	if section.Span.End.Before(value.Span.End) {
		section.Span.End = value.Span.End
	}
}

func isSpaceByte(c byte) bool { return c == ' ' || c == '\t' || c == '\f' }

// value makes the node of a value, without a comment behind it and without quotes around it.
func (r *settingsReader) value(from, end int) *Node {
	n := r.node(String)
	text := string(r.file.Content[from:end])
	if quote := quoteOf(text); r.quoted && quote != "" {
		if closing := strings.Index(text[1:], quote); closing >= 0 {
			n.Span = r.span(from, from+closing+2)
			n.Text = text[1 : closing+1]
			n.Scalar = n.Text
			return n
		}
	}
	for i := 1; i < len(text) && r.inline != ""; i++ {
		if isSpaceByte(text[i-1]) && strings.IndexByte(r.inline, text[i]) >= 0 {
			text = strings.TrimRight(text[:i], " \t")
		}
	}
	n.Span = r.span(from, from+len(text))
	n.Text, n.Scalar = text, text
	return n
}

// quoteOf returns the quote that a text begins with, "" for none.
func quoteOf(text string) string {
	if text == "" || strings.IndexByte("\"'`", text[0]) < 0 {
		return ""
	}
	return text[:1]
}

// settings collects the comments of files with a setting on a line: they have their lines for themselves.
func (s *scanner) settings() {
	for s.more() {
		s.blanks()
		if s.more() && s.text[s.pos] == '#' {
			s.comment()
		}
		s.skipLine()
	}
}
