package report

import (
	"net/url"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// hyperlink returns a text that the terminal makes a link (OSC 8), where links are wanted.
func (t *text) hyperlink(text, target string) string {
	if t.options.LinkRoot == "" || target == "" || text == "" {
		return text
	}
	return "\x1b]8;;" + target + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// linkAt returns path:line:column as a link to the file.
func (t *text) linkAt(at source.Span) string { return t.hyperlink(t.at(at), t.fileURL(at.Path())) }

// linkFile returns the name of a file as a link to it.
func (t *text) linkFile(file string) string { return t.hyperlink(t.place(file), t.fileURL(file)) }

// linkRule returns the id of a rule as a link to its page.
func (t *text) linkRule(id string) string {
	rule := t.rules[id]
	if rule == nil {
		return visible(id)
	}
	page := HelpURI(rule)
	if parsed, err := url.Parse(page); err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return visible(id)
	}
	return t.hyperlink(visible(id), escapeURL(page))
}

// linkIn makes a place that a line begins with a link.
func (t *text) linkIn(line, place string, at source.Span) string {
	if rest, ok := strings.CutPrefix(line, place); ok && place != "" {
		return t.hyperlink(place, t.fileURL(at.Path())) + rest
	}
	return line
}

// fileURL returns the URL of a file of the scanned root, "" where there are no links.
func (t *text) fileURL(file string) string {
	if t.options.LinkRoot == "" || file == "" {
		return ""
	}
	return t.options.LinkRoot + "/" + (&url.URL{Path: file}).EscapedPath()
}

// escapeURL writes what a terminal might obey as percent-encoded bytes: only printable ASCII may be in a link.
func escapeURL(page string) string {
	var b strings.Builder
	for i := range len(page) {
		if c := page[i]; c > ' ' && c < 0x7f {
			b.WriteByte(c)
			continue
		}
		b.WriteString(url.PathEscape(page[i : i+1]))
	}
	return b.String()
}
