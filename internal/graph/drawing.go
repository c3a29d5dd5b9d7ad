package graph

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
)

// shape says what a node stands for.
type shape uint8

// The shapes.
const (
	interfaceShape shape = iota
	serviceShape
	networkShape
	configShape
	hostShape
)

// style says what an edge stands for.
type style uint8

// The styles: dangerous edges lead from an open port or to the host, links are networks and files.
const (
	plain style = iota
	dangerous
	linked
)

// node is one node of a drawing. Its lines are neutralised, but not escaped for any format.
type node struct {
	id    string
	shape shape
	lines []string
	// severity is that of the worst chain through it, isNew set for what a map is compared for.
	severity finding.Severity
	isNew    bool
}

// edge joins two nodes; its label may be empty.
type edge struct {
	from, to string
	label    string
	style    style
	severity finding.Severity
	isNew    bool
}

// cluster is the nodes of one project.
type cluster struct {
	id, label string
	nodes     []node
}

// drawing is a map as nodes and edges, the same for every format that draws.
type drawing struct {
	nodes    []node // those of no project
	clusters []cluster
	edges    []edge
	// hidden counts the services that are left out.
	hidden int
}

// budget is how much a format can draw.
type budget struct{ services, edges int }

// How long a line of a label may be, and how many ports an edge names.
const (
	labelLength = 60
	labelPorts  = 4
)

// sketch is a drawing while it is made.
type sketch struct {
	drawing
	budget budget
	ids    map[string]string
	drawn  map[string]bool
	// worst are the severities of the worst chains through the services of the project that is drawn, entered those of the chains that begin
	// with them.
	worst, entered map[string]finding.Severity
}

// draw makes a drawing within a budget; the services that have something of the host or are exposed most come first.
func draw(g *Graph, b budget) drawing {
	s := &sketch{budget: b, ids: map[string]string{}, drawn: map[string]bool{}}
	for i := range g.Projects {
		s.worst, s.entered = map[string]finding.Severity{}, map[string]finding.Severity{}
		for _, r := range g.routesOf(&g.Projects[i]) {
			for j, name := range r.services {
				s.worst[name] = max(s.worst[name], r.chain.Severity)
				if j == 0 {
					s.entered[name] = max(s.entered[name], r.chain.Severity)
				}
			}
		}
		s.project(&g.Projects[i], i)
	}
	for _, c := range g.Unlinked[:min(len(g.Unlinked), s.budget.services)] {
		s.nodes = append(s.nodes, node{id: s.id("config " + c.File), shape: configShape, lines: configLines(c)})
	}
	return s.drawing
}

// id returns the short name of a node, the same for the same key.
func (s *sketch) id(key string) string {
	id, known := s.ids[key]
	if !known {
		id = "n" + strconv.Itoa(len(s.ids))
		s.ids[key] = id
	}
	return id
}

func (s *sketch) project(p *Project, number int) {
	services, hidden := notable(p, s.budget.services)
	c := cluster{id: "p" + strconv.Itoa(number), label: label(p.File)}
	if p.Deployment != "" {
		c.label = label(p.File + " (" + p.Deployment + ")")
	}
	prefix := c.id + " "
	networks := map[string]bool{}
	for _, service := range services {
		edges := s.edgesOf(service, prefix)
		if len(s.edges)+len(edges) > s.budget.edges {
			hidden++
			continue
		}
		s.budget.services--
		s.edges = append(s.edges, edges...)
		c.nodes = append(c.nodes, node{
			id: s.id(prefix + "service " + service.Name), shape: serviceShape, lines: serviceLines(service), severity: s.worst[service.Name], isNew: service.New,
		})
		for _, name := range service.Networks {
			networks[name] = true
		}
		for _, config := range service.Configs {
			if id, fresh := s.fresh(prefix + "config " + config.File); fresh {
				c.nodes = append(c.nodes, node{id: id, shape: configShape, lines: configLines(config)})
			}
		}
	}
	for i := range p.Networks {
		if n := &p.Networks[i]; networks[n.Name] {
			c.nodes = append(c.nodes, node{id: s.id(prefix + "network " + n.Name), shape: networkShape, lines: []string{label("network " + n.Name + n.traits())}})
		}
	}
	s.hidden += hidden
	if len(c.nodes) > 0 {
		s.clusters = append(s.clusters, c)
	}
}

