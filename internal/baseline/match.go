package baseline

import (
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// Options say what is known beside the findings.
type Options struct {
	// Catalogue knows which ids rules had formerly.
	Catalogue *rules.Catalogue
	// Exists reports whether a file is there now.
	Exists func(file string) bool
	// Renamed returns what a file is called now, by what git knows; nil, or "", where it does not. It is asked for files that are gone.
	Renamed func(file string) string
	// IsJudged reports whether a rule was in force in a file and the file was looked at, so that what is not found is fixed.
	IsJudged func(rule *rules.Rule, file string) bool
}

// Apply sets the state of each finding: unchanged where the baseline has it, of no lower severity, else new. An entry stands for one
// finding, so that a copy is new. It returns the entries that nothing stands for any more and that would have been found.
func Apply(findings []finding.Finding, known []Entry, o Options) (fixed []Entry) {
	m := &matcher{Options: o, findings: findings, entries: known, isUsed: make([]bool, len(known)), isMatched: make([]bool, len(findings))}
	m.exact()
	m.near()
	for i := range findings {
		if !m.isMatched[i] {
			findings[i].State = finding.New
		}
	}
	for i, e := range known {
		if m.isUsed[i] {
			continue
		}
		rule, isRule := o.Catalogue.Get(e.Rule)
		if !isRule || o.IsJudged(rule, e.File) {
			fixed = append(fixed, e)
		}
	}
	slices.SortFunc(fixed, compare)
	return fixed
}

// matcher pairs findings with entries.
type matcher struct {
	Options
	findings          []finding.Finding
	entries           []Entry
	isUsed, isMatched []bool
	renamed           map[string]string
	files             map[string]bool // of the entries
}

// pair notes that an entry stands for a finding. One that is worse now, or of another value, is new all the same.
func (m *matcher) pair(f, e int) {
	m.isUsed[e], m.isMatched[f] = true, true
	m.findings[f].State = finding.Unchanged
	before, now := m.entries[e], &m.findings[f]
	isOther := before.Value != "" && now.Value != "" && before.Value != now.Value
	if isOther || now.Severity > before.Severity {
		now.State = finding.New
	}
}

// exact pairs by fingerprint.
func (m *matcher) exact() {
	byPrint := map[string][]int{}
	for i, e := range m.entries {
		byPrint[e.Fingerprint] = append(byPrint[e.Fingerprint], i)
	}
	for i := range m.findings {
		list := byPrint[m.findings[i].Fingerprint]
		if m.findings[i].Fingerprint == "" || len(list) == 0 {
			continue
		}
		m.pair(i, list[0])
		byPrint[m.findings[i].Fingerprint] = list[1:]
	}
}

// near pairs what is left by the place in the file, where the rule or the file has another name now: first what git says, then what is
// the only one of its sort.
func (m *matcher) near() {
	byPlace := map[string][]int{}
	for i, e := range m.entries {
		if !m.isUsed[i] && e.Place != "" {
			byPlace[e.Place] = append(byPlace[e.Place], i)
		}
	}
	for _, isGuess := range []bool{false, true} {
		for i := range m.findings {
			f := &m.findings[i]
			if m.isMatched[i] || f.Place == "" {
				continue
			}
			for _, e := range byPlace[f.Place] {
				if !m.isUsed[e] && m.isSameRule(f.Rule, m.entries[e].Rule) && m.isSameFile(fileOf(f), m.entries[e], isGuess) {
					m.pair(i, e)
					break
				}
			}
		}
	}
}

func (m *matcher) isSameRule(now, before string) bool {
	rule, ok := m.Catalogue.Get(before)
	return now == before || ok && rule.ID == now
}

// isSameFile reports whether a file is the one of an entry: by its name, by what git says, or as a guess because the entry's is gone and
// git knows nothing of it.
func (m *matcher) isSameFile(now string, e Entry, isGuess bool) bool {
	if now == e.File {
		return true
	}
	if m.Exists(e.File) {
		return false
	}
	to := m.toName(e.File)
	if !isGuess {
		return to == now
	}
	return (to == "" || !m.Exists(to)) && !m.isKnown(now)
}

// toName asks for what a file is called now, once for each.
func (m *matcher) toName(file string) string {
	to, known := m.renamed[file]
	if known || m.Renamed == nil {
		return to
	}
	if m.renamed == nil {
		m.renamed = map[string]string{}
	}
	m.renamed[file] = m.Renamed(file)
	return m.renamed[file]
}

// isKnown reports whether the baseline has something in a file, which then existed when the baseline was written.
func (m *matcher) isKnown(file string) bool {
	if m.files == nil {
		m.files = map[string]bool{}
		for _, e := range m.entries {
			m.files[e.File] = true
		}
	}
	return m.files[file]
}
