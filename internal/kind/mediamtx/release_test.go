package mediamtx

import (
	"slices"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/source"
)

// entries reads keys.txt: the releases that have each key.
func entries(t *testing.T) (keys map[string]span, tags []Version) {
	t.Helper()
	keys = map[string]span{}
	for fields := range rows(keyTable) {
		s := span{since: parseVersion(fields[1])}
		tags = append(tags, s.since)
		if len(fields) == 3 {
			s.until = parseVersion(fields[2])
			tags = append(tags, s.until)
		}
		if s.since == 0 || s.until != 0 && s.until <= s.since {
			t.Fatalf("keys.txt: %q makes no sense", fields)
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
		c := doc.Facts.(*Facts).MediaMTX
		if len(c.Unknown) > 0 {
			t.Errorf("%s: unknown keys %v", tag, c.Unknown)
		}
		if len(c.Conflict) > 0 {
			t.Errorf("%s: %v", tag, c.Conflict)
		}
		if v := c.Versions; tag < v.Min || v.Until != 0 && tag >= v.Until {
			t.Errorf("%s: taken for %s to %s", tag, v.Min, v.Until)
		}
	}
}

// Renames and defaults name keys that the table has, and defaults are in the order of releases.
func TestTablesAgree(t *testing.T) {
	v := words()
	known := func(key string) bool {
		l, name := v.scope(key)
		return l.word(name) != nil
	}
	for fields := range rows(renameTable) {
		since, removed := parseVersion(fields[1]), fields[1] == unread
		if !known(fields[0]) || (since == 0) != removed {
			t.Errorf("renamed.txt: %s", fields)
		}
		if len(fields) == 3 {
			successor := strings.TrimPrefix(strings.TrimPrefix(fields[2], "!"), "pathDefaults.")
			if !known(successor) && !known("."+successor) {
				t.Errorf("renamed.txt: no release has %s", fields[2])
			}
		}
	}
	shapes := []shape{text, boolean, tri, list, actions, seconds}
	for fields := range rows(settingTable) {
		if !known(fields[0]) || !slices.Contains(shapes, shape(fields[1])) || len(fields) < 3 {
			t.Errorf("settings.txt: %s", fields)
		}
		if !slices.IsSortedFunc(choices(shape(fields[1]), fields[2:]), func(a, b Default) int { return int(a.Since - b.Since) }) {
			t.Errorf("settings.txt: %s is not in the order of releases", fields[0])
		}
	}
}

// Every server of the table has a switch, and its other settings have defaults.
func TestServers(t *testing.T) {
	if len(servers()) < 10 {
		t.Fatalf("%s has %d servers", serverFile, len(servers()))
	}
	for _, s := range servers() {
		names := []string{s.Name}
		if s.Encryption != "" {
			names = append(names, s.Encryption)
		}
		for _, a := range s.Addresses {
			names = append(names, a.Setting)
			if a.Protocol != "tcp" && a.Protocol != "udp" || !slices.Contains([]string{"", "plain", "secure"}, a.With) {
				t.Errorf("%s: address %+v", s.Name, a)
			}
		}
		for _, name := range names {
			if _, ok := defined().top[name]; !ok {
				t.Errorf("%s: no default for %s", s.Name, name)
			}
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
