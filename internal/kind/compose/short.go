package compose

import (
	"path"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/format"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/seclint/seclint/internal/source"
)

// maxPorts bounds how many entries one port range becomes; a longer range stays one entry with the range as its port.
const maxPorts = 256

// ports brings the ports of a service into long form: one entry for each published port.
func (c *canonical) ports(n *source.Node) *source.Node {
	if n.Kind != source.Sequence {
		return n
	}
	fresh := *n
	fresh.Items = nil
	for _, item := range n.Items {
		for _, port := range c.port(item.Value) {
			fresh.Items = append(fresh.Items, source.Item{Value: port, Via: item.Via})
		}
	}
	return &fresh
}

func (c *canonical) port(n *source.Node) []*source.Node {
	switch n.Kind {
	case source.Mapping:
		return []*source.Node{c.longPort(n)}
	case source.String, source.Number:
		return c.shortPort(n)
	}
	return nil
}

// longPort adds the defaults of a port in long form (compose-go, transform/ports.go).
func (c *canonical) longPort(n *source.Node) *source.Node {
	port := c.apply(n, portForms, true)
	for _, missing := range [...]struct{ key, value string }{{"protocol", "tcp"}, {"mode", "ingress"}} {
		if port.Get(missing.key) == nil {
			port = withEntry(port, source.Entry{Key: missing.key, KeySpan: n.Span, Value: newText(n, missing.value)})
		}
	}
	return port
}

// shortPort reads [IP:][PUBLISHED:]TARGET[/PROTOCOL]. What compose-go cannot read for an unknown variable in it is split by
// hand; what it refuses otherwise is a problem.
func (c *canonical) shortPort(n *source.Node) []*source.Node {
	text := n.Text
	split := splitPort(text)
	if source.IsUnknown(text) || split.width() > maxPorts {
		return []*source.Node{c.project.derived(split.node(n), n)}
	}
	configs, err := types.ParsePortConfig(text)
	if err != nil {
		c.project.refuse(n, "invalid port: "+err.Error())
		return []*source.Node{c.project.derived(split.node(n), n)}
	}
	ports := make([]*source.Node, len(configs))
	for i, config := range configs {
		parts := shortPort{hostIP: config.HostIP, published: config.Published, target: strconv.Itoa(int(config.Target)), protocol: config.Protocol}
		ports[i] = c.project.derived(parts.node(n), n)
	}
	return ports
}

// shortPort holds the parts of a port in short syntax; absent ones are empty.
type shortPort struct{ hostIP, published, target, protocol string }

func splitPort(text string) shortPort {
	p := shortPort{protocol: "tcp"}
	if i := strings.LastIndex(text, "/"); i >= 0 {
		text, p.protocol = text[:i], text[i+1:]
	}
	parts := splitColons(text)
	p.target = parts[len(parts)-1]
	if len(parts) > 1 {
		p.published = parts[len(parts)-2]
	}
	if len(parts) > 2 {
		p.hostIP = strings.Trim(strings.Join(parts[:len(parts)-2], ":"), "[]")
	}
	return p
}

// width returns how many ports a range of targets spans.
func (p shortPort) width() int {
	first, last, isRange := strings.Cut(p.target, "-")
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if !isRange || err1 != nil || err2 != nil {
		return 1
	}
	return to - from + 1
}

func (p shortPort) node(n *source.Node) *source.Node {
	pairs := make([]any, 0, 10)
	pairs = append(pairs, "target", toInt(nil, newText(n, p.target)), "protocol", newText(n, p.protocol), "mode", newText(n, "ingress"))
	if p.published != "" {
		pairs = append(pairs, "published", newText(n, p.published))
	}
	if p.hostIP != "" {
		pairs = append(pairs, "host_ip", newText(n, p.hostIP))
	}
	return newMapping(n, pairs...)
}

// toInt reads a decimal number in text.
func toInt(_ *canonical, n *source.Node) *source.Node {
	if value, err := strconv.ParseInt(n.Str(), 10, 64); err == nil {
		return newInt(n, value, n.Str())
	}
	return n
}

