package mediamtx

import (
	"encoding/json"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/policies"
)

// server is one of the servers of the program.
type server struct {
	// Name is the switch too.
	Name string `json:"name"`
	// Stream says that it carries streams; the others administer.
	Stream bool `json:"stream"`
	// Encryption is the setting, "" when there is none.
	Encryption string    `json:"encryption"`
	Addresses  []address `json:"addresses"`
}

// address is a setting that contains an address to listen on.
type address struct {
	Setting  string `json:"setting"`
	Protocol string `json:"protocol"`
	// With is the encryption with which it is used: plain, secure or "" for always.
	With string `json:"with"`
	// UDP says that it is used when udp is among rtspTransports alone.
	UDP bool `json:"udp"`
}

const serverFile = "lib/mediamtx/data.json"

// servers are all servers, in the order of the sample file. The table is that of the policies, which open and close them by the
// environment of the program too.
var servers = sync.OnceValue(func() []server {
	var tables struct {
		Known []server `json:"known_servers"`
	}
	text, err := policies.FS.ReadFile(serverFile)
	if err == nil {
		err = json.Unmarshal(text, &tables)
	}
	if err != nil { // it is built in, and a test reads it
		panic(fmt.Sprintf("reading the servers in %s: %v", serverFile, err))
	}
	return tables.Known
})

// inUse returns the addresses of a server that it opens with the settings.
func (s server) inUse(t top) []address {
	encryption, _, _ := t.value(s.Encryption)
	var all []address
	for _, a := range s.Addresses {
		value, _, ok := t.value(a.Setting)
		if !ok || value == "" || a.UDP && !overUDP(t) {
			continue
		}
		if a.With == "plain" && encryption == "strict" || a.With == "secure" && encryption != "strict" && encryption != "optional" {
			continue
		}
		all = append(all, a)
	}
	return all
}

func overUDP(t top) bool {
	value, _, _ := t.value("rtspTransports")
	transports, ok := value.([]string)
	return !ok || slices.Contains(transports, "udp")
}

// listeners returns what the servers that are on listen on.
func listeners(t top, users []User) []source.Listener {
	var all []source.Listener
	for _, s := range servers() {
		if on, _, _ := t.value(s.Name); on != true {
			continue
		}
		access := t.access(s, users)
		for _, a := range s.inUse(t) {
			value, at, _ := t.value(a.Setting)
			text, _ := value.(string)
			l := source.Listener{Path: at, Name: s.Name, Protocol: a.Protocol, Access: access}
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
