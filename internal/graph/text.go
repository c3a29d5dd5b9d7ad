package graph

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/report"
)

// How much the text shows; what it leaves out, it counts.
const (
	textChains   = 50
	textServices = 200
	textPorts    = 10
	textPeers    = 8
)

// Text writes the map for people: the chains from an open port to the host, then a tree for each project from the interface
// over the published port to the service and what it reaches.
func Text(w io.Writer, g *Graph, o report.Options) error {
	t := &text{Writer: bufio.NewWriter(w), options: o}
	t.chains(g)
	for i := range g.Projects {
		t.project(&g.Projects[i])
	}
	if len(g.Unlinked) > 0 {
		t.line(0, "Used by no service in the scan")
		for _, c := range g.Unlinked {
			t.config(1, c)
		}
	}
	return t.Flush()
}

// text writes one map.
type text struct {
	*bufio.Writer
	options report.Options
}

// line writes an indented line.
func (t *text) line(depth int, format string, args ...any) {
	_, _ = fmt.Fprintf(t, "%s%s\n", strings.Repeat("  ", depth), fmt.Sprintf(format, args...)) // Flush has the error
}

// at returns a place as the user would write it, in brackets.
func (t *text) at(p Place) string {
	return fmt.Sprintf("(%s:%d)", report.Clean(t.options.Place(p.File)), p.Line)
}

func (t *text) chains(g *Graph) {
	chains, no, some := g.Chains, "No chain", "Chains"
	if g.Compared != nil {
		no, some = "No new chain", "New chains"
	}
	since := report.Clean(g.Compared.rest())
	if len(chains) == 0 {
		t.line(0, "%s from an open port to the host%s", no, since)
		t.line(0, "")
		return
	}
	t.line(0, "%s from an open port to the host%s: %d", some, since, len(chains))
	t.line(0, "")
	for i, c := range chains[:min(len(chains), textChains)] {
		direct := ""
		if !c.Direct {
			direct = " through a network"
		}
		t.line(0, "%d. %s%s [%s]", i+1, c.Severity, direct, report.Clean(c.Rule))
		for j, hop := range c.Hops {
			more := ""
			if j == 0 && c.MoreWays > 0 {
				more = fmt.Sprintf(" and %d more", c.MoreWays)
			}
			t.line(1, "%s%s %s%s", arrow(j), report.Clean(hop.Text), t.at(hop.Place), more)
		}
		if len(c.Deployments) > 0 {
			t.line(1, "started as %s", report.Clean(strings.Join(c.Deployments, "; ")))
		}
		t.line(0, "")
	}
	if more := len(chains) - textChains; more > 0 {
		t.line(0, "and %d more chains (--format json holds all)", more)
		t.line(0, "")
	}
}

func arrow(hop int) string {
	if hop == 0 {
		return "   "
	}
	return "-> "
}

// group is what can be reached at one interface, or at none.
type group struct {
	name     string
	services []*Service
}

// groups sorts the services of a project by interface, widest first. A service is at each interface that leads to it.
func groups(services []*Service) []group {
	byName := map[string]*group{}
	var order []string
	add := func(name string, s *Service) {
		g := byName[name]
		if g == nil {
			g = &group{name: name}
			byName[name] = g
			order = append(order, name)
		}
		if len(g.services) == 0 || g.services[len(g.services)-1] != s {
			g.services = append(g.services, s)
		}
	}
	for i := len(widths) - 1; i >= 0; i-- {
		for _, s := range services {
			for _, e := range s.Entries {
				if e.Interface == widths[i] {
					add(e.where(), s)
				}
			}
		}
	}
	for _, s := range services {
		if len(s.Entries) == 0 {
			add("not published", s)
		}
	}
	list := make([]group, len(order))
	for i, name := range order {
		list[i] = *byName[name]
	}
	return list
}

// notable returns the services to show, in the order of the file: those that have something of the host, then the most
// exposed ones, up to a limit; and how many are left out.
func notable(p *Project, limit int) (shown []*Service, hidden int) {
	for i := range p.Services {
		shown = append(shown, &p.Services[i])
	}
	if hidden = len(shown) - limit; hidden <= 0 {
		return shown, 0
	}
	index := make(map[*Service]int, len(shown))
	for i, s := range shown {
		index[s] = i
	}
	slices.SortStableFunc(shown, func(a, b *Service) int {
		return cmp.Or(compareBool(len(a.Host) > 0, len(b.Host) > 0), cmp.Compare(width(b.Exposure), width(a.Exposure)))
	})
	shown = shown[:limit]
	slices.SortFunc(shown, func(a, b *Service) int { return cmp.Compare(index[a], index[b]) })
	return shown, hidden
}

