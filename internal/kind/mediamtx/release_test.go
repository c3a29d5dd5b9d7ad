package mediamtx

import (
	"slices"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/source"
)

// entries reads keys.txt: the releases that have each key.
func entries(t *testing.T) (keys map[string]span, tags []version) {
	t.Helper()
	keys = map[string]span{}
	for line := range strings.Lines(keyTable) {
		fields := strings.Fields(line)
		if fields[0] == "#" {
			continue
		}
		s := span{since: parseVersion(fields[1])}
		tags = append(tags, s.since)
		if len(fields) == 3 {
			s.until = parseVersion(fields[2])
			tags = append(tags, s.until)
		}
		if s.since == 0 || s.until != 0 && s.until <= s.since {
			t.Fatalf("keys.txt: %q makes no sense", line)
		}
		keys[fields[0]] = s
	}
	slices.Sort(tags)
	return keys, slices.Compact(tags)
}

// A file with all keys of a release is read by that release, and holds no key that seclint does not know.
func TestEveryReleaseReadsItsOwnKeys(t *testing.T) {
	keys, tags := entries(t)
	if len(keys) < 200 || len(tags) < 50 {
		t.Fatalf("keys.txt holds %d keys and %d tags", len(keys), len(tags))
	}
	for _, tag := range tags {
		top, path := &source.Node{Kind: source.Mapping}, &source.Node{Kind: source.Mapping}
		for key, s := range keys {
			if tag < s.since || s.until != 0 && tag >= s.until {
				continue
			}
			level := top
			if name, ok := strings.CutPrefix(key, "."); ok {
				level, key = path, name
			}
			level.Entries = append(level.Entries, source.Entry{Key: key, Value: &source.Node{Kind: source.String, Scalar: "", Text: ""}})
		}
		all := &source.Node{Kind: source.Mapping, Entries: []source.Entry{{Key: "all", Value: path}}}
		top.Entries = slices.DeleteFunc(top.Entries, func(e source.Entry) bool { return e.Key == "paths" })
		top.Entries = append(top.Entries, source.Entry{Key: "paths", Value: all})
		doc := document(source.NewFile("mediamtx.yml", nil), top)
		context := doc.Facts.(*Facts).MediaMTX
		if unknown := context["unknown"].([]any); len(unknown) > 0 {
			t.Errorf("%s: unknown keys %v", tag, unknown)
		}
		if conflict := context["conflict"].([]any); len(conflict) > 0 {
			t.Errorf("%s: %v", tag, conflict)
		}
		versions := context["versions"].(map[string]any)
		if first, until := versions["min"].(int), versions["until"].(int); int(tag) < first || until != 0 && int(tag) >= until {
			t.Errorf("%s: taken for %s to %s", tag, version(first), version(until))
		}
	}
}

// Renames and defaults name keys that the table has.
func TestTablesAgree(t *testing.T) {
	v := words()
	known := func(key string) bool {
		l, name := v.scope(key)
		return l.word(name) != nil
	}
	for _, r := range renamed {
		for pair := range strings.FieldsSeq(r.pairs) {
			old, successor, _ := strings.Cut(pair, "=")
			successor = strings.TrimPrefix(strings.TrimPrefix(successor, "!"), "pathDefaults")
			if !known(old) || successor != "" && !known(successor) && !known("."+successor) {
				t.Errorf("%s: %s", r.since, pair)
			}
		}
	}
	for old, successor := range replaced {
		if !known(old) || !known(successor) && !known("."+successor) {
			t.Errorf("%s: %s", old, successor)
		}
	}
	for _, d := range definitions() {
		if !known(d.name) {
			t.Errorf("a default for %s, which no release has", d.name)
		}
	}
	for _, d := range pathDefinitions() {
		if !known("." + d.name) {
			t.Errorf("a default for %s, which no path has", d.name)
		}
	}
}

func TestEdits(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "abc", 3}, {"api", "api", 0}, {"apiadress", "apiaddress", 1}, {"rtsp", "rtmp", 1}, {strings.Repeat("x", 1000), "x", 64}} {
		if got := edits(test.a, test.b); got != test.want {
			t.Errorf("edits(%.20q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
