package mediamtx_test

import (
	"testing"

	"github.com/seclint/seclint/internal/kind/mediamtx"
	"github.com/seclint/seclint/internal/source"
)

func TestNamed(t *testing.T) {
	for name, want := range map[string]bool{
		"mediamtx.yml": true, "mediamtx.yaml": true, "mediamtx.json": true, "rtsp-simple-server.yml": true, "mediamtx.dev.yml": true,
		"mediamtx-deployment.yaml": false, "docker-compose.mediamtx.yml": false, "conf.yml": false, "mediamtx.yml.tmpl": false,
	} {
		if got := mediamtx.Kind().Named(name); got != want {
			t.Errorf("Named(%q) = %v", name, got)
		}
	}
}

func TestDetect(t *testing.T) {
	for _, test := range []struct {
		name, text    string
		named, unname bool // whether it is MediaMTX under a telling name, and under another
	}{
		{"two addresses", "rtspAddress: :8554\nhlsAddress: :8888\n", true, true},
		{"users and paths", "authInternalUsers: []\npaths: {all_others: }\n", true, true},
		{"defaults alone", "pathDefaults: {record: yes}\npaths: {cam: }\n", true, true},
		{"switch and address", "logLevel: debug\napi: yes\napiAddress: :9997\nmode: edge\n", true, true},
		{"first releases", "protocols: [udp, tcp]\nrtspPort: 8554\nrtpPort: 8000\npaths: {all: {readUser: }}\n", true, true},
		{"json", `{"rtspAddress": ":8554", "paths": {"cam": {"source": "publisher"}}}`, true, true},
		{"other case", "RTSPADDRESS: :8554\nHLSAddress: :8888\n", true, true},
		{"paths alone", "paths: {cam: {source: publisher}}\n", true, false},
		{"one word", "logLevel: info\n", true, false},
		{"empty", "{}\n", false, false},
		{"list", "- rtspAddress\n", false, false},
		{"go2rtc", "api: {listen: ':1984'}\nrtsp: {listen: ':8554'}\nwebrtc: {listen: ':8555'}\nstreams: {cam: rtsp://x}\n", false, false},
		{"frigate", "mqtt: {host: x}\nrtmp: {enabled: false}\ncameras: {front: {ffmpeg: {}}}\n", false, false},
		{"openapi", "openapi: 3.0.0\npaths: {/rtsp: {}}\ncomponents: {schemas: {Conf: {rtspAddress: {type: string}}}}\n", false, false},
		{"api description without its word", "rtspAddress: {type: string}\nhlsAddress: {type: string}\n", true, false},
		{"compose", "services: {mediamtx: {image: bluenviron/mediamtx}}\n", false, false},
		{"manifest", "apiVersion: v1\nkind: ConfigMap\ndata: {mediamtx.yml: 'rtspAddress: :8554'}\n", true, true},
		{"manifest with another file", "apiVersion: v1\nkind: ConfigMap\ndata: {notes.yml: 'rtspAddress: :8554'}\n", false, false},
		{"manifest of a deployment", "apiVersion: apps/v1\nkind: Deployment\ndata: {mediamtx.yml: 'rtspAddress: :8554'}\n", false, false},
		{"helm values", "image: mediamtx\nreplicas: 1\nrtspAddress: :8554\nservice: {}\ningress: {}\nresources: {}\nhlsAddress: x\n", true, false},
		{"another server", "api: {enabled: true}\nrtspAddress: :8554\nhlsAddress: :80\n", false, false},
	} {
		roots, err := source.ReadYAML(source.NewFile("x.yml", []byte(test.text)), source.DefaultLimits())
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if got := mediamtx.Kind().Detect(roots[0], true); got != test.named {
			t.Errorf("%s: Detect under a telling name = %v", test.name, got)
		}
		if got := mediamtx.Kind().Detect(roots[0], false); got != test.unname {
			t.Errorf("%s: Detect under another name = %v", test.name, got)
		}
	}
}
