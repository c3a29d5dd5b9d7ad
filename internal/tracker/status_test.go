package tracker

import (
	"fmt"
	"strings"
	"testing"
)

// Every status word is read where a status is written, and means nothing inside the words of a title.
func TestStatusWords(t *testing.T) {
	t.Parallel()
	for word, want := range statusWords {
		table := fmt.Sprintf("| ID | Status | Issue |\n|---|---|---|\n| A-1 | %s (PR #12) | The %s door of the house |\n", word, word)
		items := read(t, "t.md", table).Items
		if len(items) != 1 || items[0].Status != want || items[0].StatusFrom != fromItem {
			t.Errorf("%q in a cell: got %v, want %s", word, items, want)
		}
		prose := fmt.Sprintf("## Findings\n\n### A-1: the %s door of the house\n\nIt says %s somewhere in the text.\n", word, word)
		items = read(t, "t.md", prose).Items
		if len(items) != 1 || items[0].Status != Open || items[0].StatusFrom != fromNothing {
			t.Errorf("%q in prose: got %+v", word, items)
		}
	}
}

func TestStatusMarks(t *testing.T) {
	t.Parallel()
	for mark, want := range statusMarks {
		items := read(t, "t.md", "| ID | Status | Issue |\n|---|---|---|\n| A-1 | "+mark+" | The door |\n").Items
		if len(items) != 1 || items[0].Status != want {
			t.Errorf("%q: got %v, want %s", mark, items, want)
		}
	}
}

// What may follow a status, and what makes a word no status.
func TestStatusEndsWhereItEnds(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string]Status{
		"**Door** - DOCUMENTED: as intended": Documented, "**Door** — Fixed on `branch`": Closed, "**Door** — `open`": Open, "**Door** - Open redirect in login": Open,
		"**Door** (RESOLVED)": Closed, "**Door** - Closed (Tier 6)": Closed, "**Door** – Won't fix": Accepted, "**Door** - MITIGATED: by a wall": Mitigated,
		"~~**Door**~~ DONE": Closed,
	} {
		items := read(t, "t.md", "## Open items\n\n1. "+entry+"\n").Items
		if len(items) != 1 || items[0].Status != want {
			t.Errorf("%q: got %+v, want %s", entry, items, want)
		}
	}
	if it := read(t, "t.md", "## Items\n\n### A-1: Open redirect in login\n").Items[0]; it.StatusFrom != fromNothing || it.Title != "Open redirect in login" {
		t.Errorf("a title is taken for a status: %+v", it)
	}
}

// The item's own severity counts, then that of the section.
func TestSeverities(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"## High\n\n### 1. Door\n":                            "high",
		"## High\n\n### 1. Door\n\n**Severity:** Low\n":       "low",
		"## Findings\n\n### 1. CRITICAL — Door\n":             "critical",
		"## Findings\n\n### 1. Door (P2)\n":                   "medium",
		"## 🔴 Critical Issues (3)\n\n### 1. Door\n":           "critical",
		"## Findings\n\n### 🟠 Door\n\nFile: a.py:1\n":         "high",
		"## Findings\n\n### Door\n\nSeverity - Informational": "note",
	} {
		items := read(t, "t.md", "# T\n\n"+text).Items
		if len(items) != 1 || items[0].Severity.String() != want || items[0].Title != "Door" {
			t.Errorf("%q: got %+v, want %s", text, items, want)
		}
	}
}

// Headings with a code and fields are items below whatever stands in front of them; a legend, a roadmap and a log have none by themselves.
func TestHeadingsBelowALegend(t *testing.T) {
	t.Parallel()
	fields := "**Status:** Fixed on `branch`\n**Location:** `a.py:1`\n"
	for text, want := range map[string]int{
		"# T\n\n## Legend\n- high\n\n### V-001: Door\n" + fields:    1,
		"# T\n\n## Roadmap\n\n### V-001: Door\n\nSome day.\n":       0,
		"# T\n\n## Legend\n\n- **V-001** - closed: an example\n":    0,
		"# T\n\n## Change log\n\n### V-001: Door\n" + fields:        0,
		"## SEC-1. Door\n" + fields + "\n## SEC-2. Gate\n" + fields: 2,
	} {
		if items := read(t, "t.md", text).Items; len(items) != want {
			t.Errorf("%q: got %d items, want %d", text, len(items), want)
		}
	}
	// A log at the end is one where nothing else is the title.
	items := read(t, "t.md", "## SEC-1. Door\n"+strings.Replace(fields, "Fixed on `branch`", "open", 1)+"\n## Remediation log\n\n- 2026-01-02: SEC-1 closed by commit abc\n").Items
	if len(items) != 1 || items[0].Status != Closed {
		t.Errorf("the log is not read: %+v", items)
	}
}
