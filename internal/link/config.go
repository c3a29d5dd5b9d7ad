package link

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// Config is a document that a service runs with.
type Config struct {
	Doc *source.Document
	// Path is the place of the reference in the Compose document.
	Path source.Path
}

// programs tells for each kind whose documents say where a service listens how the images of its program are called.
var programs = map[string][]string{"envoy": {"envoy"}, "mediamtx": {"mediamtx", "rtsp-simple-server"}}

// readConfigs tells each service which documents it runs with.
func (p *Project) readConfigs() {
	for _, file := range slices.Sorted(maps.Keys(p.docs)) {
		doc := p.docs[file]
		for _, u := range p.uses[file] {
			if programs[doc.Kind] != nil && u.runs(doc) {
				u.service.Configs = append(u.service.Configs, Config{Doc: doc, Path: u.mount.Path})
			}
		}
	}
}

// running returns the uses of a document through which its listeners come to be: all of them, but for the kinds of a known
// program only those by services that run it.
func (p *Project) running(doc *source.Document) []use {
	uses := p.uses[doc.File.Path]
	if programs[doc.Kind] == nil {
		return uses
	}
	var running []use
	for _, u := range uses {
		if slices.ContainsFunc(u.service.Configs, func(c Config) bool { return c.Doc == doc }) {
			running = append(running, u)
		}
	}
	return running
}

// runs reports whether the service takes its settings from the file, and does not merely see it, as build helpers and editors
// that mount a whole repository do: the file itself is mounted, the command names it, the image is that of the program, or the
// folder that the service sees is named after it.
func (u use) runs(doc *source.Document) bool {
	if u.container == "" {
		return false
	}
	if u.mount.Host == doc.File.Path || u.service.says(u.container) {
		return true
	}
	name := u.service.image().Name
	return slices.ContainsFunc(programs[doc.Kind], func(program string) bool {
		return strings.Contains(name, program) || strings.Contains(u.mount.Container, "/"+program)
	})
}

// says reports whether the command of the service holds a text.
func (s *Service) says(text string) bool {
	for _, key := range []string{"command", "entrypoint"} {
		if words := s.Node.Get(key); words != nil && slices.ContainsFunc(words.Items, func(item source.Item) bool {
			return strings.Contains(item.Value.Str(), text)
		}) {
			return true
		}
	}
	return false
}

func (c Config) value(s *Service) map[string]any {
	listeners := make([]any, len(c.Doc.Listeners))
	for i, l := range c.Doc.Listeners {
		exposure, because := s.Reach(l)
		listeners[i] = map[string]any{
			"path": l.Path.Value(), "name": l.Name, "host": l.Host, "port": l.Port, "protocol": l.Protocol,
			"exposure": exposure.String(), "because": because,
		}
	}
	return map[string]any{"file": c.Doc.File.Path, "kind": c.Doc.Kind, "path": c.Path.Value(), "listeners": listeners}
}

// maxHops bounds how many Envoys in a row are followed.
const maxHops = 8

// followEnvoys finds the ways that published Envoys open to other services by their routes.
func (p *Project) followEnvoys() {
	for range maxHops {
		found := false
		for _, s := range p.Services {
			for _, c := range s.Configs {
				if c.Doc.Kind == "envoy" && s.openRoutes(c.Doc) {
					found = true
				}
			}
		}
		if !found {
			return
		}
	}
}

// openRoutes adds the ways that the service, as an Envoy with a document, opens to others. It reports whether there was a new one.
func (s *Service) openRoutes(doc *source.Document) bool {
	view, _ := doc.Context["envoy"].(map[string]any)
	clusters := map[string]bool{}
	for i, listener := range objects(view["listeners"]) {
		if s.opens(doc, listener["address"]) {
			for _, from := range slices.Concat(objects(view["routes"]), objects(view["network_filters"])) {
				if from["listener"] == i {
					names, _ := from["clusters"].([]any)
					for _, name := range names {
						clusters[name.(string)] = true
					}
				}
			}
		}
	}
	found := false
	for _, cluster := range objects(view["clusters"]) {
		if name, _ := cluster["name"].(string); clusters[name] {
			for _, endpoint := range objects(cluster["endpoints"]) {
				found = s.routeTo(doc, endpoint) || found
			}
		}
	}
	return found
}

// opens reports whether other machines reach the listener whose address stands at a path of the document.
func (s *Service) opens(doc *source.Document, address any) bool {
	at, _ := address.([]any)
	for _, l := range doc.Listeners {
		if slices.Equal(l.Path, source.Path(at)) {
			exposure, _ := s.Reach(l)
			return exposure.BeyondHost()
		}
	}
	return false
}

// routeTo adds the way to the service that an endpoint names, when it is a new one.
func (s *Service) routeTo(doc *source.Document, endpoint map[string]any) bool {
	host, _ := endpoint["host"].(string)
	at, _ := endpoint["path"].([]any)
	port, _ := endpoint["port"].(int64)
	target := s.project.named(s, host)
	if target == nil || target.owner == s.owner {
		return false
	}
	way := Way{
		Path: target.path(), Exposure: OneAddress, Message: fmt.Sprintf("is routed to by the published proxy %q", s.Name),
		Route: &Route{Protocol: "tcp", File: doc.File.Path, Path: source.Path(at)},
	}
	if port > 0 {
		way.Route.Ports = []int{int(port)}
	}
	if endpoint["protocol"] == "UDP" {
		way.Route.Protocol = "udp"
	}
	if slices.ContainsFunc(target.Ways, func(w Way) bool {
		return w.Message == way.Message && w.Route != nil && w.Route.File == way.Route.File && slices.Equal(w.Route.Path, way.Route.Path)
	}) {
		return false
	}
	target.Ways = append(target.Ways, way)
	target.widen()
	return true
}

// named returns the service that a host name or address means on the networks of another service, nil when it is none of the
// project.
func (c *compose) named(from *Service, host string) *Service {
	host = strings.TrimSuffix(host, ".")
	if c.hosts == nil {
		c.hosts = map[string][]*Service{}
		for _, s := range c.services {
			for _, name := range s.hostNames() {
				c.hosts[name] = append(c.hosts[name], s)
			}
		}
	}
	for _, s := range c.hosts[host] {
		if s == from || sharesNetwork(from.owner, s.owner) {
			return s
		}
	}
	return nil
}

// hostNames are the names and addresses by which others on its networks find the service.
func (s *Service) hostNames() []string {
	names := []string{s.Name}
	if name := s.Node.Get("container_name").Str(); name != "" && name != s.Name {
		names = append(names, name)
	}
	networks := s.Node.Get("networks")
	if networks == nil {
		return names
	}
	for _, e := range networks.Entries {
		if aliases := e.Value.Get("aliases"); aliases != nil {
			for _, item := range aliases.Items {
				names = append(names, item.Value.Str())
			}
		}
		for _, key := range []string{"ipv4_address", "ipv6_address"} {
			if address := e.Value.Get(key).Str(); address != "" {
				names = append(names, address)
			}
		}
	}
	return names
}

// objects returns the objects of a list that a kind left in its context.
func objects(list any) []map[string]any {
	items, _ := list.([]any)
	found := make([]map[string]any, 0, len(items))
	for _, item := range items {
		if o, ok := item.(map[string]any); ok {
			found = append(found, o)
		}
	}
	return found
}
