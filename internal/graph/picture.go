package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/picture"
	"github.com/seclint/seclint/internal/report"
)

// How much a picture shows; what it leaves out, it counts.
const (
	picturePanels = 8
	pictureBoxes  = 60 // of services with a box of their own
	pictureAlone  = 12 // of services with an open port and nothing else
	shortLength   = 36
	nameLength    = 34
	listedLength  = 50 // of a name in a list, which has room for it
)

// The names of the poles.
const (
	leftPole  = "Internet / LAN"
	rightPole = "Host root"
)

// Picture makes the picture of a map: for each project the paths from the network to the host, everything else grey or in lists.
func Picture(g *Graph, o report.Options) *picture.Picture {
	p := &picture.Picture{Title: g.headline()}
	order := make([]int, len(g.Projects))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(len(g.routesOf(&g.Projects[b])), len(g.routesOf(&g.Projects[a]))),
			cmp.Compare(len(g.Projects[b].Services), len(g.Projects[a].Services)),
		)
	})
	for _, i := range order[:min(len(order), picturePanels)] {
		p.Panels = append(p.Panels, g.panel(&g.Projects[i], o))
	}
	if more := len(order) - picturePanels; more > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%d more projects are not drawn (--format json holds all)", more))
	}
	return p
}

// headline counts the paths.
func (g *Graph) headline() string {
	if g.Compared != nil {
		return cut(report.Clean(counted(len(g.Chains), "new path")+" from the network to the host"+g.Compared.rest()), 120)
	}
	return counted(len(g.Chains), "path") + " from the network to the host"
}

