package mediamtx_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/kind/mediamtx"
	"github.com/seclint/seclint/internal/source"
)

// expand returns the document of a text.
func expand(t *testing.T, text string) *source.Document {
	t.Helper()
	file := source.NewFile("mediamtx.yml", []byte(text))
	roots, err := source.ReadYAML(file, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	docs, problems := mediamtx.Kind().Expand(nil, file, roots)
	if len(docs) != 1 || len(problems) != 0 {
		t.Fatalf("%d documents, problems %v", len(docs), problems)
	}
	return docs[0]
}

// at returns a part of the context as JSON.
func at(t *testing.T, doc *source.Document, steps ...string) string {
	t.Helper()
	b, err := json.Marshal(doc.Facts.(*mediamtx.Facts).MediaMTX)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(x) {
				t.Fatalf("no item %s in %v", step, steps)
			}
			v = x[i]
		default:
			t.Fatalf("%v leads nowhere", steps)
		}
	}
	b, err = json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestReleases(t *testing.T) {
	for text, want := range map[string]string{
		"paths: {cam: }":                               `{"min":0,"until":0}`,
		"srt: yes":                                     `{"min":1000000,"until":0}`,
		"authInternalUsers: []":                        `{"min":1006000,"until":0}`,
		"rtspPort: 8554":                               `{"min":0,"until":16000}`,
		"rtspDisable: yes\nreadBufferSize: 1":          `{"min":15000,"until":18000}`,
		"protocols: [tcp]":                             `{"min":0,"until":0}`,
		"pathDefaults: {runOnPublish: x}\nrtmp: no":    `{"min":1002000,"until":0}`, // no release reads both
		"moqQUICAddress: :8893":                        `{"min":1020000,"until":0}`,
		"paths: {cam: {recordMaxPartSize: 50M}}":       `{"min":1013001,"until":0}`,
		"paths: {cam: {rpiCameraWidth: 640, name: x}}": `{"min":0,"until":0}`,
	} {
		if got := at(t, expand(t, text), "versions"); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestSettings(t *testing.T) {
	for _, test := range []struct{ text, name, want string }{
		{"api: yes", "api", `true`},
		{"api: YES", "api", `true`},
		{"api: 'no'", "api", `false`},
		{"api: ${API}", "api", `null`},
		{"API: true", "api", `true`},
		{"rtspDisable: yes", "rtsp", `false`},
		{"rtspDisable: no", "rtsp", `true`},
		{"rtsp: yes\nrtspDisable: yes", "rtsp", `false`}, // the old name wins, as in MediaMTX
		{"rtspDisable: yes\nrtsp: yes", "rtsp", `false`},
		{"rtspDisable:\nsrt: yes", "rtsp", `true`},
		{"encryption: yes", "rtspEncryption", `"strict"`},
		{"rtspEncryption: optional", "rtspEncryption", `"optional"`},
		{"rtspEncryption: \"no\"", "rtspEncryption", `"no"`},
		{"rtspEncryption: false", "rtspEncryption", `"no"`},
		{"rtspEncryption: maybe", "rtspEncryption", `null`},
		{"hlsAllowOrigin: '*'", "hlsAllowOrigins", `["*"]`},
		{"rtspPort: 8554", "rtspAddress", `":8554"`},
		{"rtspPort: 8554\nlistenIP: 127.0.0.1", "rtspAddress", `"127.0.0.1:8554"`},
		{"listenIP: 127.0.0.1\nrtspPort: 8554", "rtspAddress", `"127.0.0.1:8554"`},
		{"externalAuthenticationURL: http://a/b", "authMethod", `"http"`},
		{"externalAuthenticationURL:\nsrt: no", "authMethod", `"internal"`},
		{"authHTTPExclude: [{action: api}]", "authHTTPExclude", `["api"]`},
		{"apiAddress: ':{{ port }}'", "apiAddress", `null`},
		{"srt: yes", "apiAddress", `":9997"`},
		{"rtspDisable: no\nreadBufferSize: 1", "apiAddress", `"127.0.0.1:9997"`},
	} {
		doc := expand(t, test.text)
		got := at(t, doc, "defaults", test.name)
		if at(t, doc, "settings", test.name) != `null` {
			got = at(t, doc, "settings", test.name, "value")
		}
		if got != test.want {
			t.Errorf("%q: %s is %s, want %s", test.text, test.name, got, test.want)
		}
	}
}

func TestDefaults(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"srt: yes", `":9997" 1006000 [{"since":17000,"value":"127.0.0.1:9997"}]`},
		{"rtspDisable: no\nreadBufferSize: 1", `"127.0.0.1:9997" 17000 null`}, // before v0.18.0
		{"rtspPort: 1", `null null null`},                                     // before v0.16.0
		{"apiAddress: :1", `null null null`},                                  // it is written
	} {
		doc := expand(t, test.text)
		got := fmt.Sprintf("%s %s %s", at(t, doc, "defaults", "apiAddress"), at(t, doc, "since", "apiAddress"), at(t, doc, "earlier", "apiAddress"))
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.text, got, test.want)
		}
	}
	if got := at(t, expand(t, "srt: yes"), "since", "rtsp"); got != `null` {
		t.Errorf("a default of all releases came with %s", got)
	}
	if got := at(t, expand(t, "rtspPort: 1"), "path_defaults"); strings.Contains(got, "recordPath") {
		t.Errorf("a release before v0.16.0 records: %s", got)
	}
}

