package mediamtx

import (
	_ "embed"
	"iter"
	"strings"
	"sync"

	"github.com/agnivade/levenshtein"
)

//go:embed keys.txt
var keyTable string

//go:embed renamed.txt
var renameTable string

// The structs of MediaMTX that its file is read into at the top level and for a path.
const (
	topLevel  = "Conf"
	pathLevel = "Path"
)

// anyCase are the releases that take keys in any case: MediaMTX used encoding/json for them, and something stricter before and since
// (https://github.com/bluenviron/mediamtx/blob/v1.16.3/internal/conf/jsonwrapper/unmarshal.go).
var anyCase = span{parseVersion("v0.23.0"), parseVersion("v1.16.3")}

// known is a key that some release reads.
type known struct {
	name string
	span span // the releases that read it
	// kind is the type in the newest of these releases, in Go: []string.
	kind string
	// successor is the name that replaced it in release superseded, "" when there is none.
	successor  string
	superseded Version
	inverted   bool // the successor means the opposite
}

// level has the keys of a struct of MediaMTX, as they are spelled and by their name in lower case.
type level struct{ spelled, lower map[string]*known }

// vocabulary has the levels of the file by the name of the struct.
type vocabulary map[string]level

var words = sync.OnceValue(func() vocabulary {
	v := vocabulary{}
	first, deprecated := Version(0), map[string]Version{}
	for fields := range rows(keyTable) {
		k := v.add(fields)
		deprecated[fields[0]] = parseVersion(fields[4])
		if first == 0 || k.span.since < first {
			first = k.span.since
		}
	}
	for fields := range rows(keyTable) {
		k := v.of(fields[0])
		k.superseded = k.span.until
		if k.superseded == 0 {
			k.superseded = deprecated[fields[0]]
		}
		if k.span.since == first { // the table begins here: earlier releases may have it too
			k.span.since = 0
		}
	}
	for fields := range rows(renameTable) {
		v.rename(fields[0], fields[1])
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

// add notes a row of keys.txt. Of keys that differ in case alone, the newest is the one that another case is taken for, and the
// others are read again by the releases that take any case.
func (v vocabulary) add(fields []string) *known {
	name, key, _ := strings.Cut(fields[0], ".")
	l, ok := v[name]
	if !ok {
		l = level{map[string]*known{}, map[string]*known{}}
		v[name] = l
	}
	k := &known{name: key, span: span{parseVersion(fields[2]), parseVersion(fields[3])}, kind: fields[1]}
	l.spelled[key] = k
	lower := strings.ToLower(key)
	switch other := l.lower[lower]; {
	case other == nil:
		l.lower[lower] = k
	case k.span.until == 0:
		other.span.until, l.lower[lower] = anyCase.until, k
	default:
		k.span.until = anyCase.until
	}
	return k
}

// of returns the key that STRUCT.KEY names, nil when no release has it.
func (v vocabulary) of(name string) *known {
	level, key, _ := strings.Cut(name, ".")
	return v[level].spelled[key]
}

// rename notes what replaced a key.
func (v vocabulary) rename(old, successor string) {
	k := v.of(old)
	successor, k.inverted = strings.CutPrefix(successor, "!")
	next := v.of(successor)
	since := next.span.since
	k.successor = next.name
	if strings.HasPrefix(old, topLevel+".") && strings.HasPrefix(successor, pathLevel+".") {
		defaults := v.of(topLevel + ".pathDefaults")
		k.successor, since = defaults.name+"."+next.name, max(since, defaults.span.since)
	}
	if k.span.until == 0 && (k.superseded == 0 || since < k.superseded) {
		k.superseded = since
	}
}

// word returns a key of a level, nil when no release reads it.
func (l level) word(key string) *known {
	if k := l.spelled[key]; k != nil {
		return k
	}
	k := l.lower[strings.ToLower(key)]
	if k == nil {
		return nil
	}
	other := *k
	other.span = k.span.intersect(anyCase)
	if other.span.empty() {
		return nil
	}
	other.superseded = other.span.until
	if other.successor == "" {
		other.successor = k.name
	}
	return &other
}

// item returns the level of what a key contains: a mapping, or the items of a list or of a mapping by name.
func (v vocabulary) item(k *known) (l string, ok bool) {
	l = k.kind[strings.LastIndexByte(k.kind, ']')+1:]
	_, ok = v[l]
	return l, ok
}

// resembles returns the key that a word must have been meant for, and "" when there is none: one of the same level, or else of the
// top level for a path and the other way round.
func (v vocabulary) resembles(name, key string) string {
	word := strings.ToLower(key)
	levels := []string{name}
	switch name {
	case topLevel:
		levels = append(levels, pathLevel)
	case pathLevel:
		levels = append(levels, topLevel)
	}
	for _, name := range levels {
		best, distance := "", 1+len(key)/6
		for lower, k := range v[name].lower {
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
