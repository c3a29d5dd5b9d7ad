package tracker

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// Verdict is what a scan makes of an item.
type Verdict string

// The verdicts.
const (
	// MatchedOpen means that the item is open and the scan finds it.
	MatchedOpen Verdict = "matched-open"
	// MatchedWaived means that the scan finds it and a waiver or a comment says that it is accepted.
	MatchedWaived Verdict = "matched-waived"
	// MatchedAccepted means that the tracker says it is accepted, and the scan finds it and knows of no waiver.
	MatchedAccepted Verdict = "matched-accepted"
	// OpenNotDetected means that the item is open and the scan, which would find it, does not.
	OpenNotDetected Verdict = "open-not-detected"
	// ClosedConfirmed means that the item is closed and the scan does not find it.
	ClosedConfirmed Verdict = "closed-confirmed"
	// ClosedButDetected means that the item is closed and the scan still finds it.
	ClosedButDetected Verdict = "closed-but-detected"
	// AcceptedNotDetected means that the tracker accepts what the scan does not find.
	AcceptedNotDetected Verdict = "accepted-not-detected"
	// ClaimContradicted means that the code is not as the item says.
	ClaimContradicted Verdict = "claim-contradicted"
	// StaleEvidence means that nothing the item names is where it says.
	StaleEvidence Verdict = "stale-evidence"
	// ExternalEvidence means that what the item names is in no root that was given.
	ExternalEvidence Verdict = "external-evidence"
	// NotDetectable means that no rule looks for such a thing.
	NotDetectable Verdict = "not-detectable"
	// NotMapped means that the item names neither a rule nor a place, so that nothing says which finding it is.
	NotMapped Verdict = "not-mapped"
)

// Fails reports whether an item with the verdict is not as it says: closed and still there, or accepted for a reason that is not true.
func (v Verdict) Fails() bool { return v == ClosedButDetected || v == ClaimContradicted }

// Result is what was found out about the items of trackers.
type Result struct {
	Documents []*Document
	Matches   []*Match
	// Untracked are the findings that count and that no item is about.
	Untracked []*finding.Finding
}

// isAboutDecisions reports whether a rule is about what people decided, and not about what is scanned.
func isAboutDecisions(rule string) bool {
	return strings.HasPrefix(rule, "tracker/") || strings.HasPrefix(rule, "waiver/") || strings.HasPrefix(rule, "gate/")
}

func isDeclared(rule string) bool {
	return strings.HasPrefix(rule, "assert/") || strings.HasPrefix(rule, "contract/")
}

// containsWord reports whether a text has an id that is no part of a longer one.
func containsWord(text, id string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], id)
		if i < 0 || id == "" {
			return false
		}
		i += from
		end := i + len(id)
		if (i == 0 || !isIDByte(text[i-1])) && (end == len(text) || !isIDByte(text[end])) {
			return true
		}
		from = i + 1
	}
}

func isIDByte(c byte) bool { return isWordByte(c) || c == '-' }

// Counting returns the findings that are the same thing and that nothing suppresses.
func (match *Match) Counting() []*finding.Finding {
	return slices.DeleteFunc(slices.Clone(match.Findings), func(f *finding.Finding) bool { return f.Suppressed != nil })
}

// decide says what becomes of an item.
func (m *matcher) decide(match *Match) {
	counting := match.Counting()
	failed := slices.IndexFunc(match.Claims, func(c Claim) bool { return !c.Holds })
	switch {
	case match.Status == Closed && len(counting) > 0:
		match.Verdict, match.Reason = ClosedButDetected, found(counting)
	case failed >= 0 && match.Status != Open && match.Status != Unknown:
		match.Verdict, match.Reason = ClaimContradicted, match.Claims[failed].Reason
	case len(match.Findings) > 0 && len(counting) == 0:
		match.Verdict, match.Reason = MatchedWaived, "accepted by "+match.Findings[0].Suppressed.At.String()
	case len(counting) > 0 && (match.Status == Open || match.Status == Unknown):
		match.Verdict, match.Reason = MatchedOpen, found(counting)
	case len(counting) > 0:
		match.Verdict, match.Reason = MatchedAccepted, found(counting)+"; no waiver says so: seclint waive "+counting[0].Fingerprint
	default:
		m.decideUnmatched(match)
	}
}

