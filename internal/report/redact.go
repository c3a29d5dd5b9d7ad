package report

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// mask stands for one character of a secret. Lines keep their length in characters, so that columns stay right.
const mask = "*"

// redactor hands out the lines of files with the secrets in them masked. It looks at all lines above once, because a line
// alone does not tell that it is inside a private key or a block scalar.
type redactor struct {
	blocks map[*source.File]*fileBlocks
	lines  map[lineKey]string
}

type lineKey struct {
	file *source.File
	line int
}

func newRedactor() *redactor {
	return &redactor{blocks: map[*source.File]*fileBlocks{}, lines: map[lineKey]string{}}
}

// line returns line n (1-based) of a file without its secrets, as many characters long as the original.
func (r *redactor) line(f *source.File, n int) string {
	key := lineKey{f, n}
	if line, ok := r.lines[key]; ok {
		return line
	}
	blocks := r.blocks[f]
	if blocks == nil {
		blocks = newFileBlocks(f)
		r.blocks[f] = blocks
	}
	line := redactLine(f.Line(n), blocks.state(n))
	r.lines[key] = line
	return line
}

// snippetWidth is how many characters of a line a snippet holds.
const snippetWidth = 500

// text returns the text of a span without its secrets. At most maxLines lines are returned, and of each line
// what people may read; cuts are marked.
func (r *redactor) text(s source.Span, maxLines int) string {
	var lines []string
	for n := s.Start.Line; n <= s.End.Line; n++ {
		line := []rune(r.line(s.File, int(n)))
		from, to := 0, len(line)
		if n == s.End.Line {
			to = min(to, int(s.End.Column)-1)
		}
		if n == s.Start.Line {
			from = min(int(s.Start.Column)-1, to)
		}
		if len(lines) == maxLines {
			lines = append(lines, "…")
			break
		}
		from, to = max(from, 0), max(to, 0)
		if to-from > snippetWidth {
			lines = append(lines, string(line[from:from+snippetWidth])+"…")
			continue
		}
		lines = append(lines, string(line[from:to]))
	}
	return strings.Join(lines, "\n")
}

// redactLine masks the secrets of one line; state says what the lines above it make of it.
func redactLine(line string, state lineState) string {
	if strings.TrimSpace(line) == "" {
		return line
	}
	masked := make([]bool, len(line))
	switch state {
	case inside:
		text := strings.TrimPrefix(line[indentOf(line):], "- ")
		hideAll(masked, len(line)-len(text), len(line))
	case below:
		hideNested(line, masked)
	}
	if hinted(line) {
		hideKeyed(line, masked)
		hideDefaults(line, masked)
		hideOptions(line, masked)
	}
	hideShort(line, masked)
	hideTokens(line, masked)
	return applyMask(line, masked)
}

// Redact masks well-known tokens and the passwords in URLs, in text that is not a source line.
func Redact(text string) string {
	masked := make([]bool, len(text))
	hideTokens(text, masked)
	return applyMask(text, masked)
}

// applyMask replaces every character that has a masked byte.
func applyMask(text string, masked []bool) string {
	var b strings.Builder
	clean := true
	for i, r := range text {
		if masked[i] {
			if clean {
				b.WriteString(text[:i])
				clean = false
			}
			b.WriteString(mask)
		} else if !clean {
			if r == '\uFFFD' && !strings.HasPrefix(text[i:], "\uFFFD") {
				b.WriteByte(text[i])
				continue
			}
			b.WriteRune(r)
		}
	}
	if clean {
		return text
	}
	return b.String()
}

// hide masks the value that stands between two offsets: everything but the quotes around it, references to variables and
// paths of mounted secrets. Where a reference has a default, the default is masked.
func hide(line string, masked []bool, start, end int) {
	value := strings.TrimRight(line[start:end], " \t,;")
	end = start + len(value)
	value = strings.TrimLeft(value, " \t")
	start = end - len(value)
	if value != "" && (value[0] == '"' || value[0] == '\'') {
		start++
		if start < end && line[end-1] == value[0] {
			end--
		}
	}
	value = strings.TrimRight(line[start:end], "\"')]} ")
	if harmlessValue[strings.ToLower(value)] || mountedSecret().MatchString(value) || upperReference().MatchString(value) {
		return
	}
	for i := start; i < end; {
		if next := skipReference(line, masked, i, end); next > i {
			i = next
			continue
		}
		masked[i] = true
		i++
	}
}

// maxNesting is how deep references may stand in each other's defaults before the whole default is masked.
const maxNesting = 4

// skipReference returns the offset behind a ${...} that starts at i, having masked its default, or i when there is none.
// Everything behind one that is never closed is masked.
func skipReference(line string, masked []bool, i, end int) int {
	m := reference().FindStringSubmatchIndex(line[i:end])
	if m == nil || i > 0 && line[i-1] == '$' {
		return i
	}
	body, operator := i+m[1], line[i+m[2]:i+m[3]]
	if operator == "" {
		if body < end && line[body] == '}' {
			return body + 1
		}
		return i
	}
	closed, deepest := closingBrace(line[:end], body)
	switch {
	case closed == end:
		hideAll(masked, i, end)
		return end
	case deepest > maxNesting:
		hideAll(masked, body, closed)
	case !strings.HasSuffix(operator, "?"):
		hide(line, masked, body, closed)
	}
	return closed + 1
}

// closingBrace returns the offset of the brace that closes a reference whose default starts at body, or the length of the
// text, and how deep the references in the default are nested.
func closingBrace(text string, body int) (at, deepest int) {
	depth := 0
	for at = body; at < len(text); at++ {
		switch {
		case strings.HasPrefix(text[at:], "${"):
			depth++
			deepest = max(deepest, depth)
		case text[at] == '}' && depth == 0:
			return at, deepest
		case text[at] == '}':
			depth--
		}
	}
	return at, deepest
}

// indentOf returns how many blanks a line starts with.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
