package tracker

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/checkout"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// How far a finding may be from the lines that an item names.
const (
	near        = 5
	approximate = 25
)

// Input is what items are compared with.
type Input struct {
	Catalogue *rules.Catalogue
	// Findings are those of a whole scan, suppressed ones included.
	Findings []finding.Finding
	// Main is the scanned root, Others the checkouts beside it.
	Main   *checkout.Tree
	Others []*checkout.Tree
	// InForce reports whether a rule was in force, so that its silence means something.
	InForce func(rule string) bool
	// Declared are the ids of assertions, allow-lists and contracts: an item that names one is about it.
	Declared []string
}

// Match is an item with the findings that are the same thing.
type Match struct {
	*Item
	Tracker  string
	Places   []*Place
	Findings []*finding.Finding
	Claims   []Claim
	Verdict  Verdict
	// Reason says why, in a clause.
	Reason string
	// Named are the rules that the item names, of those that exist.
	Named []string
	// Suggested are rules that the item may be about.
	Suggested []string

	words  map[string]bool
	scores map[string]float64 // by rule
}

// matcher compares items with findings.
type matcher struct {
	Input
	resolver   resolver
	vocabulary *vocabulary
	matches    []*Match
	claimed    map[*finding.Finding]bool
	// byFile are the candidates by each file that they speak of, quoted what their messages name.
	byFile map[string][]*finding.Finding
	quoted map[*finding.Finding][]string
	// sought is how many bytes may still be searched.
	sought int
}

// Compare says of each item of some trackers what the scan says. Its arguments are not changed.
func Compare(docs []*Document, in Input) *Result {
	m := &matcher{
		Input: in, resolver: resolver{in.Main, in.Others}, vocabulary: newVocabulary(in.Catalogue), claimed: map[*finding.Finding]bool{},
		byFile: map[string][]*finding.Finding{}, quoted: map[*finding.Finding][]string{}, sought: maxSought,
	}
	m.index()
	places := 0
	for _, doc := range docs {
		for _, it := range doc.Items {
			match := &Match{Item: it, Tracker: doc.File.Path, words: tokens(it.text), scores: map[string]float64{}, Suggested: m.vocabulary.likely(it)}
			for _, e := range it.Evidence[:min(len(it.Evidence), maxPlaces-places)] {
				match.Places = append(match.Places, m.resolver.resolve(e, doc.File.Path))
			}
			places += len(match.Places)
			m.matches = append(m.matches, match)
		}
	}
	for _, match := range m.matches {
		m.byRule(match)
	}
	m.byPlace()
	result := &Result{Documents: docs, Matches: m.matches}
	for _, match := range m.matches {
		m.stale(match)
		match.Claims = m.claims(match)
		m.decide(match)
	}
	result.Untracked = m.untracked()
	return result
}

// byPlace matches items with findings by what they name: findings that are near and about the same, then those that are near and that
// no other item is about, then those in the same file that are about the same.
func (m *matcher) byPlace() {
	m.assign(func(match *Match, f *finding.Finding, p *Place) float64 {
		if !p.overlaps(f) {
			return 0
		}
		return m.fits(f, match)
	})
	m.assign(func(match *Match, f *finding.Finding, p *Place) float64 {
		if !p.overlaps(f) || m.claimed[f] || len(match.Suggested) > 0 && !m.isExact(match, f, p) { // its words tell another rule
			return 0
		}
		return 1 / float64(2+p.distance(f))
	})
	m.assign(func(match *Match, f *finding.Finding, p *Place) float64 {
		if score := m.fits(f, match); fileOf(f) == p.File && !m.claimed[f] && score >= sure {
			return score
		}
		return 0
	})
}

// isExact reports whether a finding is on the lines that an item names, and these still have what it cites.
func (m *matcher) isExact(match *Match, f *finding.Finding, p *Place) bool {
	if p.distance(f) > 0 {
		return false
	}
	names, _ := m.names(match, p)
	return len(names) == 0 || slices.ContainsFunc(p.Ranges, func(r Range) bool { return p.hasName(&r, 0, names) })
}

// sure is how well the words of an item have to tell a finding in the same file: a word that few rules have, or several.
const sure = 0.2

// byRule matches an item with the findings of the rules that it names: those in its files, where it names files.
func (m *matcher) byRule(match *Match) {
	for _, id := range match.Rules {
		rule, known := m.Catalogue.Get(id)
		if !known {
			continue
		}
		match.Named = append(match.Named, id)
		m.add(match, func(f *finding.Finding) bool { return f.Rule == rule.ID && match.isInFiles(f) })
	}
	for _, id := range m.Declared {
		if containsWord(match.text, id) {
			m.add(match, func(f *finding.Finding) bool { return isDeclared(f.Rule) && containsWord(f.Message, id) })
		}
	}
}