// found says where findings are.
func found(findings []*finding.Finding) string {
	f := findings[0]
	text := fmt.Sprintf("%s at %s:%d", f.Rule, fileOf(f), max(1, f.At.Start.Line))
	if n := len(findings) - 1; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// decideUnmatched says what becomes of an item that no finding is about.
func (m *matcher) decideUnmatched(match *Match) {
	known := slices.ContainsFunc(match.Named, m.InForce)
	known = known || slices.ContainsFunc(m.Declared, func(id string) bool { return containsWord(match.text, id) })
	states := map[PlaceStatus]int{}
	there := false
	for _, p := range match.Places {
		states[p.State]++
		there = there || p.File != ""
	}
	served := service(match.Item)
	hasParts := slices.ContainsFunc(m.matches, func(o *Match) bool { return o.parent == match.Item })
	switch {
	case hasParts && len(match.Places) == 0 && !known:
		match.Verdict, match.Reason = NotDetectable, "not detectable by itself: its parts are looked at one by one"
	case known, there && served == "" && m.vocabulary.covers(match.Item):
		m.decideSilent(match)
	case states[Stale] > 0 && !there:
		match.Verdict, match.Reason = StaleEvidence, "nothing that it names is where it says"
	case states[External] > 0 && !there:
		match.Verdict, match.Reason = ExternalEvidence, "what it names is in no root of the scan: give its checkout with --root NAME=DIR"
	case served != "":
		match.Verdict, match.Reason = NotDetectable, "not detectable: "+served
	case len(match.Suggested) > 0:
		match.Verdict, match.Reason = NotMapped, m.suggestion(match)
	default:
		match.Verdict, match.Reason = NotDetectable, "not detectable: no rule looks for it; an assertion of what has to be set, or of a file that has to exist and contain something, can"
	}
}

// suggestion says which rule may be the one of an item that names none.
func (m *matcher) suggestion(match *Match) string {
	id := match.Suggested[0]
	for _, other := range match.Suggested { // one that finds something is worth more words
		for i := range m.Findings {
			if f := &m.Findings[i]; f.Rule == other && f.Suppressed == nil && f.Severity > finding.None {
				return fmt.Sprintf("names neither a rule nor a place, and %s finds something at %s:%d: write it into the item if it is about that", other, fileOf(f), max(1, f.At.Start.Line))
			}
		}
	}
	return "names neither a rule nor a place: write " + id + " into it if it is about that"
}

// decideSilent says what it means that a scan which looks for a thing does not find it.
func (m *matcher) decideSilent(match *Match) {
	switch match.Status {
	case Closed:
		match.Verdict, match.Reason = ClosedConfirmed, "the scan does not find it"
	case Accepted, Documented, Mitigated:
		match.Verdict, match.Reason = AcceptedNotDetected, "the scan does not find it"
	default:
		match.Verdict, match.Reason = OpenNotDetected, "the scan does not find it: close it, or name the rule that should"
	}
	if len(match.Claims) > 0 {
		match.Reason += fmt.Sprintf("; %d of what it says was looked up", len(match.Claims))
	}
}

// services are what serves for things that no look at files decides.
var services = []struct {
	words *lazyregexp.Regexp
	what  string
}{
	{lazyregexp.New(`(?i)\b(?:alert(?:ing|s|ed)?|notif(?:y|ication)s?|webhooks?|pager|trends?|widgets?)\b`), "whether somebody is told is decided where it runs; a contract can require that each signal has a consumer (contracts: producers and consumers)"},
	{lazyregexp.New(`(?i)\b(?:rotat(?:e|ion|ing)|runbooks?|rotation)\b`), "whether it is practised is decided by people; an assertion can require the runbook (exists, contains) and a waiver with an expiry the next look"},
	{lazyregexp.New(`(?i)\b(?:footprint|disk usage|growth)\b`), "what was recorded is on the machine; an assertion of the retention can hold the policy (path, duration_between)"},
	{lazyregexp.New(`(?i)\b(?:handler|handlers|unhandled|message types?|messages?|events?)\b`), "a contract can require that each message has a handler (contracts: expected, producers, consumers)"},
	{lazyregexp.New(`(?i)\b(?:scope|mission|skills?|plugins?)\b`), "which parts belong to it is decided by people; an allow-list can hold them (allowlists: pattern, allowed)"},
	{lazyregexp.New(`(?i)\b(?:released?|unreleased|leaks?|acquire[sd]?|never stopped|not stopped|long-running)\b`), "an assertion can require that what is acquired is released (assertions: acquire, release)"},
	{lazyregexp.New(`(?i)\b(?:telemetry|inventory|assets?)\b`), "what is known and what was looked at is coverage: list the machines under inventory"},
	{lazyregexp.New(`(?i)\b(?:test coverage|code coverage|regression tests?|automated coverage|coverage expansion|rate limiting tests|load tests?)\b`), "tests are no settings; an assertion can require the file of the tests and what it has to contain (exists, contains)"},
	{lazyregexp.New(`(?i)\b(?:sandbox(?:ed|ing)?|escape|nsjail|isolation)\b`), "whether a sandbox keeps things in is not seen in files; an assertion can require that no call goes around it (absent)"},
	{lazyregexp.New(`(?i)\b(?:firewall|host-audit|management exposure)\b`), "what a firewall lets through is decided on the machine; expected exposure holds what may listen (expected)"},
	{lazyregexp.New(`(?i)\b(?:back-?off|circuit breaker|retry|retries|debounce|auto-release)\b`), "how a program behaves when something fails is no setting; an assertion can require the code that does it (contains)"},
	{lazyregexp.New(`(?i)\b(?:heuristics?|detection)\b`), "how good a detection is shows in use; an assertion can hold its thresholds"},
	{lazyregexp.New(`(?i)\b(?:pinning|handshake)\b`), "an assertion can require the option that does it (setting, eq)"},
	{lazyregexp.New(`(?i)\b(?:defaults? (?:on|off|to|true|false)|enabled by default|disabled by default|auto-enroll\w*)\b`), "an assertion can hold the default of the setting (setting, eq)"},
}

// service returns what can decide an item that no rule looks for, "" where a rule may.
func service(it *Item) string {
	for _, s := range services {
		if s.words.MatchString(it.Title) {
			return s.what
		}
	}
	return ""
}

// untracked returns the findings from medium on that no item is about.
func (m *matcher) untracked() []*finding.Finding {
	tracked := map[*finding.Finding]bool{}
	for _, match := range m.matches {
		for _, f := range match.Findings {
			tracked[f] = true
		}
	}
	var left []*finding.Finding
	for i := range m.Findings {
		f := &m.Findings[i]
		if f.Suppressed == nil && f.Severity >= finding.Medium && f.PartOf == "" && !tracked[f] && !isAboutDecisions(f.Rule) {
			left = append(left, f)
		}
	}
	return left
}
