package report

import "github.com/seclint/seclint/internal/finding"

// style colours text with ANSI sequences, or leaves it alone.
type style bool

func (s style) paint(code, text string) string {
	if !s || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) bold(text string) string  { return s.paint("1", text) }
func (s style) faint(text string) string { return s.paint("2", text) }
func (s style) frame(text string) string { return s.paint("34", text) }
func (s style) good(text string) string  { return s.paint("1;32", text) }
func (s style) bad(text string) string   { return s.paint("1;31", text) }
func (s style) warn(text string) string  { return s.paint("1;33", text) }

// severity colours text the way its severity deserves.
func (s style) severity(severity finding.Severity, text string) string {
	switch severity {
	case finding.Critical:
		return s.paint("1;35", text)
	case finding.High:
		return s.paint("1;31", text)
	case finding.Medium:
		return s.paint("1;33", text)
	case finding.Low:
		return s.paint("1;36", text)
	}
	return s.paint("1", text)
}
