package mediamtx

import (
	"net"
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

// servers are all servers, in the order of the sample file.
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
func (s server) inUse(found map[string]setting) []address {
	encryption, _ := found[s.encryption].value.(string)
	var all []address
	for _, a := range s.addresses {
		address, ok := found[a.setting]
		if !ok || address.value == "" || a.udp && !overUDP(found) {
			continue
		}
		if a.with == "plain" && encryption == "strict" || a.with == "secure" && encryption != "strict" && encryption != "optional" {
			continue
		}
		all = append(all, a)
	}
	return all
}

func overUDP(found map[string]setting) bool {
	transports, ok := found["rtspTransports"].value.([]any)
	for _, t := range transports {
		if t == "udp" {
			return true
		}
	}
	return !ok
}

// context returns a server as policies see it, with all its addresses: they decide which are in use, because variables of
// the environment may set anything anew.
func (s server) context() map[string]any {
	addresses := make([]any, len(s.addresses))
	for i, a := range s.addresses {
		addresses[i] = map[string]any{"setting": a.setting, "protocol": a.protocol, "with": a.with, "udp": a.udp}
	}
	return map[string]any{"name": s.name, "stream": s.stream, "encryption": s.encryption, "addresses": addresses}
}

// listeners returns what the servers that are on listen on.
func listeners(found map[string]setting) []source.Listener {
	var all []source.Listener
	for _, s := range servers {
		if found[s.name].value != true {
			continue
		}
		for _, a := range s.inUse(found) {
			value, _ := found[a.setting].value.(string)
			l := source.Listener{Path: found[a.setting].path, Name: s.name, Protocol: a.protocol}
			if socket, ok := strings.CutPrefix(value, "unix://"); ok {
				l.Socket = socket
			} else if host, port, err := net.SplitHostPort(value); err == nil {
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
