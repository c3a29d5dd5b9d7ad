package mediamtx

import (
	_ "embed"

	"github.com/agnivade/levenshtein"
	"slices"
	"strings"
	"sync"
)

//go:embed keys.txt
var keyTable string

// known is a key that some release reads. MediaMTX decodes with encoding/json, which takes keys in any case.
type known struct {
	name string
	span span // the releases that read it
	// successor is the name that replaced it in release superseded, "" when there is none.
	successor  string
	superseded version
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

// renamed are the keys that newer releases still read under the old name, with a warning
// (https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/conf.go: the fields tagged deprecated).
var renamed = []struct {
	since string
	pairs string // old=new; old=!new when the value is inverted; old= when nothing replaces it; keys of paths begin with a dot
}{
	{"v0.23.7", "webrtcICEServers=webrtcICEServers2"},
	{"v1.0.0", "rtspDisable=!rtsp rtmpDisable=!rtmp hlsDisable=!hls webrtcDisable=!webrtc .disablePublisherOverride=!overridePublisher"},
	{"v1.0.1", "readBufferCount=writeQueueSize"},
	{"v1.2.0", "record=pathDefaults.record recordPath=pathDefaults.recordPath recordFormat=pathDefaults.recordFormat " +
		"recordPartDuration=pathDefaults.recordPartDuration recordSegmentDuration=pathDefaults.recordSegmentDuration " +
		"recordDeleteAfter=pathDefaults.recordDeleteAfter"},
	{"v1.3.0", "webrtcICEUDPMuxAddress=webrtcLocalUDPAddress webrtcICETCPMuxAddress=webrtcLocalTCPAddress " +
		"webrtcICEHostNAT1To1IPs=webrtcAdditionalHosts .sourceProtocol=rtspTransport .sourceAnyPortEnable=rtspAnyPort"},
	{"v1.6.0", "externalAuthenticationURL=authHTTPAddress authMethods=rtspAuthMethods .publishUser=authInternalUsers " +
		".publishPass=authInternalUsers .publishIPs=authInternalUsers .readUser=authInternalUsers .readPass=authInternalUsers " +
		".readIPs=authInternalUsers"},
	{"v1.7.0", ".playback="},
	{"v1.11.0", "protocols=rtspTransports encryption=rtspEncryption serverKey=rtspServerKey serverCert=rtspServerCert"},
	{"v1.15.4", "apiAllowOrigin=apiAllowOrigins metricsAllowOrigin=metricsAllowOrigins pprofAllowOrigin=pprofAllowOrigins " +
		"playbackAllowOrigin=playbackAllowOrigins hlsAllowOrigin=hlsAllowOrigins webrtcAllowOrigin=webrtcAllowOrigins " +
		"rtspUDPReadBufferSize=udpReadBufferSize .rtspUDPReadBufferSize=udpReadBufferSize " +
		".mpegtsUDPReadBufferSize=udpReadBufferSize .rtpUDPReadBufferSize=udpReadBufferSize"},
	{"v1.16.0", ".fallback=alwaysAvailable"},
	{"v1.18.0", "authJWTInHTTPQuery="},
	{"v1.19.1", "moqHTTPS2Address=moqHTTP2Address moqHTTPS3Address=moqHTTP3Address"},
	{"v1.19.3", ".runOnReady=runOnAvailable .runOnReadyRestart=runOnAvailableRestart .runOnNotReady=runOnUnavailable"},
}

// replaced names what took the place of keys that no later release reads.
var replaced = map[string]string{
	"rtspPort": "rtspAddress", "rtspsPort": "rtspsAddress", "rtpPort": "rtpAddress", "rtcpPort": "rtcpAddress",
	"rtmpPort": "rtmpAddress", "metricsPort": "metricsAddress", "pprofPort": "pprofAddress", "listenIP": "rtspAddress",
	"rtmpEnable": "rtmp", ".runOnPublish": "runOnAvailable", ".runOnPublishRestart": "runOnAvailableRestart",
	"webrtcICEInterfaces": "webrtcIPsFromInterfacesList", "preScript": "runOnConnect",
}

var words = sync.OnceValue(func() vocabulary {
	v := vocabulary{newLevel(), newLevel()}
	for line := range strings.Lines(keyTable) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		k := v.add(fields[0], span{since: parseVersion(fields[1])})
		if len(fields) == 3 {
			k.span.until = max(k.span.until, parseVersion(fields[2]))
		}
		k.successor, k.superseded = replaced[fields[0]], k.span.until
	}
	first := parseVersion("v0.9.0")
	for _, key := range []string{"preScript", "postScript"} { // before the table begins
		k := v.add(key, span{until: first})
		k.successor, k.superseded = replaced[key], first
	}
	v.add(".name", span{})
	v.rename()
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

func (v vocabulary) rename() {
	for _, r := range renamed {
		for pair := range strings.FieldsSeq(r.pairs) {
			old, successor, _ := strings.Cut(pair, "=")
			l, name := v.scope(old)
			k := l.lower[strings.ToLower(name)]
			k.name, k.span.until, k.superseded = name, 0, parseVersion(r.since)
			k.successor, k.inverted = strings.CutPrefix(successor, "!")
		}
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