func counted(n int, what string) string {
	switch n {
	case 0:
		return "No " + what
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// canvas is the panel of a project while it is drawn.
type canvas struct {
	picture.Panel
	project *Project
	byName  map[string]*Service
	index   map[string]int // of nodes
	edges   map[[2]string]int
	routes  []drawn
	path    string // what the paths are called
}

func (g *Graph) panel(p *Project, o report.Options) picture.Panel {
	c := &canvas{
		project: p, byName: map[string]*Service{}, index: map[string]int{}, edges: map[[2]string]int{}, routes: g.routesOf(p), path: "path",
		Panel: picture.Panel{Title: cut(report.Clean(o.Place(p.File)), 90), Left: leftPole, Right: rightPole},
	}
	if g.Compared != nil {
		c.path = "new path"
	}
	if p.Deployment != "" {
		c.Subtitle = cut(report.Clean(p.Deployment), 90)
		if n := g.others[startOf(p)]; n > 1 {
			c.Subtitle += fmt.Sprintf(" (1 of %d deployments)", n)
		}
	}
	for i := range p.Services {
		c.byName[p.Services[i].Name] = &p.Services[i]
	}
	for _, r := range c.routes {
		c.route(r)
	}
	c.proxied()
	c.rest()
	return c.Panel
}

// box returns the name of the node of a service, drawing it where it is not drawn yet; ok is false where there is no room.
func (c *canvas) box(name string) (id string, ok bool) {
	id = "service " + name
	if _, known := c.index[id]; known {
		return id, true
	}
	s := c.byName[name]
	if s == nil || len(c.Nodes) >= pictureBoxes {
		return id, false
	}
	c.index[id] = len(c.Nodes)
	lines := []string{cut(report.Clean(name), nameLength)}
	if s.Image != "" {
		lines = append(lines, cut(imageName(report.Clean(s.Image)), nameLength))
	}
	if s.Runtime != "" {
		lines = append(lines, cut("runtime "+report.Clean(s.Runtime), nameLength))
	}
	c.Nodes = append(c.Nodes, picture.Node{
		ID: id, Lines: lines, New: s.New, Hint: cut(fmt.Sprintf("service %s (%s:%d)", report.Clean(name), report.Clean(s.File), s.Line), 200),
	})
	return id, true
}

// imageName is what of an image tells people most: its last part without a digest.
func imageName(image string) string {
	image, _, _ = strings.Cut(image, "@")
	return image[strings.LastIndex(image, "/")+1:]
}

// edge draws an edge, or adds to the one that is drawn between the same ends.
func (c *canvas) edge(e picture.Edge) {
	key := [2]string{e.From, e.To}
	i, known := c.edges[key]
	if !known {
		c.edges[key] = len(c.Edges)
		c.Edges = append(c.Edges, e)
		return
	}
	old := &c.Edges[i]
	if e.Label != "" && !slices.Contains(strings.Split(old.Label, ", "), e.Label) {
		old.Label = cut(strings.TrimPrefix(old.Label+", "+e.Label, ", "), shortLength)
	}
	if e.Hint != "" && old.Hint != e.Hint {
		old.Hint = cut(strings.TrimPrefix(old.Hint+"; "+e.Hint, "; "), 400)
	}
	old.Severity, old.New = max(old.Severity, e.Severity), old.New || e.New
}

// route draws a chain.
func (c *canvas) route(r drawn) {
	severity := r.chain.Severity
	var ids []string
	for _, name := range r.services {
		id, ok := c.box(name)
		if !ok {
			return
		}
		c.colour(id, severity)
		ids = append(ids, id)
	}
	c.entry(r.services[0], severity, maxProxies)
	for i, network := range r.networks {
		c.edge(picture.Edge{
			From: ids[i], To: ids[i+1], Label: cut(report.Clean(network), nameLength), Style: picture.Dashed, Severity: severity,
			New:  c.byName[r.services[i]].isNewOn(network) || c.byName[r.services[i+1]].isNewOn(network),
			Hint: fmt.Sprintf("%s and %s share the network %s", report.Clean(r.services[i]), report.Clean(r.services[i+1]), report.Clean(network)),
		})
	}
	last := r.services[len(r.services)-1]
	c.edge(picture.Edge{
		From: ids[len(ids)-1], To: picture.Right, Label: cut(report.Clean(r.access.short), nameLength), Severity: severity, New: c.isNewAccess(last, r.access),
		Hint: fmt.Sprintf("%s %s (%s)", report.Clean(last), report.Clean(r.access.Text), severity),
	})
}

// isNewAccess reports whether a service has something of the host since the change.
func (c *canvas) isNewAccess(name string, access Access) bool {
	s := c.byName[name]
	return s != nil && slices.ContainsFunc(s.Host, func(a Access) bool { return a.New && a.key() == access.key() })
}

// colour gives a node the worst severity of the paths through it.
func (c *canvas) colour(id string, severity finding.Severity) {
	n := &c.Nodes[c.index[id]]
	n.Severity = max(n.Severity, severity)
}

// maxProxies bounds how many proxies in a row are followed from a service to the network.
const maxProxies = 8

// entry draws how a service is reached from the network: by its own ports, and through proxies.
func (c *canvas) entry(name string, severity finding.Severity, depth int) {
	s := c.byName[name]
	id, ok := c.box(name)
	if s == nil || !ok || depth == 0 {
		return
	}
	own := ports(s)
	if own != "" {
		c.edge(picture.Edge{
			From: picture.Left, To: id, Label: report.Clean(own), Severity: severity, New: s.hasNewEntry(),
			Hint: fmt.Sprintf("%s is reached from the network at %s", report.Clean(name), report.Clean(own)),
		})
		severity = finding.None // the widest way is the one of the chain
	}
	for _, e := range s.Entries {
		if e.Proxy == "" || !open(e) {
			continue
		}
		proxy, ok := c.box(e.Proxy)
		if !ok {
			continue
		}
		c.edge(picture.Edge{
			From: proxy, To: id, Label: "proxy", Style: picture.Dotted, Severity: severity, New: e.New,
			Hint: fmt.Sprintf("%s routes to %s", report.Clean(e.Proxy), report.Clean(name)),
		})
		if severity > finding.None {
			c.colour(proxy, severity)
		}
		c.entry(e.Proxy, severity, depth-1)
	}
}

// proxied draws the services that proxies lead to, and the proxies.
func (c *canvas) proxied() {
	for i := range c.project.Services {
		s := &c.project.Services[i]
		if slices.ContainsFunc(s.Entries, func(e Entry) bool { return e.Proxy != "" && open(e) }) {
			c.entry(s.Name, finding.None, maxProxies)
		}
	}
}

// rest draws what can be reached and is on no path, and lists what is neither.
func (c *canvas) rest() {
	var reached, others []*Service
	for i := range c.project.Services {
		s := &c.project.Services[i]
		if _, is := c.index["service "+s.Name]; is {
			c.entry(s.Name, finding.None, 1)
			continue
		}
		if len(s.Entries) > 0 && open(s.Entries[0]) {
			reached = append(reached, s)
		} else {
			others = append(others, s)
		}
	}
	if len(reached) <= pictureAlone && len(c.Nodes)+len(reached) <= pictureBoxes {
		for _, s := range reached {
			c.entry(s.Name, finding.None, 1)
		}
	} else {
		list := picture.List{Title: fmt.Sprintf("%d more services with open ports, on no %s", len(reached), c.path), IsOpen: true}
		for _, s := range reached {
			list.Items = append(list.Items, cut(report.Clean(s.Name), nameLength)+" "+report.Clean(ports(s)))
		}
		c.Lists = append(c.Lists, list)
	}
	if len(others) == 0 {
		return
	}
	list := picture.List{Title: counted(len(others), "service") + " not reachable from the network and on no " + c.path}
	for _, s := range others {
		list.Items = append(list.Items, cut(report.Clean(s.Name), listedLength))
	}
	c.Lists = append(c.Lists, list)
}

// cut shortens a text to so many characters.
func cut(text string, length int) string {
	if utf8.RuneCountInString(text) <= length {
		return text
	}
	return string([]rune(text)[:length-1]) + "…"
}
