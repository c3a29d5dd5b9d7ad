package mediamtx

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seclint/seclint/internal/source"
)

// row is a line of keys.txt.
type row struct {
	level, key, kind string
	span             span
	defaults         []string
}

// entries reads keys.txt, and the tags between which something changed.
func entries(t *testing.T) (keys []row, tags []Version) {
	t.Helper()
	for fields := range rows(keyTable) {
		r := row{kind: fields[1], span: span{parseVersion(fields[2]), parseVersion(fields[3])}, defaults: fields[5:]}
		r.level, r.key, _ = strings.Cut(fields[0], ".")
		if r.span.since == 0 || r.span.until != 0 && r.span.until <= r.span.since {
			t.Fatalf("keys.txt: %q makes no sense", fields)
		}
		keys = append(keys, r)
		tags = append(tags, r.span.since)
		if r.span.until != 0 {
			tags = append(tags, r.span.until)
		}
	}
	slices.Sort(tags)
	return keys, slices.Compact(tags)
}

// sample returns a mapping with all keys that a release reads at a level, and all of what these contain.
func sample(keys []row, level string, tag Version) *source.Node {
	n := &source.Node{Kind: source.Mapping}
	for _, r := range keys {
		if r.level != level || tag < r.span.since || r.span.until != 0 && tag >= r.span.until {
			continue
		}
		value := &source.Node{Kind: source.String, Scalar: ""}
		if item, ok := words().item(&known{kind: r.kind}); ok {
			value = sample(keys, item, tag)
			switch {
			case strings.HasPrefix(r.kind, "map["):
				value = &source.Node{Kind: source.Mapping, Entries: []source.Entry{{Key: "all", Value: value}}}
			case strings.HasPrefix(r.kind, "[]"):
				value = &source.Node{Kind: source.Sequence, Items: []source.Item{{Value: value}}}
			}
		}
		n.Entries = append(n.Entries, source.Entry{Key: r.key, Value: value})
	}
	return n
}

// A file with all keys of a release is read by that release, and has no key that seclint does not know.
func TestEveryReleaseReadsItsOwnKeys(t *testing.T) {
	keys, tags := entries(t)
	if len(keys) < 290 || len(tags) < 70 {
		t.Fatalf("keys.txt has %d keys and %d tags", len(keys), len(tags))
	}
	for _, tag := range tags {
		doc := document(source.NewFile("mediamtx.yml", nil), sample(keys, topLevel, tag))
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

func TestRenamedKeysAreInTheTable(t *testing.T) {
	v := words()
	renamed := map[string]bool{}
	for fields := range rows(renameTable) {
		renamed[fields[0]] = true
		old, successor := v.of(fields[0]), v.of(strings.TrimPrefix(fields[1], "!"))
		if old == nil || old.superseded == 0 || successor == nil || successor.successor != "" {
			t.Errorf("renamed.txt: %s", fields)
		}
	}
	for fields := range rows(keyTable) {
		without := []string{"Conf.authJWTInHTTPQuery", "Path.playback"} // nothing took their place
		if fields[4] != "-" && !renamed[fields[0]] && !slices.Contains(without, fields[0]) {
			t.Errorf("%s is deprecated: renamed.txt does not say what took its place", fields[0])
		}
	}
}

func TestSuperseded(t *testing.T) {
	for key, want := range map[string]string{
		"Conf.rtspPort": "v0.16.0 rtspAddress", "Conf.rtspDisable": "v1.0.0 rtsp", "Conf.hlsDisable": "v1.0.0 hls", "Conf.serverKey": "v1.11.0 rtspServerKey",
		"Conf.record": "v1.2.0 pathDefaults.record", "Path.publishUser": "v1.6.0 authInternalUsers", "Path.runOnPublish": "v0.18.0 runOnAvailable",
		"Path.playback": "v1.7.0 ", "Path.rpiCameraLevel": "v1.14.0 rpiCameraH264Level", "Conf.streamDeadAfter": "v0.9.4 ", "Conf.rtsp": " ",
	} {
		if k := words().of(key); k.superseded.String()+" "+k.successor != want {
			t.Errorf("%s was superseded in %s by %s, want %s", key, k.superseded, k.successor, want)
		}
	}
}

// otherwise are defaults that mean something else than the setting does today: the first names of the source publisher, and the
// record of a path in v1.1.1, which took effect only beside the record of the top level.
var otherwise = []string{`.source v0.8.0=""`, `.source v0.11.0="record"`, ".record v1.1.1=true"}

// The defaults of settings.txt are those of the structs, for the releases that have the setting under its newest name.
func TestDefaultsAreThoseOfTheStructs(t *testing.T) {
	keys, _ := entries(t)
	shapes := []shape{text, boolean, tri, list, actions, seconds}
	for fields := range rows(settingTable) {
		name, inPath := strings.CutPrefix(fields[0], ".")
		level := topLevel
		if inPath {
			level = pathLevel
		}
		i := slices.IndexFunc(keys, func(r row) bool { return r.level == level && r.key == name })
		if i < 0 || !slices.Contains(shapes, shape(fields[1])) || len(fields) < 3 {
			t.Errorf("settings.txt: %s", fields)
			continue
		}
		d := definition{name, shape(fields[1]), choices(shape(fields[1]), fields[2:])}
		if !slices.IsSortedFunc(d.defaults, func(a, b Default) int { return int(a.Since - b.Since) }) {
			t.Errorf("settings.txt: %s is not in the order of releases", fields[0])
		}
		for _, column := range keys[i].defaults {
			tag, value, _ := strings.Cut(column, "=")
			since := parseVersion(tag)
			have := d.in(span{until: since + 1})
			if slices.Contains(otherwise, fields[0]+" "+column) {
				continue
			}
			if value != "?" && value != "null" && (len(have) == 0 || !reflect.DeepEqual(have[len(have)-1].Value, structDefault(d.shape, value))) {
				t.Errorf("settings.txt: %s is %s since %s, not %v", fields[0], value, tag, have)
			}
		}
	}
}

// structDefault reads a default of keys.txt, which is in JSON as MediaMTX would write it.
func structDefault(s shape, value string) any {
	var n any
	if err := json.Unmarshal([]byte(value), &n); err != nil {
		return err
	}
	if s == seconds {
		d, err := time.ParseDuration(fmt.Sprint(n))
		if err != nil {
			return err
		}
		return d.Seconds()
	}
	if items, ok := n.([]any); ok {
		texts := make([]string, len(items))
		for i, item := range items {
			if m, ok := item.(map[string]any); ok {
				item = m["action"]
			}
			texts[i] = fmt.Sprint(item)
		}
		return texts
	}
	return n
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
