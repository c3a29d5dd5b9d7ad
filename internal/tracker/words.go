package tracker

import (
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// vocabulary knows which words tell a rule from the others.
type vocabulary struct {
	rules map[string]map[string]bool // by rule id
	count map[string]int             // how many rules have a word
}

// maxRules is how many rules may share a word that tells them.
const maxRules = 20

// stopWords tell nothing, whoever uses them.
var stopWords = setOf("the", "and", "for", "with", "without", "that", "from", "into", "not", "are", "was", "all", "any", "set", "its", "has", "have", "can", "this", "than", "then", "which", "when", "where", "security", "service", "services",
	"container", "containers", "file", "files", "config", "configuration", "application", "default", "value", "missing", "declared", "runs", "run", "item", "line", "code", "allows", "allow", "name", "names", "setting", "settings", "high", "low", "medium", "every",
	"use", "used", "using", "uses", "one", "only", "other", "others", "more", "data", "key", "keys", "server", "host", "hosts", "user", "users", "request", "requests", "response", "connection", "connections", "access", "network", "add", "fix", "check", "test", "open", "closed", "enabled", "disabled", "port", "ports", "app", "src", "issue", "stack", "traffic", "path", "internal", "public",
	"enforced", "enforcement", "enforce", "condition", "system", "clean", "training", "agent", "command", "actual", "document", "declares", "names", "written", "says", "nobody", "everything", "without", "limits", "limit", "limiting", "unsafe", "hardening", "execution", "secure", "insecure")

// newVocabulary reads the words of all rules.
func newVocabulary(cat *rules.Catalogue) *vocabulary {
	v := &vocabulary{rules: map[string]map[string]bool{}, count: map[string]int{}}
	for _, r := range cat.Match("*") {
		words := tokens(r.Name() + " " + r.Title)
		v.rules[r.ID] = words
		for word := range words {
			v.count[word]++
		}
	}
	return v
}

// tokens returns the words of a text in a form in which they can be compared.
func tokens(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	}) {
		if len(word) >= 3 && !stopWords[word] && strings.Trim(word, "0123456789") != "" {
			set[stem(word)] = true
			if meant := synonyms[word]; meant != "" {
				set[meant] = true
			}
		}
	}
	return set
}

// synonyms are words for what rules call otherwise.
var synonyms = map[string]string{
	"csp": "header", "hsts": "header", "clickjacking": "header", "nosniff": "header", "mitm": "tls", "xff": "forwarded", "https": "tls", "ssl": "tls", "sock": "socket",
	"passwords": "credential", "password": "credential", "secrets": "secret", "env": "environment", "gvisor": "gvisor", "dependencies": "dependency", "cve": "dependency", "cves": "dependency",
	"autoescape": "autoescape", "jinja2": "template", "bcrypt": "hash", "sha": "hash", "sha256": "hash", "bind": "interface", "exposed": "interface",
}

// stem takes the common endings off a word.
func stem(word string) string {
	for _, ending := range []string{"ations", "ation", "ings", "ing", "ies", "ed", "es", "s"} {
		if rest, ok := strings.CutSuffix(word, ending); ok && len(rest) >= 4 {
			return rest
		}
	}
	return word
}

// score says how far the words of an item tell a rule: the rarer they are, the more. 0 is for no word in common.
func (v *vocabulary) score(rule string, words map[string]bool) float64 {
	sum := 0.0
	for word := range v.rules[rule] {
		if words[word] && v.count[word] <= maxRules {
			sum += 1 / float64(v.count[word])
		}
	}
	return sum
}

// fits says how far the words of an item tell a finding: those of its rule, and of what its message names.
func (m *matcher) fits(f *finding.Finding, match *Match) float64 {
	sum, known := match.scores[f.Rule]
	if !known {
		sum = m.vocabulary.score(f.Rule, match.words)
		match.scores[f.Rule] = sum
	}
	for _, name := range m.quoted[f] {
		if strings.Contains(match.text, name) {
			sum += 0.5
		}
	}
	return sum
}

// quoted returns what a message has in quotes and may tell it from others.
func quoted(message string) []string {
	var names []string
	for i, part := range strings.Split(message, `"`) {
		if i%2 == 1 && len(part) >= 4 && len(part) < 80 && !stopWords[strings.ToLower(part)] && len(names) < 5 {
			names = append(names, part)
		}
	}
	return names
}

// likely returns the rules that the title of an item may be about, the likeliest first, three at most.
func (v *vocabulary) likely(it *Item) []string {
	words := tokens(it.Title)
	type scored struct {
		id    string
		score float64
	}
	var best []scored
	for id := range v.rules {
		if score := v.likelihood(id, words); score > 0 {
			best = append(best, scored{id, score})
		}
	}
	var ids []string
	for range 3 {
		top := -1
		for i, s := range best {
			if top < 0 || s.score > best[top].score || s.score == best[top].score && s.id < best[top].id {
				top = i
			}
		}
		if top < 0 {
			break
		}
		ids = append(ids, best[top].id)
		best = append(best[:top], best[top+1:]...)
	}
	return ids
}

// likelihood says how far a title may be about a rule: one rare word of the name of the rule, or two words.
func (v *vocabulary) likelihood(id string, words map[string]bool) float64 {
	if isAboutDecisions(id) || isDeclared(id) {
		return 0
	}
	_, name, _ := strings.Cut(id, "/")
	named := tokens(name)
	shared, rare := 0, false
	for word := range v.rules[id] {
		if words[word] && v.count[word] <= maxRules {
			shared++
			rare = rare || named[word] && v.count[word] <= 4
		}
	}
	if shared < 2 && !rare {
		return 0
	}
	return v.score(id, words) + float64(shared)
}

// covers reports whether some rule has to do with what a title says, whichever it is.
func (v *vocabulary) covers(it *Item) bool {
	words := tokens(it.Title)
	for id := range v.rules {
		_, name, _ := strings.Cut(id, "/")
		for word := range tokens(name) {
			if words[word] && v.count[word] <= maxRules && !isAboutDecisions(id) && !isDeclared(id) {
				return true
			}
		}
	}
	return false
}
