package graph

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// shortly names a setting in a few characters: privileged, docker.sock, SYS_ADMIN, pid: host.
func shortly(root *source.Node, at source.Path) string {
	if len(at) < 3 {
		return ""
	}
	key, _ := at[2].(string)
	node := root.At(at...)
	value := node.Str()
	switch {
	case key == "volumes" || key == "devices":
		text := cmp.Or(node.Get("source").Str(), firstOf(value))
		if strings.HasSuffix(text, ".sock") {
			return path.Base(text)
		}
		return cmp.Or(text, key)
	case len(at) > 3 && value != "":
		return value
	case value != "" && value != "true":
		return key + ": " + value
	}
	return key
}

func firstOf(mount string) string {
	from, _, _ := strings.Cut(mount, ":")
	return from
}

// ports names the ways to a service from outside: :80 :443.
func ports(s *Service) string {
	var names []string
	for _, e := range s.Entries {
		if open(e) && e.Proxy == "" {
			if name := e.short(); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if more := len(names) - labelPorts; more > 0 {
		names = append(names[:labelPorts], fmt.Sprintf("+%d", more))
	}
	return cut(strings.Join(names, " "), shortLength)
}

func (e Entry) short() string {
	if e.Target == "" && e.Port == "" {
		if strings.Contains(e.Text, "host's network") {
			return "host network"
		}
		return cut(e.Text, shortLength/2)
	}
	port := ":" + cmp.Or(e.Port, "any")
	if strings.HasSuffix(e.Target, "/udp") {
		port += "/udp"
	}
	if e.Interface == "one_address" && e.Address != "" {
		return e.Address + port
	}
	return port
}
