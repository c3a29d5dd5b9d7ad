package compose

import (
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// judged are the values of a service on which rules decide and that a variable rightly may have. Environment is not one of them: its
// secrets are rightly not in the scan, and the rest of it decides nothing. Neither are paths, and ports without an address.
var judged = []string{
	"cap_add", "cap_drop", "devices", "image", "ipc", "network_mode", "pid", "privileged", "read_only", "runtime", "security_opt",
	"use_api_socket", "user", "userns_mode",
}

// Unset implements kind.Incomplete.
func (f *Facts) Unset() []kind.Unset {
	services := f.model.Get("services")
	if services == nil {
		return nil
	}
	var all []kind.Unset
	add := func(n *source.Node) {
		for _, name := range unknownIn(n, nil) {
			if !f.placeholders[name.Name] {
				all = append(all, name)
			}
		}
	}
	for _, e := range services.Entries {
		for _, key := range judged {
			add(e.Value.Get(key))
		}
		for _, port := range itemsOf(e.Value.Get("ports")) {
			add(port.Get("host_ip"))
		}
		for _, volume := range itemsOf(e.Value.Get("volumes")) {
			if strings.HasSuffix(volume.Get("target").Str(), ".sock") {
				add(volume.Get("source"))
			}
		}
	}
	return all
}

func itemsOf(n *source.Node) []*source.Node {
	if n == nil {
		return nil
	}
	items := make([]*source.Node, len(n.Items))
	for i, item := range n.Items {
		items[i] = item.Value
	}
	return items
}

// unknownIn appends the variables without a value in a tree, with the texts that have them.
func unknownIn(n *source.Node, found []kind.Unset) []kind.Unset {
	if n == nil {
		return found
	}
	if n.IsUnknown() {
		return append(found, kind.Unset{Name: source.UnknownVariable(n.Str()), At: n.Span})
	}
	for _, e := range n.Entries {
		found = unknownIn(e.Value, found)
	}
	for _, item := range n.Items {
		found = unknownIn(item.Value, found)
	}
	return found
}
