package evaluate

import (
	"bytes"

	"github.com/seclint/seclint/internal/finding"
)

// narrow moves a finding in a text of several lines, such as the content of a config, to the line that has its first
// secret: the policy names the text as a whole, because a path leads no further. A secret that the file writes in
// another way, such as with escapes, leaves the finding at the text.
func narrow(f *finding.Finding) {
	if len(f.Secrets) == 0 || f.At.Start.Line == f.At.End.Line {
		return
	}
	first, file := f.Secrets[0], f.At.File
	start, end := file.Offset(first.At.Start), file.Offset(first.At.End)
	if first.Text == "" || first.At.File != file || start < file.Offset(f.At.Start) || end > file.Offset(f.At.End) {
		return
	}
	found := bytes.Index(file.Content[start:end], []byte(first.Text))
	if found < 0 {
		return
	}
	from := start + bytes.LastIndexByte(file.Content[start:start+found], '\n') + 1
	to := end
	if length := bytes.IndexByte(file.Content[start+found:end], '\n'); length >= 0 {
		to = start + found + length
	}
	line := file.Content[from:to]
	indent := len(line) - len(bytes.TrimLeft(line, " \t"))
	f.At = file.Span(from+indent, from+len(bytes.TrimRight(line, " \t\r")))
}
