package mediamtx_test

import (
	"encoding/json"
	"testing"

	"github.com/seclint/seclint/internal/kind/mediamtx"
	"github.com/seclint/seclint/internal/source"
)

// FuzzExpand feeds any YAML: nothing may crash, every path that policies get leads somewhere, and the same text gives the
// same context.
func FuzzExpand(f *testing.F) {
	f.Add("rtspAddress: :8554\nauthInternalUsers: [{user: any, ips: [1], permissions: [{action: api}, 3]}, x]\npaths: {a: , ~b: {record: 0}}")
	f.Add("rtspPort: 8554\nlistenIP: [x]\nprotocols: tcp\npaths: {all: {publishUser: {}, readIPs: 1, runOnPublish: x}}")
	f.Add("hlsAddress: {}\nsrtAddress: '[::1'\npathDefaults: [1]\nrecord: yes\nrecordDeleteAfter: 9999999999d1h\nauthHTTPExclude: {a: b}")
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("mediamtx.yml", []byte(text))
		roots, err := source.ReadYAML(file, source.DefaultLimits())
		if err != nil {
			return
		}
		docs, _ := mediamtx.Kind().Expand(nil, file, roots)
		again, _ := mediamtx.Kind().Expand(nil, file, roots)
		for i, doc := range docs {
			one, err := json.Marshal(doc.Facts)
			if err != nil {
				t.Fatal(err)
			}
			other, _ := json.Marshal(again[i].Facts)
			if string(one) != string(other) {
				t.Fatal("the same text gives another context")
			}
			for _, l := range doc.Listeners {
				if doc.Root.Locate(l.Path).At.IsZero() {
					t.Fatalf("listener %v has no place", l)
				}
			}
		}
	})
}
