package source

import (
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"
)

var (
	nextLine           = []byte("\u0085")
	lineSeparator      = []byte("\u2028")
	paragraphSeparator = []byte("\u2029")
)

// yamlLines returns where lines start for YAML, which also breaks them at a lone carriage return and at three Unicode
// characters. It is the file's own index unless such a break exists.
func yamlLines(f *File) []int {
	c := f.Content
	if !hasLoneReturn(c) && !bytes.Contains(c, nextLine) && !bytes.Contains(c, lineSeparator) && !bytes.Contains(c, paragraphSeparator) {
		return f.starts()
	}
	lines := []int{f.starts()[0]}
	for i := 0; i < len(c); {
		if width := breakWidth(c[i:]); width > 0 {
			i += width
			lines = append(lines, i)
		} else {
			i++
		}
	}
	return lines
}

func hasLoneReturn(c []byte) bool {
	for {
		i := bytes.IndexByte(c, '\r')
		if i < 0 {
			return false
		}
		if i+1 == len(c) || c[i+1] != '\n' {
			return true
		}
		c = c[i+2:]
	}
}

// breakWidth returns how many bytes the YAML line break at the start of c has, 0 when there is none.
func breakWidth(c []byte) int {
	switch {
	case len(c) == 0:
		return 0
	case c[0] == '\n':
		return 1
	case c[0] == '\r':
		if len(c) > 1 && c[1] == '\n' {
			return 2
		}
		return 1
	case c[0] == nextLine[0] && bytes.HasPrefix(c, nextLine):
		return 2
	case c[0] == lineSeparator[0] && (bytes.HasPrefix(c, lineSeparator) || bytes.HasPrefix(c, paragraphSeparator)):
		return 3
	}
	return 0
}

// spaceWidth is breakWidth that also takes a blank.
func spaceWidth(c []byte) int {
	if len(c) > 0 && (c[0] == ' ' || c[0] == '\t') {
		return 1
	}
	return breakWidth(c)
}

// lineEnd returns the offset of the line break behind i.
func (r *yamlReader) lineEnd(i int) int {
	c := r.file.Content
	for i < len(c) && breakWidth(c[i:]) == 0 {
		i++
	}
	return i
}

// skipBlank moves behind blanks, line breaks and comments.
func (r *yamlReader) skipBlank(i int) int {
	c := r.file.Content
	for i < len(c) {
		if width := spaceWidth(c[i:]); width > 0 {
			i += width
		} else if c[i] == '#' {
			i = r.lineEnd(i)
		} else {
			return i
		}
	}
	return i
}

// skipProperties moves from where yaml.v3 says that a node starts behind the node's anchor and tag.
func (r *yamlReader) skipProperties(n *yaml.Node, i int) int {
	anchor, tag := n.Anchor != "", n.Style&yaml.TaggedStyle != 0
	c := r.file.Content
	if !anchor && !tag && (n.Kind != yaml.ScalarNode || i >= len(c) || c[i] != '!') {
		return i
	}
	tag = tag || n.Kind == yaml.ScalarNode // the tag "!" leaves no trace in the node
	behind := i
	for i < len(c) {
		switch {
		case anchor && c[i] == '&':
			anchor = false
			behind = i + len("&") + len(n.Anchor)
		case tag && c[i] == '!':
			tag = false
			behind = tagEnd(c, i)
		default:
			return textStart(n, i, behind)
		}
		i = r.skipBlank(behind)
	}
	return textStart(n, i, behind)
}

// textStart distinguishes a node with text from one that has nothing but an anchor or a tag.
func textStart(n *yaml.Node, text, behind int) int {
	if isPlain(n) && n.Value == "" {
		return behind
	}
	return text
}

// tagEnd returns the end of the tag that starts at i: for yaml.v3 only white space ends one.
func tagEnd(c []byte, i int) int {
	for i < len(c) && spaceWidth(c[i:]) == 0 {
		i++
	}
	return i
}

const quotedOrBlock = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

func isPlain(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Style&quotedOrBlock == 0 }

// scalarEnd returns where the text of the scalar that starts at i ends.
func (r *yamlReader) scalarEnd(n *yaml.Node, i int) int {
	c := r.file.Content
	switch {
	case i >= len(c):
		return len(c)
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return doubleQuotedEnd(c, i)
	case n.Style&yaml.SingleQuotedStyle != 0:
		return singleQuotedEnd(c, i)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return r.blockEnd(n.Value, i)
	}
	if end := i + len(n.Value); end <= len(c) && string(c[i:end]) == n.Value {
		return end
	}
	_, end := r.matchWords(n.Value, i)
	return end
}

func doubleQuotedEnd(c []byte, i int) int {
	for i++; i < len(c) && c[i] != '"'; i++ {
		if c[i] == '\\' {
			i++
		}
	}
	return min(i+1, len(c))
}

func singleQuotedEnd(c []byte, i int) int {
	for i++; i < len(c); i++ {
		if c[i] != '\'' {
			continue
		}
		if i+1 == len(c) || c[i+1] != '\'' {
			return i + 1
		}
		i++
	}
	return len(c)
}

// matchWords follows the words of a folded value through the source, whatever white space is between them there. It
// returns what the value has behind its last word, and the offset behind that word.
func (r *yamlReader) matchWords(value string, i int) (rest string, end int) {
	c := r.file.Content
	v := []byte(value)
	rest, end = value, i
	for k := 0; k < len(v) && i < len(c); {
		if width := spaceWidth(v[k:]); width > 0 {
			k += width
		} else if width := spaceWidth(c[i:]); width > 0 {
			i += width
		} else {
			k++
			i++
			rest, end = value[k:], i
		}
	}
	return rest, end
}

// blockEnd returns the end of the last line that counts for a block scalar: with "keep" these are all blank lines that
// follow, without it the last line that is more than a line break.
func (r *yamlReader) blockEnd(value string, i int) int {
	header := r.lineEnd(i)
	indicators, _, _ := strings.Cut(string(r.file.Content[i:header]), "#")
	rest, end := r.matchWords(value, header)
	lines, wordless := 0, len(rest) == len(value)
	if strings.Contains(indicators, "+") {
		lines = strings.Count(rest, "\n")
		if !wordless {
			lines-- // the break of the line with the last word
		}
	} else if tail := strings.TrimRight(rest, "\n"); tail != "" {
		lines = strings.Count(tail, "\n")
		if wordless {
			lines++ // the first line is the one behind the header
		}
	}
	end = r.lineEnd(end)
	for ; lines > 0 && end < len(r.file.Content); lines-- {
		end = r.lineEnd(end + breakWidth(r.file.Content[end:]))
	}
	return end
}

// closing returns the offset behind the bracket that closes a flow collection whose last child ends at i.
func (r *yamlReader) closing(i int) int {
	c := r.file.Content
	for i = r.skipBlank(i); i < len(c); i = r.skipBlank(i + 1) {
		if c[i] == ']' || c[i] == '}' {
			return i + 1
		}
	}
	return len(c)
}
