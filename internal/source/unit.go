package source

import (
	"bytes"
	"strings"
)

// ReadUnit returns the tree of a unit file of systemd, or of a drop-in for one: a mapping of sections, each of which maps a key to the
// sequence of its values in the order of the file, because systemd adds up what is set again and an empty value starts anew.
// Lines that are neither a section nor a setting are passed over, as systemd does. It never fails for what is written; an error
// is a *SyntaxError about the limits.
func ReadUnit(f *File, l Limits) (*Node, error) {
	r := unitReader{builder: newBuilder(f, l), lists: map[unitKey]*Node{}}
	root := r.node(Mapping)
	root.Span = f.Span(0, len(f.Content))
	section := (*Node)(nil)
	for at := f.starts()[0]; at < len(f.Content); {
		start, end, next := r.logicalLine(at)
		at = next
		if r.count > l.MaxNodes {
			return nil, errNodes(r.span(start, end), l)
		}
		text := f.Content[start:end]
		switch key, _, isSetting := bytes.Cut(text, []byte("=")); {
		case len(text) == 0:
		case text[0] == '[' && text[len(text)-1] == ']':
			section = r.section(root, start, end)
		case isSetting && section != nil:
			r.setting(section, start, start+len(bytes.TrimRight(key, " \t")), start+len(key)+1, end)
		}
	}
	return root, nil
}

type unitReader struct {
	builder
	// lists are the sections of the root and the values of the keys of sections.
	lists map[unitKey]*Node
}

// unitKey is a key of a section.
type unitKey struct {
	section *Node
	key     string
}

// logicalLine returns the bytes of the setting that begins at a place without the space around it, and where the next line is. A
// backslash at the end of a line joins it with the next that is no comment. A comment is an empty line.
func (r *unitReader) logicalLine(at int) (start, end, next int) {
	content := r.file.Content
	start, next = at, at
	for {
		line := content[next:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		begin := next
		next = min(next+len(line)+1, len(content))
		line = bytes.TrimRight(line, " \t\r")
		if trimmed := bytes.TrimLeft(line, " \t"); len(trimmed) > 0 && (trimmed[0] == '#' || trimmed[0] == ';') {
			if begin == at {
				return at, at, next
			}
			line = nil // inside a joined line comments are passed over
		} else if len(line) > 0 {
			end = begin + len(line)
		}
		if !bytes.HasSuffix(line, []byte(`\`)) && (line != nil || begin == at) || next >= len(content) {
			break
		}
	}
	end = max(end, start)
	start += end - start - len(bytes.TrimLeft(content[start:end], " \t"))
	return start, end, next
}

func (r *unitReader) section(root *Node, start, end int) *Node {
	name := string(r.file.Content[start+1 : end-1])
	if known := r.lists[unitKey{root, name}]; known != nil {
		return known
	}
	section := r.node(Mapping)
	r.lists[unitKey{root, name}] = section
	section.Span = r.span(start, end)
	root.Entries = append(root.Entries, Entry{Key: name, KeySpan: r.span(start, end), Value: section})
	return section
}

func (r *unitReader) setting(section *Node, start, keyEnd, valueStart, end int) {
	key := string(r.file.Content[start:keyEnd])
	value := r.node(String)
	text := r.file.Content[valueStart:end]
	valueStart += len(text) - len(bytes.TrimLeft(text, " \t"))
	value.Span = r.span(valueStart, end)
	value.Text = string(r.file.Content[valueStart:end])
	value.Scalar = value.Text
	list := r.lists[unitKey{section, key}]
	if list == nil {
		list = r.node(Sequence)
		r.lists[unitKey{section, key}] = list
		list.Span = value.Span
		section.Entries = append(section.Entries, Entry{Key: key, KeySpan: r.span(start, keyEnd), Value: list})
	}
	list.Items = append(list.Items, Item{Value: value})
	if section.Span.End.Before(value.Span.End) {
		section.Span.End = value.Span.End
	}
}

// Words returns the words of a command line in a unit as strings with their places: split at white space, where quotes and a
// backslash at the end of a line are taken as systemd does. Escapes and specifiers stay as they are written.
func Words(value *Node) []*Node {
	if value == nil || value.Kind != String || value.Span.IsZero() {
		return nil
	}
	file, start := value.Span.File, value.Span.File.Offset(value.Span.Start)
	var words []*Node
	for at, text := 0, value.Text; at < len(text); {
		if n := gap(text[at:]); n > 0 {
			at += n
			continue
		}
		begin := at
		var word strings.Builder
		for quote := byte(0); at < len(text) && (quote != 0 || gap(text[at:]) == 0); at++ {
			switch c := text[at]; {
			case c == quote:
				quote = 0
			case quote == 0 && (c == '"' || c == '\''):
				quote = c
			default:
				word.WriteByte(c)
			}
		}
		words = append(words, &Node{Kind: String, Scalar: word.String(), Text: word.String(), Span: file.Span(start+begin, start+at)})
	}
	return words
}

// gap returns how many bytes of white space a text begins with, a joined line break included.
func gap(text string) int {
	rest := strings.TrimLeft(text, " \t\r\n")
	for strings.HasPrefix(rest, "\\\n") || strings.HasPrefix(rest, "\\\r\n") {
		rest = strings.TrimLeft(rest[1:], " \t\r\n")
	}
	return len(text) - len(rest)
}
