package mask

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/needle"
	"github.com/seclint/seclint/policies"
)

// table is policies/lib/secret/data.json, which the policies read too: what lib/secret calls a secret is masked here.
type table struct {
	// Names, OpenNames, MaskedNames and UnmaskedNames are expressions for names as flatten writes them.
	Names         []string `json:"names"`
	OpenNames     []string `json:"open_names"`
	MaskedNames   []string `json:"masked_names"`
	UnmaskedNames []string `json:"unmasked_names"`
	// Each name that Names or MaskedNames find contains one of Hints or MaskedHints.
	Hints       []string `json:"hints"`
	MaskedHints []string `json:"masked_hints"`
	// Options take a secret in every program. All options are without their dashes.
	Options  []string           `json:"options"`
	Programs map[string]program `json:"programs"`
}

// program says which options of a program take a secret.
type program struct {
	// Secret take it as the next argument, Attached, of one letter, in the same word, Pair as USER:PASSWORD. Other take something
	// else, although they do take a secret in other programs.
	Secret   []string `json:"secret"`
	Attached []string `json:"attached"`
	Pair     []string `json:"pair"`
	Other    []string `json:"other"`
}

// vocabulary is the table ready for use.
type vocabulary struct {
	table
	hints, signs                        *needle.Set
	plain                               *needle.Set // what Names has that is a word and no more than that
	names, open, masked, maskedButShown *lazyregexp.Regexp
	options                             map[string]bool

	mu    sync.RWMutex
	asked map[string]bool // what IsName said of the names that it was asked
}

// maxAsked bounds how many names are remembered, and maxRemembered how long these are: most files use the same few.
const (
	maxAsked      = 1 << 15
	maxRemembered = 64
)

// words returns the vocabulary. It is read when it is first wanted, and each expression is compiled when it is: a scan that
// quotes nothing needs none of it.
var words = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{options: map[string]bool{}, asked: map[string]bool{}}
	text, err := fs.ReadFile(policies.FS, "lib/secret/data.json")
	if err == nil {
		err = json.Unmarshal(text, &v.table)
	}
	if err != nil {
		panic("the names of secrets: " + err.Error()) // it is part of the program, and tested
	}
	v.hints = needle.New(append(v.Hints, v.MaskedHints...)...)
	all := slices.Concat(v.Hints, v.MaskedHints, v.Options, signs)
	for name, p := range v.Programs {
		if len(p.Secret)+len(p.Attached)+len(p.Pair) > 0 {
			all = append(all, name)
		}
	}
	for _, start := range formStarts {
		all = append(all, strings.ToLower(start))
	}
	v.signs = needle.New(all...)
	v.plain = needle.New(slices.DeleteFunc(slices.Clone(v.Names), func(name string) bool { return regexp.QuoteMeta(name) != name })...)
	v.names, v.open = anyOf(v.Names), anyOf(v.OpenNames)
	v.masked, v.maskedButShown = anyOf(v.MaskedNames), anyOf(v.UnmaskedNames)
	for _, option := range v.Options {
		v.options[option] = true
	}
	return v
})

// signs, in lower case, are the marks of secrets that have no name and no form: options of programs that are not known, and the like.
var signs = []string{" -p", "'-p", `"-p`, " -u", "'-u", `"-u`, "-user", "identified", "-----begin ", "basic", "kty",
	"turn:", "turns:", "stun:"}

// hasSigns reports whether anything in a text may be secret. It saves most texts and files from a closer look.
func hasSigns(text string) bool {
	return text != "" && (text[0] == '-' || strings.IndexByte(text, '@') >= 0 || words().signs.InFolded(text))
}

func anyOf(patterns []string) *lazyregexp.Regexp { return lazyregexp.New(strings.Join(patterns, "|")) }

// IsName reports whether a variable, key, header or option of this name may have a secret as its value. It errs on the side of
// secrets: it is true for every name for which a policy's secret.is_name or envoy.is_credential_header is.
func IsName(name string) bool {
	v := words()
	if !v.hints.InFolded(name) {
		return false
	}
	v.mu.RLock()
	secret, known := v.asked[name]
	v.mu.RUnlock()
	if known {
		return secret
	}
	secret = v.isName(flatten(name))
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(name) <= maxRemembered && len(v.asked) < maxAsked {
		v.asked[strings.Clone(name)] = secret
	}
	return secret
}

// isName is IsName for a name as flatten writes it.
func (v *vocabulary) isName(flat string) bool {
	secret := v.plain.In(flat) || v.names.MatchString(flat) || v.masked.MatchString(flat) && !v.maskedButShown.MatchString(flat)
	return secret && !v.open.MatchString(flat)
}

// flatten writes a name in lower case with underscores between its words, as flatten in lib/secret does.
func flatten(name string) string {
	var b strings.Builder
	b.Grow(len(name) + 4)
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c == '.' || c == '-':
			for i+1 < len(name) && (name[i+1] == '.' || name[i+1] == '-') {
				i++
			}
			b.WriteByte('_')
		case c == '_':
			for i+1 < len(name) && name[i+1] == '_' {
				i++
			}
			b.WriteByte('_')
		default:
			b.WriteByte(c)
			if isLower(c) && i+1 < len(name) && isUpper(name[i+1]) {
				b.WriteByte('_')
			}
		}
	}
	return strings.ToLower(b.String())
}

func isLower(c byte) bool  { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return isLower(c | 0x20) }

// isWord reports whether a byte may be in a name behind its first byte.
func isWord(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '.' }

// wordEnd returns the offset behind the name that starts at an offset.
func wordEnd(text string, at int) int {
	for at < len(text) && isWord(text[at]) {
		at++
	}
	return at
}
