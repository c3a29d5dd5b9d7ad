package config

import (
	"fmt"
	"path"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// ExpectedRole is what may be reached of the hosts and services that have a role.
type ExpectedRole struct {
	Name string
	At   source.Span
	// Services are the Compose services that have the role.
	Services  []Glob
	Listeners []ExpectedListener
	// Running are services of the machine that have to run.
	Running []string
}

// ExpectedListener is a listener that a role has, and under which condition.
type ExpectedListener struct {
	At source.Span
	// Port is 0 where only the process is named, Process "" where only the port is.
	Port    int
	Process string
	// Protocol is tcp, udp, or "" for both.
	Protocol string
	Name     string
	// Only are what may be behind it, nil where that does not matter.
	Only []string
	// Within is the widest exposure that is allowed, "" for any.
	Within string
}

// Host is a machine that is known.
type Host struct {
	Name string
	At   source.Span
	// Role is the name of an expected role, "" for none.
	Role   string
	roleAt source.Span
	// Seen is the file that says what was seen of it, "" where nothing was.
	Seen string
	// IsDisabled is set where somebody chose to leave it out, for Reason.
	IsDisabled bool
	Reason     string
}

// exposures are the words of Within, from the narrowest on.
var exposures = []string{"loopback", "peers", "host_loopback", "one_address", "all_interfaces"}

func word[T ~string](what string, words ...string) choice[T] {
	return choice[T]{what: what, words: words, value: func(word string) T { return T(word) }}
}

func expectedShape() checked[ExpectedRole] {
	return checked[ExpectedRole]{object: object[ExpectedRole]{
		required: []string{"role"},
		fields: []field[ExpectedRole]{
			member("role", "The name of the role, such as management-host.", idShape{}, func(r *ExpectedRole, v string) { r.Name = v }),
			member("services", "The Compose services that have the role, as globs for their names. Hosts name it in the inventory.",
				list[Glob]{item: serviceShape{}, nonEmpty: true}, func(r *ExpectedRole, v []Glob) { r.Services = v }),
			member("listeners", "What may be reached. Anything else is a finding.",
				list[ExpectedListener]{item: listenerShape()}, func(r *ExpectedRole, v []ExpectedListener) { r.Listeners = v }),
			member("running", "Services of the machine that have to run, whether or not they are enabled, such as pve-firewall.", names(), func(r *ExpectedRole, v []string) { r.Running = v }),
		},
	}, check: func(_ *decoder, n *source.Node, r *ExpectedRole) { r.At = n.Span }}
}

func listenerShape() checked[ExpectedListener] {
	return checked[ExpectedListener]{object: object[ExpectedListener]{
		fields: []field[ExpectedListener]{
			member("port", "The port.", portShape{}, func(l *ExpectedListener, v int) { l.Port = v }),
			member("process", "The program that listens, where its port is not known.", stringShape{}, func(l *ExpectedListener, v string) { l.Process = v }),
			member("protocol", "tcp or udp; both without it.", word[string]("protocol", "tcp", "udp"), func(l *ExpectedListener, v string) { l.Protocol = v }),
			member("name", "What it is, such as ssh.", stringShape{}, func(l *ExpectedListener, v string) { l.Name = v }),
			member("only", "What may be behind it, such as the RPC services portmapper and status: it is expected with nothing else.", names(), func(l *ExpectedListener, v []string) { l.Only = v }),
			member("exposure", "The widest exposure for which it is expected.", word[string]("exposure", exposures...), func(l *ExpectedListener, v string) { l.Within = v }),
		},
	}, check: func(d *decoder, n *source.Node, l *ExpectedListener) {
		if l.At = n.Span; n.Get("port") == nil && n.Get("process") == nil {
			d.fail(n.Span, "", "want port, process, or both")
		}
	}}
}

func hostShape() checked[Host] {
	return checked[Host]{object: object[Host]{
		required: []string{"host"},
		fields: []field[Host]{
			member("host", "The name or address of the machine.", stringShape{}, func(h *Host, v string) { h.Name = v }),
			member("role", "The expected role that it has.", placed[string]{idShape{}}, func(h *Host, v at[string]) { h.Role, h.roleAt = v.value, v.at }),
			member("seen", "The file that says what was seen of it, relative to this one: YAML or JSON with listeners and services, or the output of ss -tulpn and rpcinfo -p.",
				seenShape{}, func(h *Host, v string) { h.Seen = v }),
			member("state", "disabled, where somebody chose to leave it out.", word[string]("state", "disabled"), func(h *Host, v string) { h.IsDisabled = v == "disabled" }),
			member("reason", "Why it is left out.", stringShape{}, func(h *Host, v string) { h.Reason = v }),
		},
	}, check: func(d *decoder, n *source.Node, h *Host) {
		if h.At = n.Span; h.IsDisabled && h.Reason == "" {
			d.fail(n.Span, "", "missing key %q: a machine is left out for a reason", "reason")
		}
	}}
}

// portShape is a port.
type portShape struct{}

func (portShape) decode(d *decoder, n *source.Node) (int, bool) {
	port, ok := n.Scalar.(int64)
	if !ok || port < 1 || port > 65535 {
		d.wrongType(n, "a port from 1 to 65535")
		return 0, false
	}
	return int(port), true
}

func (portShape) schema() schema { return schema{"type": "integer", "minimum": 1, "maximum": 65535} }

// seenShape is a file given relative to the config file; its value is relative to the root.
type seenShape struct{}

func (seenShape) decode(d *decoder, n *source.Node) (string, bool) {
	if n.Kind != source.String || n.Str() == "" {
		d.wrongType(n, "a file")
		return "", false
	}
	file := path.Join(d.folderOf(n), n.Str())
	if path.IsAbs(n.Str()) || file == ".." || strings.HasPrefix(file, "../") {
		d.fail(n.Span, "", "file %q leads outside the scanned root", n.Str())
		return "", false
	}
	return file, true
}

func (seenShape) schema() schema { return schema{"type": "string", "minLength": 1} }

// knownRoles reports hosts with a role that nothing expects anything of, and names that are there twice.
func (d *decoder) knownRoles(c *Config) {
	var roles []string
	for _, r := range c.Expected {
		for _, other := range roles {
			if other == r.Name && r.Name != "" {
				d.fail(r.At, "", "the role %q is there twice", r.Name)
			}
		}
		roles = append(roles, r.Name)
	}
	hosts := map[string]bool{}
	for _, h := range c.Inventory {
		known := h.Role == ""
		for _, name := range roles {
			known = known || name == h.Role
		}
		if !known {
			d.fail(h.roleAt, nearest(h.Role, roles), "%s", fmt.Sprintf("unknown role %q: expected has %s", h.Role, orNone(roles)))
		}
		if hosts[h.Name] && h.Name != "" {
			d.fail(h.At, "", "the host %q is there twice", h.Name)
		}
		hosts[h.Name] = true
	}
}

func orNone(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}