// isInFiles reports whether a finding is in one of the files of an item, or the item names none that exist.
func (match *Match) isInFiles(f *finding.Finding) bool {
	some := false
	for _, p := range match.Places {
		if p.File == "" {
			continue
		}
		if some = true; p.File == fileOf(f) || p.File == f.Document || slices.ContainsFunc(f.Related, func(r finding.Related) bool { return r.At.Path() == p.File }) {
			return true
		}
	}
	return !some
}

// assign gives findings to the items without any, by their places: for each place those that fit best.
func (m *matcher) assign(score func(*Match, *finding.Finding, *Place) float64) {
	for _, match := range m.matches {
		if len(match.Findings) > 0 {
			continue
		}
		for _, p := range match.Places {
			if p.File != "" {
				m.best(match, m.byFile[p.File], func(f *finding.Finding) float64 { return score(match, f, p) })
			}
		}
	}
	for _, match := range m.matches {
		for _, f := range match.Findings {
			m.claimed[f] = true
		}
	}
}

// index files the findings that an item can be about.
func (m *matcher) index() {
	for i := range m.Findings {
		f := &m.Findings[i]
		if !isCandidate(f) {
			continue
		}
		m.quoted[f] = quoted(f.Message)
		seen := map[string]bool{"": true}
		file := func(name string) {
			if !seen[name] {
				seen[name] = true
				m.byFile[name] = append(m.byFile[name], f)
			}
		}
		file(fileOf(f))
		for _, r := range f.Related {
			file(r.At.Path())
		}
	}
}

// best adds those of some findings with the best score above 0.
func (m *matcher) best(match *Match, some []*finding.Finding, score func(*finding.Finding) float64) {
	top := 0.0
	scores := make([]float64, len(some))
	for i, f := range some {
		scores[i] = score(f)
		top = max(top, scores[i])
	}
	for i, f := range some {
		if top > 0 && scores[i] == top && !slices.Contains(match.Findings, f) && len(match.Findings) < maxFindings {
			match.Findings = append(match.Findings, f)
		}
	}
	chosen := len(match.Findings)
	for i, f := range some {
		if scores[i] > 0 && !slices.Contains(match.Findings, f) && len(match.Findings) < maxFindings &&
			slices.ContainsFunc(match.Findings[:chosen], func(other *finding.Finding) bool { return isBeside(f, other) }) {
			match.Findings = append(match.Findings, f)
		}
	}
}

// isBeside reports whether two rules of one family say what is wrong with the same line: an item about the line is about both.
func isBeside(f, other *finding.Finding) bool {
	family, _, _ := strings.Cut(f.Rule, "/")
	return strings.HasPrefix(other.Rule, family+"/") && fileOf(f) == fileOf(other) && f.At.Start.Line == other.At.Start.Line
}

// maxFindings is how many findings one item is about at most.
const maxFindings = 200

// isCandidate reports whether an item can be about a finding: none about trackers, and none that is of no weight here.
func isCandidate(f *finding.Finding) bool {
	return !isAboutDecisions(f.Rule) && (f.Severity > finding.None || f.Suppressed != nil)
}

// add adds the findings that fit.
func (m *matcher) add(match *Match, fits func(*finding.Finding) bool) {
	for i := range m.Findings {
		f := &m.Findings[i]
		if len(match.Findings) == maxFindings || !isCandidate(f) || slices.Contains(match.Findings, f) || !fits(f) {
			continue
		}
		match.Findings = append(match.Findings, f)
	}
}

// overlaps reports whether a finding is where the place says, a few lines away at most.
func (p *Place) overlaps(f *finding.Finding) bool {
	if p.file == nil {
		return false
	}
	for _, r := range p.Ranges {
		distance := near
		if r.IsApproximate {
			distance = approximate
		}
		if fileOf(f) == p.File && int(f.At.Start.Line) <= r.To+distance && startsNear(f, r, distance) {
			return true
		}
		for _, related := range f.Related {
			line := int(related.At.Start.Line)
			if related.At.Path() == p.File && line >= r.From && line <= r.To && fileOf(f) != p.File {
				return true
			}
		}
	}
	return false
}

// startsNear compares where a finding begins, as one about a whole service or file may go on for long.
func startsNear(f *finding.Finding, r Range, distance int) bool {
	return int(f.At.Start.Line) >= r.From-distance
}

// distance is how many lines a finding begins away from the nearest range.
func (p *Place) distance(f *finding.Finding) int {
	nearest := approximate
	for _, r := range p.Ranges {
		line := int(f.At.Start.Line)
		switch {
		case line < r.From:
			nearest = min(nearest, r.From-line)
		case line > r.To:
			nearest = min(nearest, line-r.To)
		default:
			return 0
		}
	}
	return nearest
}

func fileOf(f *finding.Finding) string {
	if f.At.IsZero() {
		return f.Document
	}
	return f.At.Path()
}
