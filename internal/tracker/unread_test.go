package tracker_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/tracker"
)

// Backlogs in the shapes of other people: each item is read, or it is said that it is not.
func TestNothingIsLostWithoutAWord(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text  string
		items []string
		left  []string
	}{
		"tasks of GitHub": {
			"# Security\n\n- [ ] #12 Container runs privileged (compose.yml:4)\n- [x] #13 Pin the image `compose.yml:3`\n- [ ] Rotate keys @alice\n",
			[]string{"12 open", "13 closed", "Rotate keys @alice open"}, nil,
		},
		"signs for statuses": {
			"# Findings\n\n| # | Finding | Sev | State |\n|---|---|---|---|\n| 1 | privileged `a.yml:4` | 🔴 | 🚧 |\n| 2 | unpinned | 🟡 | 🟢 fixed |\n| 3 | open port | 🟠 | ❌ |\n",
			[]string{"1 open", "2 closed", "3 open"}, nil,
		},
		"CVEs": {
			"# Advisories\n\n## CVE-2024-1234: overflow\n\nStatus: Fixed\n\n## CVE-2023-9999 – other\n\nNothing yet.\n",
			[]string{"CVE-2024-1234 closed", "CVE-2023-9999 open"}, nil,
		},
		"lists in lists": {
			"# Backlog\n\n1. Network\n   1. Port 80 is open - OPEN\n   2. TLS is missing - DONE\n2. Runtime\n   - privileged - DONE (compose.yml:4)\n",
			[]string{"1 open", "2 open"}, []string{"4 an entry that is no item and says OPEN", "5 an entry that is no item and says DONE", "7 an entry that is no item and says DONE"},
		},
		"HTML and grids": {
			"# Register\n\n| ID | Status | Issue |\n|---|---|---|\n| R-1 | Open | no TLS |\n\n<table>\n<tr><td>R-2</td><td>Closed</td></tr>\n</table>\n\n+-----+--------+\n| ID  | Status |\n+=====+========+\n| R-3 | Closed |\n+-----+--------+\n",
			[]string{"R-1 open"}, []string{"7 a table or list in HTML", "11 a table drawn with + and -"},
		},
		"German": {
			"# Sicherheit\n\n| Nr | Status | Befund |\n|---|---|---|\n| S-1 | erledigt | privilegiert |\n| S-2 | offen | Image |\n| S-3 | in Arbeit | Port |\n\n## Behoben\n\n- S-4: TLS fehlt\n",
			[]string{"S-1 closed", "S-2 open", "S-3 open", "S-4 closed"}, nil,
		},
		"a table of unknown columns": {
			"# Mixed\n\n- [ ] S-1: a\n\n## Overview\n\n| What | How is it |\n|---|---|\n| TLS | ✅ |\n",
			[]string{"S-1 open"}, []string{"9 a table without a column for what it is about"},
		},
		"no items": {
			"# Notes\n\n| Word | Meaning |\n|---|---|\n| DONE | it is mended |\n\n- read the docs\n- ask somebody\n\n<p align=center>logo</p>\n",
			nil, nil,
		},
	} {
		doc, err := tracker.Read(source.NewFile("a.md", []byte(test.text)))
		if err != nil {
			t.Fatal(err)
		}
		var items, left []string
		for _, it := range doc.Items {
			items = append(items, it.Name()+" "+string(it.Status))
		}
		for _, u := range doc.Unread {
			left = append(left, fmt.Sprintf("%d %s", u.At.Start.Line, u.What))
		}
		slices.Sort(left)
		want := slices.Sorted(slices.Values(test.left))
		if diff := cmp.Diff(test.items, items); diff != "" {
			t.Errorf("%s: items: %s", name, diff)
		}
		if diff := cmp.Diff(want, left); diff != "" {
			t.Errorf("%s: not read: %s", name, diff)
		}
	}
}
