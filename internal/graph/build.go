package graph

import (
	"cmp"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

// exposedRule is the composite that judges a control socket together with the way to the service that has it.
const exposedRule = "compose/control-socket-on-exposed-service"

// HostRules are the rules whose findings say that a service has something of the host. Their place in a service decides
// which service that is.
func HostRules() []string {
	return []string{
		exposedRule,
		"compose/dangerous-capability", "compose/docker-socket-mount", "compose/host-device", "compose/host-namespace",
		"compose/lsm-disabled", "compose/privileged", "compose/sensitive-host-mount",
	}
}

// Build makes the map of a linked project. Findings are those of HostRules on its documents; those of other rules, and
// informational ones, are passed over. The masker hides the secrets in its texts.
func Build(p *link.Project, docs []*source.Document, findings []finding.Finding, m *mask.Masker) *Graph {
	b := &builder{
		accesses: accessesOf(findings), uses: map[*link.Service][]link.Use{}, used: map[*source.Document]bool{},
		docs: make(map[string]*source.Document, len(docs)),
	}
	for _, doc := range docs {
		if doc.Inset == nil {
			b.docs[doc.File.Path] = doc
		}
		m.Know(doc.File)
	}
	for _, u := range p.Uses() {
		b.uses[u.Service] = append(b.uses[u.Service], u)
		b.used[u.Document] = true
	}
	g := &Graph{SchemaVersion: SchemaVersion, Chains: []Chain{}, Projects: []Project{}, Unlinked: []Config{}, Problems: []Problem{}}
	for rest := p.Services; len(rest) > 0; {
		services := ofOneDocument(rest)
		rest = rest[len(services):]
		project := b.project(services)
		g.Projects = append(g.Projects, project)
		g.Chains = append(g.Chains, chainsOf(&project, services)...)
	}
	g.Chains = ordered(g.Chains)
	for _, doc := range docs {
		if len(doc.Listeners) > 0 && !b.used[doc] {
			g.Unlinked = append(g.Unlinked, Config{File: doc.File.Path, Kind: doc.Kind, Listeners: listenersOf(doc, p.Reach)})
		}
	}
	g.hide(m)
	return g
}

// ofOneDocument returns the first services, as far as they belong to one document.
func ofOneDocument(services []*link.Service) []*link.Service {
	n := slices.IndexFunc(services, func(s *link.Service) bool { return s.Doc != services[0].Doc })
	if n < 0 {
		n = len(services)
	}
	return services[:n]
}

// builder has what the services of all projects are looked up in.
type builder struct {
	accesses map[accessKey][]Access
	uses     map[*link.Service][]link.Use
	used     map[*source.Document]bool
	docs     map[string]*source.Document
}

// accessKey names a service of one way of starting a project.
type accessKey struct{ file, deployment, service string }

// accessesOf sorts what the rules found by service, worst first.
func accessesOf(findings []finding.Finding) map[accessKey][]Access {
	all, exposed := map[accessKey][]Access{}, map[accessKey]finding.Severity{}
	for i := range findings {
		f := &findings[i]
		if f.Severity == finding.None || !slices.Contains(HostRules(), f.Rule) || len(f.Path) < 2 || f.Path[0] != "services" {
			continue
		}
		name, _ := f.Path[1].(string)
		key := accessKey{file: f.Document, service: name}
		if len(f.Deployments) > 0 {
			key.deployment = f.Deployments[0]
		}
		if f.Rule == exposedRule {
			exposed[key] = f.Severity
			continue
		}
		text := strings.TrimPrefix(f.Message, fmt.Sprintf("service %q ", name))
		all[key] = append(all[key], Access{
			Severity: f.Severity, Rule: f.Rule, PartOf: f.PartOf, Text: text, Place: placeOf(f.At), exposed: f.Severity, path: f.Path,
		})
	}
	for key, list := range all {
		for i := range list {
			if list[i].PartOf == exposedRule {
				list[i].exposed = max(list[i].exposed, exposed[key])
			}
		}
		slices.SortStableFunc(list, func(a, b Access) int { return cmp.Compare(b.Severity, a.Severity) })
	}
	return all
}

// Tell adds problems, whose secrets are hidden, to the map.
func (g *Graph) Tell(problems []finding.Problem) {
	for _, p := range problems {
		place := placeOf(p.At)
		if p.At.IsZero() {
			place.File = p.Path
		}
		g.Problems = append(g.Problems, Problem{Level: p.Level, Message: p.Message, Place: place})
	}
}

func placeOf(at source.Span) Place {
	return Place{File: at.Path(), Line: int(at.Start.Line), Column: int(at.Start.Column), span: at}
}

// project describes the services of one Compose document.
func (b *builder) project(services []*link.Service) Project {
	doc := services[0].Doc
	p := Project{File: doc.File.Path, Deployment: doc.Deployment, Services: make([]Service, len(services)), Networks: []Network{}}
	index := map[string]int{}
	for i, s := range services {
		p.Services[i] = b.service(s)
		for _, name := range s.Owner().Networks {
			at, known := index[name]
			if !known {
				at = len(p.Networks)
				index[name] = at
				p.Networks = append(p.Networks, Network{
					Name: name, Internal: s.NetworkIsInternal(name), External: s.NetworkIsExternal(name),
				})
			}
			p.Networks[at].Members = append(p.Networks[at].Members, s.Name)
		}
	}
	slices.SortFunc(p.Networks, func(a, b Network) int { return cmp.Compare(a.Name, b.Name) })
	return p
}

func (b *builder) service(s *link.Service) Service {
	service := Service{
		Name: s.Name, Place: placeOf(s.Place()), Image: s.Node.Get("image").Str(),
		Runtime: s.Runtime(), Sandboxed: s.Sandboxed(), Exposure: Exposure(s.Exposure.String()),
		Entries: b.entriesOf(s), Networks: append([]string{}, s.Owner().Networks...), Configs: []Config{},
		Host: append([]Access{}, b.accesses[accessKey{s.Doc.File.Path, s.Doc.Deployment, s.Name}]...),
	}
	for i := range service.Host {
		service.Host[i].short = shortly(s.Doc.Root, service.Host[i].path)
	}
	if owner := s.Owner(); owner != s {
		service.SharesNetworkOf = owner.Name
	}
	for _, u := range b.uses[s] {
		at := placeOf(s.At(u.Path))
		service.Configs = append(service.Configs, Config{
			File: u.Document.File.Path, Kind: u.Document.Kind, How: u.How, Container: u.Container, At: &at,
			Listeners: listenersOf(u.Document, func(_ *source.Document, l source.Listener) (link.Exposure, string) { return s.Reach(l) }),
		})
	}
	return service
}

// entriesOf lists the ways to a service from outside its networks, widest first: its own published ports, and what else
// lets other machines in.
func (b *builder) entriesOf(s *link.Service) []Entry {
	entries := []Entry{}
	for _, port := range s.Ports {
		entries = append(entries, published(s, port))
	}
	for _, way := range s.Ways {
		if isPort := len(way.Path) > 2 && way.Path[2] == "ports"; !isPort || way.Path[1] != s.Name {
			entries = append(entries, b.wayIn(s, way))
		}
	}
	slices.SortStableFunc(entries, func(a, b Entry) int { return cmp.Compare(width(b.Interface), width(a.Interface)) })
	return entries
}

// published is a port that Docker publishes for a service.
func published(s *link.Service, port link.Port) Entry {
	return Entry{
		Interface: Exposure(port.Exposure.String()), Address: addressOf(s, port), Port: port.Published, Target: targetOf(port),
		Text: port.String(), Place: placeOf(s.At(port.Path)),
	}
}

// wayIn is a way to a service that is no port of its own: one of the service whose network it shares, or any other.
func (b *builder) wayIn(s *link.Service, way link.Way) Entry {
	owner := s.Owner()
	for _, port := range owner.Ports {
		if slices.Equal(port.Path, way.Path) {
			e := published(owner, port)
			e.Via = owner.Name
			return e
		}
	}
	at, proxy := s.At(way.Path), ""
	if way.Route != nil && way.Route.Proxy != nil {
		proxy = way.Route.Proxy.Name
	}
	if route := way.Route; route != nil && route.Doc != nil {
		at = route.Doc.Root.Locate(route.Path).At
	} else if doc := b.docs[way.File]; doc != nil {
		at = doc.Root.Locate(way.Path).At
	}
	return Entry{Interface: Exposure(way.Exposure.String()), Proxy: proxy, Text: way.Message, Place: placeOf(at)}
}

// addressOf returns the address of the host at which a port is published, "" for every interface. Where other machines reach the port
// at the container's own address, that of the host says nothing, and "" neither.
func addressOf(s *link.Service, port link.Port) string {
	if port.Exposure == link.AllInterfaces || port.Direct != "" {
		return ""
	}
	return s.Host(port)
}

func targetOf(port link.Port) string {
	if port.First == 0 {
		return ""
	}
	target := strconv.Itoa(port.First)
	if port.Last > port.First {
		target += "-" + strconv.Itoa(port.Last)
	}
	return target + "/" + cmp.Or(port.Protocol, "tcp")
}

// widths are the exposures from the narrowest to the widest.
var widths = []Exposure{"loopback", "peers", "host_loopback", "unknown", "one_address", "all_interfaces"}

// width orders exposures: a larger number is wider.
func width(e Exposure) int { return slices.Index(widths, e) }

func listenersOf(doc *source.Document, reach func(*source.Document, source.Listener) (link.Exposure, string)) []Listener {
	list := []Listener{}
	for _, l := range doc.Listeners {
		exposure, because := reach(doc, l)
		list = append(list, Listener{
			Name: l.Name, Address: listensOn(l), Protocol: l.Protocol, Exposure: Exposure(exposure.String()), Because: because,
			Place: placeOf(doc.Root.Locate(l.Path).At),
		})
	}
	return list
}

// listensOn writes the address of a listener as people write it.
func listensOn(l source.Listener) string {
	if l.Socket != "" {
		return l.Socket
	}
	port := "?"
	if l.Port != 0 {
		port = strconv.Itoa(l.Port)
	}
	return net.JoinHostPort(strings.Trim(cmp.Or(l.Host, "*"), "[]"), port)
}