func (t *text) project(p *Project) {
	name := report.Clean(t.options.Place(p.File))
	if p.Deployment != "" {
		name += " (" + report.Clean(p.Deployment) + ")"
	}
	t.line(0, "%s", name)
	networks := make(map[string]*Network, len(p.Networks))
	for i := range p.Networks {
		networks[p.Networks[i].Name] = &p.Networks[i]
	}
	services, hidden := notable(p, textServices)
	told := map[*Service]bool{}
	for _, g := range groups(services) {
		t.line(1, "%s", report.Clean(g.name))
		for _, s := range g.services {
			t.entries(s, g.name)
			t.service(s, networks, told[s])
			told[s] = true
		}
	}
	if hidden > 0 {
		t.line(1, "and %d more services (--format json holds all)", hidden)
	}
	t.line(0, "")
}

// entries writes how a service is reached at one interface.
func (t *text) entries(s *Service, where string) {
	n := 0
	for _, e := range s.Entries {
		if e.where() != where {
			continue
		}
		if n++; n <= textPorts {
			t.line(2, "%s%s %s", marked(e.New), report.Clean(e.what()), t.at(e.Place))
		}
	}
	if n > textPorts {
		t.line(2, "and %d more ports", n-textPorts)
	}
}

// service writes a service and what it reaches; one that was told of before only by name.
func (t *text) service(s *Service, networks map[string]*Network, told bool) {
	depth := 3
	if len(s.Entries) == 0 {
		depth = 2
	}
	if told {
		t.line(depth, "service %s, as above", quoted(s.Name))
		return
	}
	about := []string{}
	if s.Image != "" {
		about = append(about, report.Clean(s.Image))
	}
	if s.Runtime != "" {
		about = append(about, "runtime "+report.Clean(s.Runtime))
	}
	name := marked(s.New) + "service " + quoted(s.Name)
	if len(about) > 0 {
		name += ", " + strings.Join(about, ", ")
	}
	t.line(depth, "%s %s", name, t.at(s.Place))
	depth++
	for _, a := range s.Host {
		t.line(depth, "%shost: %s [%s] %s", marked(a.New), report.Clean(a.Text), a.Severity, t.at(a.Place))
	}
	if s.SharesNetworkOf != "" {
		t.line(depth, "in the network namespace of service %s", quoted(s.SharesNetworkOf))
	}
	for _, name := range s.Networks {
		t.network(depth, networks[name], s)
	}
	for _, c := range s.Configs {
		t.config(depth, c)
	}
}

// marked is the word in front of what is new.
func marked(isNew bool) string {
	if isNew {
		return "new: "
	}
	return ""
}

// quoted neutralises a name and puts it in quotes, without quoting again what is in it.
func quoted(name string) string { return `"` + strings.ReplaceAll(report.Clean(name), `"`, `\"`) + `"` }

// network writes a network with the other services on it.
func (t *text) network(depth int, n *Network, s *Service) {
	if n == nil {
		return
	}
	var peers []string
	for _, name := range n.Members {
		if len(peers) == textPeers {
			break
		}
		if name != s.Name {
			peers = append(peers, quoted(name))
		}
	}
	reaches := "no other service"
	if len(peers) > 0 {
		reaches = strings.Join(peers, ", ")
	}
	if more := len(n.Members) - 1 - len(peers); more > 0 {
		reaches += fmt.Sprintf(" and %d more", more)
	}
	t.line(depth, "network %s%s: %s", quoted(n.Name), n.traits(), reaches)
}

// traits says in brackets what is special about a network.
func (n *Network) traits() string {
	switch {
	case n.Internal:
		return " (internal)"
	case n.External:
		return " (external, others may be on it)"
	}
	return ""
}

// config writes a config file and where it makes somebody listen.
func (t *text) config(depth int, c Config) {
	line := c.Kind + " config " + report.Clean(t.options.Place(c.File))
	if c.Container != "" {
		line += " as " + report.Clean(c.Container)
	}
	if c.At != nil {
		line += " " + t.at(*c.At)
	}
	t.line(depth, "%s", line)
	for _, l := range c.Listeners {
		t.line(depth+1, "listens on %s: %s %s", report.Clean(l.label()), l.Exposure, t.at(l.Place))
	}
}

// label names a listener with its address.
func (l Listener) label() string {
	if l.Name == "" || strings.Contains(l.Name, l.Address) {
		return cmp.Or(l.Name, l.Address)
	}
	return l.Name + " " + l.Address
}
