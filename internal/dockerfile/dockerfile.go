// Package dockerfile reads Dockerfiles with the parser of BuildKit and says where in the file each instruction is. It knows what the form
// of an instruction is, and not what an image becomes of it.
package dockerfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// MaxSize is the largest Dockerfile in bytes that is read.
const MaxSize = 1 << 20

// File is a Dockerfile.
type File struct {
	Instructions []Instruction
	// Escape is the character that joins a line to the next one: a backslash, or ` where a directive says so.
	Escape rune

	content []byte
}

// Instruction is an instruction of a Dockerfile. Offsets are in bytes of the file.
type Instruction struct {
	// Name is the instruction in lower case, such as run.
	Name string
	// Words are its arguments as BuildKit's parser splits them: the whole text of RUN, CMD and ENTRYPOINT in the form without brackets;
	// name, value and what is between them in turn for ENV.
	Words []string
	// Flags are the options in front of the arguments, such as --from=build.
	Flags []string
	// IsJSON is set for the form with brackets.
	IsJSON bool
	// Start and End are where the instruction is, with its heredocs; Body is where its arguments begin, behind the flags.
	Start, Body, End int
}

// Word is a word of an instruction with its place.
type Word struct {
	Text       string
	Start, End int
}

// Parse reads a Dockerfile.
func Parse(content []byte) (*File, error) {
	if len(content) > MaxSize {
		return nil, fmt.Errorf("a Dockerfile of %d kB: files of up to %d kB are read", len(content)>>10, MaxSize>>10)
	}
	parsed, err := parser.Parse(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	f := &File{Escape: parsed.EscapeToken, content: content}
	lines := lineStarts(content)
	for _, n := range parsed.AST.Children {
		i := Instruction{Name: strings.ToLower(n.Value), Flags: n.Flags, IsJSON: n.Attributes["json"]}
		for word := n.Next; word != nil; word = word.Next {
			i.Words = append(i.Words, word.Value)
		}
		i.Start, i.End = lines[n.StartLine-1], len(content)
		if n.EndLine < len(lines) {
			i.End = lines[n.EndLine]
		}
		i.Body = f.body(i)
		f.Instructions = append(f.Instructions, i)
	}
	return f, nil
}

// lineStarts returns the offset of the first byte of each line.
func lineStarts(content []byte) []int {
	starts := []int{0}
	for i, c := range content {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// body returns the offset of the arguments of an instruction.
func (f *File) body(i Instruction) int {
	at := f.blanks(i.Start, i.End)
	for at < i.End && !isBlank(f.content[at]) {
		at++
	}
	for range len(i.Flags) + 1 {
		at = f.blanks(at, i.End)
		if len(i.Flags) == 0 || !bytes.HasPrefix(f.content[at:i.End], []byte("--")) {
			return at
		}
		for at < i.End && !isBlank(f.content[at]) {
			at++
		}
	}
	return at
}

// blanks moves over white space and joined lines.
func (f *File) blanks(at, end int) int {
	for at < end {
		c := f.content[at]
		isJoin := rune(c) == f.Escape && at+1 < end && (f.content[at+1] == '\n' || f.content[at+1] == '\r')
		if !isBlank(c) && !isJoin {
			break
		}
		at++
	}
	return at
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// heredoc is a command that has nothing but the text of a script.
var heredoc = lazyregexp.New(`^<<-?\s*["']?\w+["']?\s*$`)

// Script returns the text of an instruction without brackets as a shell gets it, and its offset. It is as long as what is written: each
// line that BuildKit leaves out is blank.
func (f *File) Script(i Instruction) (text string, at int) {
	raw := f.content[i.Body:i.End]
	first, rest, hasMore := bytes.Cut(raw, []byte("\n"))
	if hasMore && heredoc.Match(bytes.TrimSpace(first)) {
		end := bytes.LastIndexByte(bytes.TrimRight(rest, "\r\n\t "), '\n') + 1
		return string(rest[:end]), i.Body + len(first) + 1
	}
	blank := bytes.Clone(raw)
	for from := len(first) + 1; hasMore && from < len(blank); {
		end := len(blank)
		if n := bytes.IndexByte(blank[from:], '\n'); n >= 0 {
			end = from + n + 1
		}
		if line := bytes.TrimSpace(blank[from:end]); len(line) == 0 || line[0] == '#' {
			for j := from; j < end; j++ {
				blank[j] = ' '
			}
		}
		from = end
	}
	return string(blank), i.Body
}

// JSON returns the words of an instruction with brackets, with their places.
func (f *File) JSON(i Instruction) []Word {
	var words []Word
	for at := i.Body; at < i.End; at++ {
		if f.content[at] != '"' {
			continue
		}
		end := at + 1
		for end < i.End && f.content[end] != '"' {
			if f.content[end] == '\\' {
				end++
			}
			end++
		}
		end = min(end+1, i.End)
		var text string
		if json.Unmarshal(f.content[at:end], &text) == nil && len(words) < len(i.Words) {
			words = append(words, Word{Text: text, Start: at, End: end})
		}
		at = end - 1
	}
	return words
}

// Find returns the place of a text in the arguments of an instruction behind an offset: the whole instruction where it is written in
// another way.
func (f *File) Find(i Instruction, text string, from int) Word {
	from = max(from, i.Body)
	if n := bytes.Index(f.content[min(from, i.End):i.End], []byte(text)); n >= 0 && text != "" {
		return Word{Text: text, Start: from + n, End: from + n + len(text)}
	}
	return Word{Text: text, Start: i.Start, End: max(i.Start, len(bytes.TrimRight(f.content[:i.End], "\r\n \t")))}
}
