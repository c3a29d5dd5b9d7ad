package mediamtx

import (
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// server is one of the servers of the program.
type server struct {
	name       string // the switch too
	stream     bool   // it carries streams; the others administer
	encryption string // the setting, "" when there is none
	addresses  []address
}

// address is a setting that holds an address to listen on.
type address struct {
	setting, protocol string
	// with is the encryption with which it is used: plain, secure or "" for always.
	with string
	// udp says that it is used when udp is among rtspTransports alone.
	udp bool
}

// servers are all servers, in the order of the sample file. policies/lib/mediamtx/servers.rego knows them too: there the
// environment may turn them on and off.
var servers = []server{
	{"api", false, "apiEncryption", []address{{"apiAddress", "tcp", "", false}}},
	{"metrics", false, "metricsEncryption", []address{{"metricsAddress", "tcp", "", false}}},
	{"pprof", false, "pprofEncryption", []address{{"pprofAddress", "tcp", "", false}}},
	{"playback", false, "playbackEncryption", []address{{"playbackAddress", "tcp", "", false}}},
	{"rtsp", true, "rtspEncryption", []address{
		{"rtspAddress", "tcp", "plain", false}, {"rtpAddress", "udp", "plain", true}, {"rtcpAddress", "udp", "plain", true},
		{"rtspsAddress", "tcp", "secure", false}, {"srtpAddress", "udp", "secure", true}, {"srtcpAddress", "udp", "secure", true},
	}},
	{"rtmp", true, "rtmpEncryption", []address{{"rtmpAddress", "tcp", "plain", false}, {"rtmpsAddress", "tcp", "secure", false}}},
	{"hls", true, "hlsEncryption", []address{{"hlsAddress", "tcp", "", false}}},
	{"webrtc", true, "webrtcEncryption", []address{
		{"webrtcAddress", "tcp", "", false}, {"webrtcLocalUDPAddress", "udp", "", false}, {"webrtcLocalTCPAddress", "tcp", "", false},
	}},
	{"srt", true, "", []address{{"srtAddress", "udp", "", false}}},
	{"moq", true, "", []address{{"moqHTTP2Address", "tcp", "", false}, {"moqHTTP3Address", "udp", "", false}, {"moqQUICAddress", "udp", "", false}}},
}

// inUse returns the addresses of a server that it opens with the settings.
func (s server) inUse(t top) []address {
	encryption, _, _ := t.value(s.encryption)
	var all []address
	for _, a := range s.addresses {
		value, _, ok := t.value(a.setting)
		if !ok || value == "" || a.udp && !overUDP(t) {
			continue
		}
		if a.with == "plain" && encryption == "strict" || a.with == "secure" && encryption != "strict" && encryption != "optional" {
			continue
		}
		all = append(all, a)
	}
	return all
}

func overUDP(t top) bool {
	value, _, _ := t.value("rtspTransports")
	transports, ok := value.([]any)
	return !ok || slices.Contains(transports, any("udp"))
}

// listeners returns what the servers that are on listen on.
func listeners(t top) []source.Listener {
	var all []source.Listener
	for _, s := range servers {
		if on, _, _ := t.value(s.name); on != true {
			continue
		}
		for _, a := range s.inUse(t) {
			value, at, _ := t.value(a.setting)
			text, _ := value.(string)
			l := source.Listener{Path: at, Name: s.name, Protocol: a.protocol}
			if socket, ok := strings.CutPrefix(text, "unix://"); ok {
				l.Socket = socket
			} else if host, port, err := net.SplitHostPort(text); err == nil {
				l.Host = host
				l.Port, _ = strconv.Atoi(port)
			} else {
				continue // a placeholder: neither address nor port is known
			}
			all = append(all, l)
		}
	}
	return all
}