func TestTextOfWhatIsNoText(t *testing.T) {
	doc := expand(t, "pathDefaults: {recordDeleteAfter: 1d, recordPath: x, runOnInit: '${HOOK}'}")
	for name, want := range map[string]string{"recordDeleteAfter": `"1d"`, "recordPath": `null`, "runOnInit": `"${HOOK}"`} {
		if got := at(t, doc, "paths", "0", "written", name, "raw"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]string{
		"0": `0`, "0s": `0`, "0h": `0`, "0d": `0`, "'0s'": `0`, "1d": `86400`, "24h": `86400`, "1d12h": `129600`, "1h30m": `5400`,
		"-1d": `-86400`, "7 days": `null`, "${KEEP}": `null`, "[]": `null`,
	} {
		doc := expand(t, "pathDefaults: {record: yes, recordDeleteAfter: "+strings.ReplaceAll(text, "${KEEP}", "'${KEEP}'")+"}")
		if got := at(t, doc, "paths", "0", "written", "recordDeleteAfter", "value"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestPaths(t *testing.T) {
	doc := expand(t, "record: yes\npathDefaults: {record: no, recordDeleteAfter: 0s}\npaths: {a: , b: {record: no}, ~^c: {recordDeleteAfter: 1h}}")
	for steps, want := range map[string]string{
		"paths 0 written record value":           `true`, // the top level of v1.1 beats pathDefaults
		"paths 0 written record path":            `["record"]`,
		"paths 0 written recordDeleteAfter path": `["pathDefaults","recordDeleteAfter"]`,
		"paths 1 written":                        `{}`,
		"paths 2 written record value":           `false`,
		"paths 3 written recordDeleteAfter path": `["paths","~^c","recordDeleteAfter"]`,
		"paths 3 regexp":                         `true`,
		"paths 1 regexp":                         `false`,
		"path_defaults record":                   `false`,
		"path_defaults overridePublisher":        `true`,
		"path_defaults recordDeleteAfter":        `86400`,
	} {
		if got := at(t, doc, strings.Fields(steps)...); got != want {
			t.Errorf("%s: %s, want %s", steps, got, want)
		}
	}
}

func TestUsers(t *testing.T) {
	for text, want := range map[string]string{
		"srt: yes":                     `default any [publish read playback]; default any [api metrics pprof] from 127.0.0.1/32 ::1/128`,
		"authInternalUsers: []":        ``,
		"authInternalUsers:\nsrt: yes": ``,
		"authInternalUsers: [{user: any, ips: [10.0.0.0/8], permissions: [{action: read, path: x}]}]": `written any [read:x] from 10.0.0.0/8`,
		"pathDefaults: {publishUser: }\npaths: {a: }":                                                 `default any [publish read playback]; default any [api metrics pprof] from 127.0.0.1/32 ::1/128`,
		"paths: {a: {publishUser: u, publishPass: p, readIPs: [192.168.0.0/16]}, all: }": `legacy any [playback]; legacy any [api metrics pprof] from 127.0.0.1/32 ::1/128; ` +
			`legacy u [publish:a]; legacy any [read:a] from 192.168.0.0/16; legacy any [publish]; legacy any [read]`,
	} {
		var lines []string
		users, _ := expand(t, text).Facts.(*mediamtx.Facts).MediaMTX["users"].([]any)
		for _, item := range users {
			u := item.(map[string]any)
			var grants []string
			for _, p := range u["permissions"].([]any) {
				m := p.(map[string]any)
				grants = append(grants, strings.TrimSuffix(fmt.Sprintf("%s:%s", m["action"], m["path"]), ":"))
			}
			line := fmt.Sprintf("%s %s %s", u["origin"], u["user"], grants)
			if ips := u["ips"].([]any); len(ips) > 0 {
				line += " from " + strings.Trim(fmt.Sprint(ips...), "[]")
			}
			lines = append(lines, line)
		}
		if diff := cmp.Diff(want, strings.ReplaceAll(strings.Join(lines, "; "), "/32::1", "/32 ::1")); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestListeners(t *testing.T) {
	for text, want := range map[string]string{
		"moq: no\nwebrtc: no\nsrt: no\nhls: no\nrtmp: no":                                                            "rtsp rtspAddress :8554/tcp, rtsp rtpAddress :8000/udp, rtsp rtcpAddress :8001/udp",
		"moq: no\nwebrtc: no\nsrt: no\nhls: no\nrtmp: no\nrtspTransports: [tcp]\nrtspAddress: 127.0.0.1:1\napi: yes": "api apiAddress :9997/tcp, rtsp rtspAddress 127.0.0.1:1/tcp",
		"moq: no\nwebrtc: no\nsrt: no\nhls: no\nrtmp: no\nrtspTransports: [tcp]\nrtspEncryption: strict":             "rtsp rtspsAddress :8322/tcp",
		"rtsp: no\nwebrtc: no\nsrt: no\nhls: no\nrtmp: no\nmoq: yes":                                                 "moq moqHTTP2Address :8892/tcp, moq moqHTTP3Address :8892/udp, moq moqQUICAddress :8893/udp",
		"moq: no\nrtsp: no\nsrt: no\nhls: no\nrtmp: no\nwebrtcAddress: '[::1]:8889'\nwebrtcICEUDPMuxAddress: ''":     "webrtc webrtcAddress ::1:8889/tcp",
		"moq: no\nrtsp: no\nsrt: no\nhls: no\nrtmp: no\nwebrtc: no\nmetrics: yes\nmetricsAddress: unix:///run/m":     "metrics metricsAddress unix:/run/m/tcp",
		"rtspPort: 554\nrtmpDisable: yes\nprotocols: [tcp]":                                                          "rtsp rtspPort :554/tcp",
		"rtspPort: ${PORT}\nrtmpDisable: yes\nprotocols: [tcp]":                                                      "rtsp rtspPort :0/tcp",
	} {
		var got []string
		for _, l := range expand(t, text).Listeners {
			address := fmt.Sprintf("%s:%d", l.Host, l.Port)
			if l.Socket != "" {
				address = "unix:" + l.Socket
			}
			got = append(got, fmt.Sprintf("%s %s %s/%s", l.Name, l.Path, address, l.Protocol))
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestKeys(t *testing.T) {
	for _, test := range []struct{ text, list, want string }{
		{"srt: yes\nrtspAdress: :1", "unknown", `[{"path":["rtspAdress"],"resembles":"rtspAddress"}]`},
		{"srt: yes\nflavour: x", "unknown", `[{"path":["flavour"],"resembles":""}]`},
		{"srt: yes\nsourceOnDemand: yes", "unknown", `[{"path":["sourceOnDemand"],"resembles":"sourceOnDemand"}]`},
		{"srt: yes\npaths: {a: {recordd: yes}}", "unknown", `[{"path":["paths","a","recordd"],"resembles":"record"}]`},
		{"SRT: yes\npaths: {a: {publishIps: [10.0.0.1]}}", "unknown", `[]`},
		{"srt: yes\nauthMethods: [basic]", "outdated", `[{"path":["authMethods"],"successor":"rtspAuthMethods","superseded":1006000}]`},
		{"srt: yes\nauthMethods:", "outdated", `[]`},
		{"rtspPort: 1\nauthMethod: http", "conflict", `[{"key":"rtspPort","newer":"authMethod","path":["rtspPort"],"since":1006000,"until":16000,"with":["authMethod"]}]`},
		{"rtspDisable: no\nauthMethod: http", "conflict", `[]`},
	} {
		if got := at(t, expand(t, test.text), test.list); got != test.want {
			t.Errorf("%q: %s", test.text, cmp.Diff(test.want, got))
		}
	}
}