// fresh returns the short name of a node and whether it has not been drawn yet.
func (s *sketch) fresh(key string) (id string, fresh bool) {
	id = s.id(key)
	fresh = !s.drawn[id]
	s.drawn[id] = true
	return id, fresh
}

// edgesOf returns the edges of a service: one from each interface, one to each network and config, one for each thing that
// it has of the host.
func (s *sketch) edgesOf(service *Service, prefix string) []edge {
	me := s.id(prefix + "service " + service.Name)
	var edges []edge
	for _, way := range waysTo(service) {
		e := edge{from: s.outer("interface "+way.where, interfaceShape, way.where), to: me, label: label(way.ports), style: way.style, isNew: way.isNew}
		if way.style == dangerous {
			e.severity = s.entered[service.Name]
		}
		edges = append(edges, e)
	}
	for _, name := range service.Networks {
		edges = append(edges, edge{from: me, to: s.id(prefix + "network " + name), style: linked, isNew: service.isNewOn(name)})
	}
	for _, config := range service.Configs {
		edges = append(edges, edge{from: me, to: s.id(prefix + "config " + config.File), label: label(config.How), style: linked})
	}
	for _, access := range service.Host {
		e := edge{from: me, to: s.outer("host", hostShape, "the host"), label: label(access.Text), isNew: access.New}
		if access.Severity >= chainFrom {
			e.style = dangerous
			e.severity = min(s.worst[service.Name], access.exposed)
		}
		edges = append(edges, e)
	}
	return edges
}

// outer returns the short name of a node of no project, which is drawn when it is first named.
func (s *sketch) outer(key string, shape shape, name string) string {
	id, fresh := s.fresh(key)
	if fresh {
		s.nodes = append(s.nodes, node{id: id, shape: shape, lines: []string{label(name)}})
	}
	return id
}

// wayTo is all entries of a service at one interface.
type wayTo struct {
	where, ports string
	style        style
	isNew        bool
}

func waysTo(service *Service) []wayTo {
	var ways []wayTo
	ports := map[string]int{}
	for _, e := range service.Entries {
		where := e.where()
		what := e.Text
		if e.Target != "" && e.Via == "" {
			what = fmt.Sprintf("%s to %s", cmp.Or(e.Port, "any"), e.Target)
		}
		ports[where]++
		if n := len(ways); n > 0 && ways[n-1].where == where {
			ways[n-1].isNew = ways[n-1].isNew || e.New
			if ports[where] <= labelPorts {
				ways[n-1].ports += ", " + what
			}
			continue
		}
		style := plain
		if open(e) {
			style = dangerous
		}
		ways = append(ways, wayTo{where, what, style, e.New})
	}
	for i := range ways {
		if more := ports[ways[i].where] - labelPorts; more > 0 {
			ways[i].ports += fmt.Sprintf(" and %d more", more)
		}
	}
	return ways
}

func serviceLines(s *Service) []string {
	lines := []string{label(s.Name)}
	if s.Image != "" {
		lines = append(lines, label(s.Image))
	}
	if s.Runtime != "" {
		lines = append(lines, label("runtime "+s.Runtime))
	}
	return lines
}

func configLines(c Config) []string {
	lines := []string{label(c.File)}
	for i, l := range c.Listeners {
		if i == labelPorts {
			return append(lines, fmt.Sprintf("and %d more listeners", len(c.Listeners)-i))
		}
		lines = append(lines, label(fmt.Sprintf("%s %s", l.label(), l.Exposure)))
	}
	return lines
}

// label makes one line of a label: neutralised, and cut where it is long.
func label(text string) string {
	text = report.Clean(text)
	if utf8.RuneCountInString(text) > labelLength {
		text = string([]rune(text)[:labelLength-1]) + "…"
	}
	return strings.TrimSpace(text)
}
