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

// facts returns what the file of a text comes to.
func facts(t *testing.T, text string) mediamtx.Configuration {
	t.Helper()
	return expand(t, text).Facts.(*mediamtx.Facts).MediaMTX
}

// show returns a value as a test wants it: in JSON.
func show(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
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
		"paths: {cam: {runOnPublish: x}}":              `{"min":8009,"until":18000}`, // the sample file lost it in v0.17.14
		"webrtcICEServers2: [{clientOnly: yes}]":       `{"min":1007000,"until":0}`,
		"RTSPAddress: :1":                              `{"min":23000,"until":1016003}`, // in any case
		"rtspDisable: yes\nreadBufferSize: 1":          `{"min":15000,"until":18000}`,
		"protocols: [tcp]":                             `{"min":0,"until":0}`,
		"pathDefaults: {runOnPublish: x}\nrtmp: no":    `{"min":1002000,"until":0}`, // no release reads both
		"moqQUICAddress: :8893":                        `{"min":1020000,"until":0}`,
		"paths: {cam: {recordMaxPartSize: 50M}}":       `{"min":1013001,"until":0}`,
		"paths: {cam: {rpiCameraWidth: 640, name: x}}": `{"min":1002001,"until":0}`,
	} {
		if got := show(t, facts(t, text).Versions); got != want {
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
		c := facts(t, test.text)
		value := c.Defaults[test.name]
		if s, ok := c.Settings[test.name]; ok {
			value = s.Value
		}
		if got := show(t, value); got != test.want {
			t.Errorf("%q: %s is %s, want %s", test.text, test.name, got, test.want)
		}
	}
}

func TestDefaults(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"srt: yes", `":9997" 1006000 [{"since":17000,"value":"127.0.0.1:9997"}]`},
		{"rtspDisable: no\nreadBufferSize: 1", `"127.0.0.1:9997" 17000 null`}, // before v0.18.0
		{"rtspPort: 1", `null 0 null`},                                        // before v0.16.0
		{"apiAddress: :1", `null 0 null`},                                     // it is written
	} {
		c := facts(t, test.text)
		got := fmt.Sprintf("%s %d %s", show(t, c.Defaults["apiAddress"]), c.Since["apiAddress"], show(t, c.Earlier["apiAddress"]))
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.text, got, test.want)
		}
	}
	if got, ok := facts(t, "srt: yes").Since["rtsp"]; ok {
		t.Errorf("a default of all releases came with %v", got)
	}
	if got, ok := facts(t, "rtspPort: 1").PathDefaults["recordPath"]; ok {
		t.Errorf("a release before v0.16.0 records: %v", got)
	}
}

