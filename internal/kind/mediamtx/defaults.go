package mediamtx

import (
	"slices"
	"sync"
)

// shape says how a setting's value is read.
type shape uint8

const (
	text    shape = iota // as written
	boolean              // true, false; yes and no in any case
	tri                  // no, optional or strict; yes and true are strict
	list                 // a list of texts; a single text is a list of one
	actions              // a list of permissions: the texts of their actions
	seconds              // a duration
)

// choice is a default value with the first release that has it.
type choice struct {
	since version
	value any
}

// definition is a setting by its newest name, with its defaults from the oldest release to the newest.
type definition struct {
	name     string
	shape    shape
	defaults []choice
}

func from(pairs ...any) []choice {
	var choices []choice
	for i := 0; i < len(pairs); i += 2 {
		choices = append(choices, choice{parseVersion(pairs[i].(string)), pairs[i+1]})
	}
	return choices
}

// definitions returns the settings of the top level that policies look at, by name. The defaults are those of the sample file
// and of setDefaults in https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/conf.go.
var definitions = sync.OnceValue(func() map[string]definition {
	return byName(slices.Concat(general(), switchable(), addressable(), perServer()))
})

func byName(all []definition) map[string]definition {
	m := make(map[string]definition, len(all))
	for _, d := range all {
		m[d.name] = d
	}
	return m
}

// always is older than every release.
const always = "v0.0.0"

// general are the settings that no other list has.
func general() []definition {
	nothing := []any{}
	return []definition{
		{"logLevel", text, from(always, "info")},
		{"dumpPackets", boolean, from("v1.16.2", false)},
		{"authMethod", text, from("v1.6.0", "internal")},
		{"authHTTPAddress", text, from("v0.17.12", "")},
		{"authHTTPFingerprint", text, from("v1.16.1", "")},
		{"authHTTPExclude", actions, from("v1.6.0", []any{"api", "metrics", "pprof"}, "v1.20.1", nothing)},
		{"authJWTJWKS", text, from("v1.6.0", "")},
		{"authJWTJWKSFingerprint", text, from("v1.12.3", "")},
		{"authJWTExclude", actions, from("v1.12.1", nothing)},
		{"authJWTInHTTPQuery", boolean, from("v1.6.0", true, "v1.18.0", false)},
		{"authJWTIssuer", text, from("v1.17.0", "")},
		{"authJWTAudience", text, from("v1.17.0", "")},
		{"rtspAuthMethods", list, from(always, []any{"basic", "digest"}, "v0.23.0", []any{"basic"})},
		{"rtspTransports", list, from(always, []any{"udp", "tcp"}, "v0.16.3", []any{"udp", "multicast", "tcp"})},
		{"rtspEncryption", tri, from("v0.13.0", "no")},
		{"rtmpEncryption", tri, from("v0.20.0", "no")},
		{"hlsCDNSecret", text, from("v1.18.1", "")},
	}
}

// switchable are the settings that are on or off.
func switchable() []definition {
	var all []definition
	for name, choices := range map[string][]choice{
		"rtsp": from(always, true), "rtmp": from("v0.14.0", false, "v0.15.0", true), "hls": from("v0.16.0", true),
		"webrtc": from("v0.21.0", true), "srt": from("v1.0.0", true), "moq": from("v1.19.0", true),
		"api": from("v0.17.0", false), "metrics": from("v0.9.6", false), "pprof": from(always, false), "playback": from("v1.5.0", false),
		"hlsEncryption": from("v0.19.0", false), "webrtcEncryption": from("v0.21.0", false), "apiEncryption": from("v1.8.0", false),
		"metricsEncryption": from("v1.8.0", false), "pprofEncryption": from("v1.8.0", false), "playbackEncryption": from("v1.8.0", false),
	} {
		all = append(all, definition{name, boolean, choices})
	}
	return all
}

// addressable are the addresses to listen on.
func addressable() []definition {
	var all []definition
	for name, choices := range map[string][]choice{
		"rtspAddress": from(always, ":8554"), "rtspsAddress": from("v0.13.0", ":8555", "v0.18.1", ":8322"),
		"rtpAddress": from(always, ":8000"), "rtcpAddress": from(always, ":8001"),
		"srtpAddress": from("v1.13.0", ":8004"), "srtcpAddress": from("v1.13.0", ":8005"),
		"rtmpAddress": from("v0.14.0", ":1935"), "rtmpsAddress": from("v0.20.0", ":1936"),
		"hlsAddress": from("v0.16.0", ":8888"), "webrtcAddress": from("v0.21.0", ":8889"),
		"webrtcLocalUDPAddress": from("v0.21.1", "", "v1.3.0", ":8189"), "webrtcLocalTCPAddress": from("v0.21.1", ""),
		"srtAddress": from("v1.0.0", ":8890"), "moqHTTP2Address": from("v1.19.0", ":8892"),
		"moqHTTP3Address": from("v1.19.0", ":8892"), "moqQUICAddress": from("v1.20.0", ":8893"),
		"apiAddress":      from("v0.17.0", "127.0.0.1:9997", "v1.6.0", ":9997"),
		"metricsAddress":  from("v0.9.6", ":9998", "v0.17.0", "127.0.0.1:9998", "v1.6.0", ":9998"),
		"pprofAddress":    from(always, ":9999", "v0.17.0", "127.0.0.1:9999", "v1.6.0", ":9999"),
		"playbackAddress": from("v1.5.0", ":9996"),
	} {
		all = append(all, definition{name, text, choices})
	}
	return all
}