// splitColons splits at the colons that stand outside brackets and braces.
func splitColons(s string) []string {
	var parts []string
	start, depth := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case ':':
			if depth <= 0 {
				parts = append(parts, s[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, s[start:])
}

// volumes brings the mounts of a service into long form.
func (c *canonical) volumes(n *source.Node) *source.Node {
	if n.Kind != source.Sequence {
		return n
	}
	return each(n, func(item *source.Node) *source.Node {
		if item.Kind == source.Mapping {
			return c.longVolume(item)
		}
		return c.shortVolume(item)
	})
}

func (c *canonical) longVolume(n *source.Node) *source.Node {
	volume := c.apply(n, volumeForms, true)
	if from := volume.Get("source"); from != nil && volume.Get("type").Str() == "bind" {
		clean := c.project.derived(newText(from, c.hostPath(from.Str())), from)
		return withEntry(volume, source.Entry{Key: "source", KeySpan: entryKeySpan(volume, "source"), Value: clean})
	}
	return volume
}

func entryKeySpan(n *source.Node, key string) source.Span {
	if e := n.Entry(key); e != nil {
		return e.KeySpan
	}
	return n.Span
}

func (c *canonical) shortVolume(n *source.Node) *source.Node {
	parsed, err := format.ParseVolume(n.Text)
	if err != nil {
		c.project.refuse(n, err.Error())
	}
	// An unknown source with a slash behind it is a path: a volume's name holds none.
	if source.BeginsUnknown(parsed.Source) && strings.Contains(parsed.Source, "}/") {
		parsed.Type = types.VolumeTypeBind
	}
	if parsed.Type == types.VolumeTypeBind {
		parsed.Source = c.hostPath(parsed.Source)
	}
	pairs := make([]any, 0, 10)
	pairs = append(pairs, "type", newText(n, parsed.Type))
	if parsed.Source != "" {
		pairs = append(pairs, "source", newText(n, parsed.Source))
	}
	pairs = append(pairs, "target", newText(n, parsed.Target))
	if parsed.ReadOnly {
		pairs = append(pairs, "read_only", newBool(n, true))
	}
	if bind := parsed.Bind; bind != nil {
		pairs = append(pairs, "bind", bindOptions(n, bind))
	}
	return c.project.derived(newMapping(n, pairs...), n)
}

func bindOptions(n *source.Node, bind *types.ServiceVolumeBind) *source.Node {
	options := newMapping(n, "create_host_path", newBool(n, bool(bind.CreateHostPath)))
	if bind.Propagation != "" {
		setEntry(options, source.Entry{Key: "propagation", KeySpan: n.Span, Value: newText(n, bind.Propagation)})
	}
	if bind.SELinux != "" {
		setEntry(options, source.Entry{Key: "selinux", KeySpan: n.Span, Value: newText(n, bind.SELinux)})
	}
	return options
}

// hostPath cleans a host path without looking at the disk. A relative one becomes relative to the project directory and
// begins with a dot, so that it is never taken for a volume's name.
func (c *canonical) hostPath(p string) string {
	switch {
	case p == "" || strings.HasPrefix(p, `\\`) || strings.HasPrefix(p, "//./"):
		return p
	case strings.HasPrefix(p, "/"), strings.HasPrefix(p, "~"), source.BeginsUnknown(p), len(p) > 1 && p[1] == ':':
		return path.Clean(p)
	}
	clean := path.Join(c.dir, p)
	if clean == "." || strings.HasPrefix(clean, "..") {
		return clean
	}
	return "./" + clean
}

// envFiles brings the env_file of a service into long form.
func (c *canonical) envFiles(n *source.Node) *source.Node {
	if n.Kind == source.String {
		n = newSequence(n, n)
	}
	if n.Kind != source.Sequence {
		return n
	}
	return each(n, func(item *source.Node) *source.Node {
		file := item
		if item.Kind != source.Mapping {
			file = newMapping(item, "path", item)
		}
		file = c.apply(file, envFileForms, true)
		if file.Get("required") == nil {
			file = withEntry(file, source.Entry{Key: "required", KeySpan: item.Span, Value: newBool(item, true)})
		}
		return file
	})
}