func TestTextOfWhatIsNoText(t *testing.T) {
	written := facts(t, "pathDefaults: {recordDeleteAfter: 1d, recordPath: x, runOnInit: '${HOOK}'}").Paths[0].Written
	for name, want := range map[string]string{"recordDeleteAfter": `"1d"`, "recordPath": `null`, "runOnInit": `"${HOOK}"`} {
		if got := show(t, written[name].Raw); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]string{
		"0": `0`, "0s": `0`, "0h": `0`, "0d": `0`, "'0s'": `0`, "1d": `86400`, "24h": `86400`, "1d12h": `129600`, "1h30m": `5400`,
		"-1d": `-86400`, "7 days": `null`, "${KEEP}": `null`, "[]": `null`,
	} {
		c := facts(t, "pathDefaults: {record: yes, recordDeleteAfter: "+strings.ReplaceAll(text, "${KEEP}", "'${KEEP}'")+"}")
		if got := show(t, c.Paths[0].Written["recordDeleteAfter"].Value); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestPaths(t *testing.T) {
	c := facts(t, "record: yes\npathDefaults: {record: no, recordDeleteAfter: 0s}\npaths: {a: , b: {record: no}, ~^c: {recordDeleteAfter: 1h}}")
	zero := "0s"
	hour := "1h"
	want := []mediamtx.Path{
		{Path: source.Path{"pathDefaults"}, Defaults: true, Written: map[string]mediamtx.Setting{
			"record":            {Value: true, Path: source.Path{"record"}}, // the top level of v1.1 beats pathDefaults
			"recordDeleteAfter": {Value: 0.0, Raw: &zero, Path: source.Path{"pathDefaults", "recordDeleteAfter"}},
		}},
		{Name: "a", Path: source.Path{"paths", "a"}, Written: map[string]mediamtx.Setting{}},
		{Name: "b", Path: source.Path{"paths", "b"}, Written: map[string]mediamtx.Setting{
			"record": {Value: false, Path: source.Path{"paths", "b", "record"}},
		}},
		{Name: "~^c", Path: source.Path{"paths", "~^c"}, Regexp: true, Written: map[string]mediamtx.Setting{
			"recordDeleteAfter": {Value: 3600.0, Raw: &hour, Path: source.Path{"paths", "~^c", "recordDeleteAfter"}},
		}},
	}
	if diff := cmp.Diff(want, c.Paths); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]any{"record": false, "overridePublisher": true, "recordDeleteAfter": 86400.0} {
		if got := c.PathDefaults[name]; got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
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
		for _, u := range facts(t, text).Users {
			var grants []string
			for _, p := range u.Permissions {
				grants = append(grants, strings.TrimSuffix(p.Action+":"+p.Path, ":"))
			}
			line := fmt.Sprintf("%s %s %s", u.Origin, *u.User, grants)
			if len(u.IPs) > 0 {
				line += " from " + strings.Join(u.IPs, " ")
			}
			lines = append(lines, line)
		}
		if diff := cmp.Diff(want, strings.Join(lines, "; ")); diff != "" {
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

func TestAccess(t *testing.T) {
	for text, want := range map[string]string{
		"api: yes": "api login, rtsp open",
		"api: yes\nauthInternalUsers: [{user: any, permissions: [{action: api}]}]":                           "api open, rtsp login",
		"api: yes\nauthInternalUsers: [{user: any, ips: [10.0.0.0/8, '::1'], permissions: [{action: api}]}]": "api limited, rtsp login",
		"api: yes\nauthInternalUsers: [{user: any, ips: [0.0.0.0/0], permissions: [{action: publish}]}]":     "api login, rtsp open",
		"api: yes\nauthInternalUsers: [{user: '${NAME}', permissions: [{action: api}, {action: read}]}]":     "api unknown, rtsp unknown",
		"api: yes\nauthInternalUsers: [{user: any, ips: ['${NET}'], permissions: [{action: api}]}]":          "api open, rtsp login",
		"api: yes\nauthInternalUsers: []": "api login, rtsp login",
		"api: yes\nauthMethod: http\nauthHTTPAddress: http://a\nauthHTTPExclude: [{action: read}]":                  "api login, rtsp open",
		"api: yes\nauthMethod: jwt\nauthJWTJWKS: http://a":                                                          "api login, rtsp login",
		"api: yes\nauthMethod: ${METHOD}":                                                                           "api unknown, rtsp unknown",
		"api: yes\nreadBufferSize: 1\npaths: {all: {publishUser: u, publishPass: p, readUser: u, readPass: p}}":     "api open, rtsp login", // before v0.18.0
		"api: yes\npaths: {all: {publishUser: u, publishPass: p}}":                                                  "api login, rtsp open",
		"api: yes\nauthMethod: internal\nauthInternalUsers: [{user: u, pass: p, permissions: [{action: publish}]}]": "api login, rtsp login",
	} {
		found := map[string]source.Access{}
		for _, l := range expand(t, text).Listeners {
			if found[l.Name] = l.Access; l.Access == source.AccessUnknown {
				found[l.Name] = "unknown"
			}
		}
		if got := fmt.Sprintf("api %s, rtsp %s", found["api"], found["rtsp"]); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestKeys(t *testing.T) {
	lists := map[string]func(mediamtx.Configuration) any{
		"unknown":  func(c mediamtx.Configuration) any { return c.Unknown },
		"outdated": func(c mediamtx.Configuration) any { return c.Outdated },
		"conflict": func(c mediamtx.Configuration) any { return c.Conflict },
	}
	for _, test := range []struct{ text, list, want string }{
		{"srt: yes\nrtspAdress: :1", "unknown", `[{"path":["rtspAdress"],"resembles":"rtspAddress"}]`},
		{"srt: yes\nflavour: x", "unknown", `[{"path":["flavour"],"resembles":""}]`},
		{"srt: yes\nsourceOnDemand: yes", "unknown", `[{"path":["sourceOnDemand"],"resembles":"sourceOnDemand"}]`},
		{"srt: yes\npaths: {a: {recordd: yes}}", "unknown", `[{"path":["paths","a","recordd"],"resembles":"record"}]`},
		{"SRT: yes\npaths: {a: {publishIps: [10.0.0.1]}}", "unknown", `null`},
		{"RTSPPORT: 1\nsrt: yes", "unknown", `[{"path":["RTSPPORT"],"resembles":"rtspPort"}]`}, // gone before any case would do
		{"authInternalUsers: [{user: a, password: b, permissions: [{actions: read}]}]", "unknown",
			`[{"path":["authInternalUsers",0,"password"],"resembles":""},{"path":["authInternalUsers",0,"permissions",0,"actions"],"resembles":"action"}]`},
		{"authHTTPExclude: [{protocol: hls}]", "unknown", `[{"path":["authHTTPExclude",0,"protocol"],"resembles":""}]`},
		{"pathDefaults: {forward: [{destination: x}]}", "unknown", `[{"path":["pathDefaults","forward",0,"destination"],"resembles":""}]`},
		{"RTSPAddress: :1\nwebrtcDISABLE: no", "outdated", `[{"path":["RTSPAddress"],"successor":"rtspAddress","superseded":1016003,"removed":true},` +
			`{"path":["webrtcDISABLE"],"successor":"webrtc","superseded":1016003,"inverted":true,"removed":true}]`},
		{"srt: yes\nauthMethods: [basic]", "outdated", `[{"path":["authMethods"],"successor":"rtspAuthMethods","superseded":1006000}]`},
		{"srt: yes\nauthMethods:", "outdated", `null`},
		{"rtspPort: 1\nauthMethod: http", "conflict", `[{"path":["rtspPort"],"key":"rtspPort","until":16000,"with":["authMethod"],"newer":"authMethod","since":1006000}]`},
		{"rtspDisable: no\nauthMethod: http", "conflict", `null`},
	} {
		if got := show(t, lists[test.list](facts(t, test.text))); got != test.want {
			t.Errorf("%q: %s", test.text, cmp.Diff(test.want, got))
		}
	}
}