// perServer are the lists that every server has.
func perServer() []definition {
	var all []definition
	for name, since := range map[string]string{
		"hlsAllowOrigins": "v0.16.4", "webrtcAllowOrigins": "v0.21.0", "moqAllowOrigins": "v1.19.0", "apiAllowOrigins": "v1.8.0",
		"metricsAllowOrigins": "v1.8.0", "pprofAllowOrigins": "v1.8.0", "playbackAllowOrigins": "v1.8.0",
	} {
		all = append(all, definition{name, list, from(since, []any{"*"})})
	}
	for name, since := range map[string]string{
		"hlsTrustedProxies": "v0.19.2", "webrtcTrustedProxies": "v0.21.0", "moqTrustedProxies": "v1.19.0", "apiTrustedProxies": "v1.8.0",
		"metricsTrustedProxies": "v1.8.0", "pprofTrustedProxies": "v1.8.0", "playbackTrustedProxies": "v1.8.0",
		"rtspTrustedProxies": "v1.19.1", "rtmpTrustedProxies": "v1.19.1",
	} {
		all = append(all, definition{name, list, from(since, []any{})})
	}
	return all
}

// pathDefinitions are the settings of paths that policies look at, by name.
var pathDefinitions = sync.OnceValue(func() map[string]definition {
	all := []definition{
		{"source", text, from("v0.0.0", "publisher")},
		{"sourceFingerprint", text, from("v0.15.5", "")},
		{"overridePublisher", boolean, from("v0.0.0", true)},
		{"rtspAnyPort", boolean, from("v0.16.3", false)},
		{"record", boolean, from("v1.1.0", false)},
		{"recordPath", text, from("v1.1.0", "./recordings/%path/%Y-%m-%d_%H-%M-%S-%f")},
		{"recordSegmentDuration", seconds, from("v1.1.0", float64(3600))},
		{"recordDeleteAfter", seconds, from("v1.1.0", float64(86400))},
		{"srtPublishPassphrase", text, from("v1.1.1", "")},
		{"srtReadPassphrase", text, from("v1.1.1", "")},
		{"whepBearerToken", text, from("v1.16.2", "")},
	}
	for _, hook := range []string{
		"runOnInit", "runOnDemand", "runOnUnDemand", "runOnAvailable", "runOnUnavailable", "runOnOnline", "runOnOffline",
		"runOnRead", "runOnUnread", "runOnRecordSegmentCreate", "runOnRecordSegmentComplete",
	} {
		all = append(all, definition{hook, text, from("v0.0.0", "")})
	}
	return byName(all)
})

// in returns the defaults that a definition has in a stretch of releases; none when no release of it has the setting.
func (d definition) in(s span) []choice {
	n := len(d.defaults)
	for s.until != 0 && n > 0 && d.defaults[n-1].since >= s.until {
		n--
	}
	return d.defaults[:n]
}

// defaultsContext adds to a context the defaults of what is not written: the newest value that the releases have, by name,
// with the release that brought it where that is not the first of all, and what was the default before.
func (t top) defaultsContext(context map[string]any) {
	most := len(definitions()) - len(t.written)
	defaults, since, earlier := make(map[string]any, most), make(map[string]any, most), map[string]any{}
	for name, d := range definitions() {
		choices := d.in(t.releases)
		if _, ok := t.written[name]; ok || len(choices) == 0 {
			continue
		}
		last := choices[len(choices)-1]
		defaults[name] = last.value
		if last.since != 0 {
			since[name] = int(last.since)
		}
		if len(choices) > 1 {
			earlier[name] = choicesContext(choices[:len(choices)-1])
		}
	}
	context["defaults"], context["since"], context["earlier"] = defaults, since, earlier
}

func choicesContext(choices []choice) []any {
	list := make([]any, len(choices))
	for i, c := range choices {
		list[i] = map[string]any{"since": int(c.since), "value": c.value}
	}
	return list
}

// pathDefaults returns the defaults of paths, by name.
func pathDefaults(releases span) map[string]any {
	defaults := make(map[string]any, len(pathDefinitions()))
	for name, d := range pathDefinitions() {
		if choices := d.in(releases); len(choices) > 0 {
			defaults[name] = choices[len(choices)-1].value
		}
	}
	return defaults
}
