package mediamtx

import (
	_ "embed"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/agnivade/levenshtein"
)

//go:embed keys.txt
var keyTable string

//go:embed renamed.txt
var renameTable string

// unread is in place of a release in renamed.txt for keys that no release reads once they have another name.
const unread = "-"

// known is a key that some release reads. MediaMTX decodes with encoding/json, which takes keys in any case.
type known struct {
	name string
	span span // the releases that read it
	// successor is the name that replaced it in release superseded, "" when there is none.
	successor  string
	superseded Version
	inverted   bool // the successor means the opposite
}

// vocabulary holds the keys of the top level and of paths.
type vocabulary struct{ top, path level }

// level holds keys by their name in lower case, and as they are spelled, which finds nearly all.
type level struct{ lower, spelled map[string]*known }

func newLevel() level { return level{map[string]*known{}, map[string]*known{}} }

func (l level) word(key string) *known {
	if k := l.spelled[key]; k != nil {
		return k
	}
	return l.lower[strings.ToLower(key)]
}

var words = sync.OnceValue(func() vocabulary {
	v := vocabulary{newLevel(), newLevel()}
	for fields := range rows(keyTable) {
		k := v.add(fields[0], span{since: parseVersion(fields[1])})
		if len(fields) == 3 {
			k.span.until = max(k.span.until, parseVersion(fields[2]))
		}
		k.superseded = k.span.until
	}
	first := parseVersion("v0.9.0")
	for _, key := range []string{"preScript", "postScript"} { // before the table begins
		v.add(key, span{until: first}).superseded = first
	}
	v.add(".name", span{})
	for fields := range rows(renameTable) {
		v.rename(fields)
	}
	for _, l := range []level{v.top, v.path} {
		for _, k := range l.lower {
			if k.span.since == first { // the table begins here: earlier releases may have it too
				k.span.since = 0
			}
			l.spelled[k.name] = k
		}
	}
	return v
})

// rows yields the columns of each line of a table but for remarks.
func rows(table string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			if fields := strings.Fields(line); len(fields) > 1 && fields[0] != "#" && !yield(fields) {
				return
			}
		}
	}
}

func (v vocabulary) scope(key string) (level, string) {
	if name, ok := strings.CutPrefix(key, "."); ok {
		return v.path, name
	}
	return v.top, key
}

func (v vocabulary) add(key string, s span) *known {
	l, name := v.scope(key)
	k := l.lower[strings.ToLower(name)]
	if k == nil {
		k = &known{span: s}
		l.lower[strings.ToLower(name)] = k
	}
	k.name, k.span.since = name, min(k.span.since, s.since)
	return k
}

// rename notes what replaced a key: its name, the release that brought the new name, and the new name.
func (v vocabulary) rename(fields []string) {
	l, name := v.scope(fields[0])
	k := l.lower[strings.ToLower(name)]
	if fields[1] != unread {
		k.name, k.span.until, k.superseded = name, 0, parseVersion(fields[1])
	}
	if len(fields) == 3 {
		k.successor, k.inverted = strings.CutPrefix(fields[2], "!")
	}
}

const camera = "rpiCamera"

// word returns a key of the top level or of a path, nil when no release reads it. The many settings of the Raspberry Pi
// camera, which concern pictures alone, are one word.
func (v vocabulary) word(inPath bool, key string) *known {
	if !inPath {
		return v.top.word(key)
	}
	if n := len(camera); len(key) >= n && strings.EqualFold(key[:n], camera) {
		return &known{name: key}
	}
	return v.path.word(key)
}

// resembles returns the key of the same level, or else of the other one, that a word must have been meant for, and "" when
// there is none.
func (v vocabulary) resembles(inPath bool, key string) string {
	levels := []level{v.top, v.path}
	if inPath {
		slices.Reverse(levels)
	}
	word := strings.ToLower(key)
	for _, l := range levels {
		best, distance := "", 1+len(key)/6
		for lower, k := range l.lower {
			if d := edits(word, lower); d < distance || d == distance && (best == "" || k.name < best) {
				best, distance = k.name, d
			}
		}
		if best != "" {
			return best
		}
	}
	return ""
}

// edits returns how many letters must be changed, added or taken out to make one word of another, as far as it is few.
func edits(a, b string) int {
	if len(a) > 64 || len(a)-len(b) > 8 || len(b)-len(a) > 8 {
		return 64
	}
	return levenshtein.ComputeDistance(a, b)
}
