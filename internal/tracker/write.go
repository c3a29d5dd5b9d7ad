package tracker

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/seclint/seclint/internal/report"
)

// Writer writes what was found out in one format. place returns a path as the user would write it.
type Writer func(w io.Writer, s *State, place func(string) string) error

// Formats are the formats by name.
func Formats() map[string]Writer {
	return map[string]Writer{"text": Text, "json": JSON, "markdown": Markdown}
}

// JSON writes everything, in the shape of schemas/track.schema.json.
func JSON(w io.Writer, s *State, _ func(string) string) error {
	text, err := report.EncodeJSON(s)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// Fails reports whether an item is not as it says: closed and still there, or accepted for a reason that no longer is true.
func (s *State) Fails() bool {
	return slices.ContainsFunc(s.Items, func(i ItemState) bool { return i.Verdict.Fails() })
}

// maxTitle is how much of a title a table shows.
const maxTitle = 58

// Text writes a table for people, and below it what somebody has to do something about.
func Text(w io.Writer, s *State, place func(string) string) error {
	for _, t := range s.Trackers {
		name := report.Clean(place(t.File))
		if t.Title != "" {
			name += ": " + report.Clean(t.Title)
		}
		fmt.Fprintf(w, "%s (%d items)\n\n", name, t.Items)
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ITEM\tSEVERITY\tSTATUS\tSCAN\tVERDICT")
		for i := range s.Items {
			if item := &s.Items[i]; item.File == t.File {
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", report.Clean(item.label()), item.severity(), report.Clean(item.status()), report.Clean(item.scan()), item.Verdict)
			}
		}
		if err := table.Flush(); err != nil {
			return err
		}
		fmt.Fprintln(w)
	}
	for i := range s.Items {
		s.Items[i].tell(w, place)
	}
	s.reasons(w, place)
	return s.headline(w, place)
}

// label is the item in a table.
func (i *ItemState) label() string {
	text := strings.TrimSpace(i.ID + " " + i.Title)
	if i.Parent != "" {
		text = "  " + text
	}
	if runes := []rune(text); len(runes) > maxTitle {
		text = string(runes[:maxTitle-1]) + "…"
	}
	return text
}

func (i *ItemState) severity() string {
	if i.Severity == nil {
		return "-"
	}
	return i.Severity.String()
}

func (i *ItemState) status() string {
	if i.StatusText != "" && i.StatusFrom != fromSection && len(i.StatusText) > 2 && len(i.StatusText) < 20 {
		return i.StatusText
	}
	return string(i.Status)
}

// scan is what the scan says of an item, in few words.
func (i *ItemState) scan() string {
	if len(i.Findings) == 0 {
		return "-"
	}
	text := fmt.Sprintf("%s:%d", i.Findings[0].Rule, i.Findings[0].Line)
	if n := len(i.Findings) - 1; n > 0 {
		text += fmt.Sprintf(" +%d", n)
	}
	return text
}

// tell says what somebody has to know of an item beside the table.
func (i *ItemState) tell(w io.Writer, place func(string) string) {
	at := fmt.Sprintf("%s:%d: %s", place(i.File), i.Line, strings.TrimSpace(i.ID+" "+shortened(i.Title)))
	if i.Verdict.Fails() {
		fmt.Fprintf(w, "FAIL %s\n     is %s: %s\n", report.Clean(at), i.Verdict, report.Clean(i.Reason))
		for _, f := range i.Findings {
			if !f.Suppressed {
				fmt.Fprintf(w, "     %s:%d: %s [%s]\n", report.Clean(place(f.File)), f.Line, report.Clean(f.Message), f.Rule)
			}
		}
	}
	for _, e := range i.Evidence {
		if e.State == Stale || e.State == Ambiguous {
			fmt.Fprintf(w, "%s\n     evidence %s is %s: %s\n", report.Clean(at), report.Clean(e.Text), e.State, report.Clean(e.Reason))
		}
	}
	for _, note := range i.Notes {
		fmt.Fprintf(w, "%s\n     %s\n", report.Clean(at), report.Clean(note))
	}
}

// reasons says why nothing more is said of items, those with the same reason together.
func (s *State) reasons(w io.Writer, place func(string) string) {
	items := map[string][]string{}
	var order []string
	for i := range s.Items {
		item := &s.Items[i]
		if item.Verdict.Fails() || item.Verdict == ClosedConfirmed || item.Verdict == MatchedOpen || item.Verdict == MatchedWaived {
			continue
		}
		if items[item.Reason] == nil {
			order = append(order, item.Reason)
		}
		items[item.Reason] = append(items[item.Reason], fmt.Sprintf("%s:%d %s", place(item.File), item.Line, shortened(strings.TrimSpace(item.ID+" "+item.Title))))
	}
	for _, reason := range order {
		fmt.Fprintf(w, "%s:\n", report.Clean(reason))
		for _, name := range items[reason] {
			fmt.Fprintf(w, "  %s\n", report.Clean(name))
		}
	}
	if len(order) > 0 {
		fmt.Fprintln(w)
	}
}

func shortened(title string) string {
	if runes := []rune(title); len(runes) > maxTitle {
		return string(runes[:maxTitle-1]) + "…"
	}
	return title
}

// maxUntracked is how many findings that are in no tracker the text lists.
const maxUntracked = 10

// verdicts lists the verdicts, those that fail first.
func verdicts() []Verdict {
	return []Verdict{
		ClosedButDetected, ClaimContradicted, MatchedOpen, MatchedAccepted, MatchedWaived, ClosedConfirmed, OpenNotDetected, AcceptedNotDetected, StaleEvidence, ExternalEvidence,
		NotMapped, NotDetectable,
	}
}

func (s *State) headline(w io.Writer, place func(string) string) error {
	var parts []string
	for _, v := range verdicts() {
		if n := s.Counts.Verdicts[string(v)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	_, err := fmt.Fprintf(w, "%d items: %s\n", s.Counts.Items, strings.Join(parts, ", "))
	for _, t := range s.Trackers {
		for _, u := range t.Unread {
			_, err = fmt.Fprintf(w, "Not read: %s:%d has %s, of which nothing is known\n", report.Clean(place(t.File)), u.Line, report.Clean(u.What))
		}
	}
	if s.Counts.StaleEvidence > 0 {
		_, err = fmt.Fprintf(w, "Stale evidence: %d places; seclint track --update moves the lines that are known\n", s.Counts.StaleEvidence)
	}
	if s.Counts.Untracked > 0 {
		_, err = fmt.Fprintf(w, "Not in any tracker: %d findings from medium on\n", s.Counts.Untracked)
		for _, f := range s.Untracked[:min(len(s.Untracked), maxUntracked)] {
			_, err = fmt.Fprintf(w, "  %s:%d: %s [%s]\n", report.Clean(place(f.File)), f.Line, report.Clean(f.Message), f.Rule)
		}
	}
	return err
}

// Markdown writes the state for a page that people read.
func Markdown(w io.Writer, s *State, place func(string) string) error {
	b := &strings.Builder{}
	for _, t := range s.Trackers {
		fmt.Fprintf(b, "## Tracker: %s\n\n%s, %d items\n\n", report.MarkdownCell(t.Title), report.MarkdownCode(place(t.File)), t.Items)
		for _, u := range t.Unread {
			fmt.Fprintf(b, "Not read: line %d, %s\n\n", u.Line, report.MarkdownCell(u.What))
		}
		b.WriteString("| item | severity | status | scan | verdict | reason |\n|---|---|---|---|---|---|\n")
		for i := range s.Items {
			if item := &s.Items[i]; item.File == t.File {
				fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s |\n", report.MarkdownCell(strings.TrimSpace(item.ID+" "+item.Title)), item.severity(), report.MarkdownCell(item.status()), report.MarkdownCell(item.scan()), item.Verdict, report.MarkdownCell(item.Reason))
			}
		}
		b.WriteString("\n")
	}
	if len(s.Untracked) > 0 {
		b.WriteString("## Not in any tracker\n\n| rule | severity | place | what |\n|---|---|---|---|\n")
		for _, f := range s.Untracked {
			fmt.Fprintf(b, "| %s | %s | %s | %s |\n", f.Rule, f.Severity, report.MarkdownCode(fmt.Sprintf("%s:%d", place(f.File), f.Line)), report.MarkdownCell(f.Message))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
