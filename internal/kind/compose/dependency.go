package compose

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// dependency says that a service is started after another one, and where that is written.
type dependency struct {
	on string
	at *source.Node
}

// refuseCycles says which services wait for each other: Compose starts none of a project with such a circle. Services behind a
// profile are left out, as Compose leaves them out while nobody asks for the profile.
func (p *project) refuseCycles(model *source.Node) {
	services := model.Get("services")
	if services == nil {
		return
	}
	waits := map[string][]dependency{}
	for _, e := range services.Entries {
		if profiles := e.Value.Get("profiles"); profiles == nil || len(profiles.Items) == 0 {
			waits[e.Key] = dependenciesOf(e.Value)
		}
	}
	c := circles{project: p, waits: waits, place: map[string]int{}, done: map[string]bool{}}
	for _, e := range services.Entries {
		c.follow(e.Key)
	}
}

// circles looks for services that wait for each other.
type circles struct {
	*project
	waits map[string][]dependency
	// chain are the services on the way to the one at hand, place where each is in it, done those that were followed before.
	chain []string
	place map[string]int
	done  map[string]bool
}

// follow follows the dependencies of a service.
func (c *circles) follow(name string) {
	if c.done[name] {
		return
	}
	c.place[name] = len(c.chain)
	c.chain = append(c.chain, name)
	for _, d := range c.waits[name] {
		if i, waiting := c.place[d.on]; waiting {
			c.refuse(d.at, "the services wait for each other: "+strings.Join(c.chain[i:], " -> ")+" -> "+d.on)
		} else if c.waits[d.on] != nil {
			c.follow(d.on)
		}
	}
	c.chain = c.chain[:len(c.chain)-1]
	delete(c.place, name)
	c.done[name] = true
}

// dependenciesOf lists what a service waits for: what it names under depends_on, and what Compose adds for links, for volumes and
// for namespaces that it shares (Normalize in loader/normalize.go of compose-go).
func dependenciesOf(service *source.Node) []dependency {
	var all []dependency
	known := map[string]bool{}
	add := func(n *source.Node, on string) {
		if !known[on] {
			known[on] = true
			all = append(all, dependency{on, n})
		}
	}
	if named := service.Get("depends_on"); named != nil {
		for _, e := range named.Entries {
			add(keyed(e), e.Key)
		}
	}
	for _, key := range []string{"links", "volumes_from"} {
		if list := service.Get(key); list != nil {
			for _, item := range list.Items {
				if name, _, _ := strings.Cut(item.Value.Str(), ":"); name != "container" {
					add(item.Value, name)
				}
			}
		}
	}
	for _, key := range []string{"network_mode", "ipc", "pid", "uts", "cgroup"} {
		if n := service.Get(key); n != nil {
			if name, shared := strings.CutPrefix(n.Str(), "service:"); shared {
				add(n, name)
			}
		}
	}
	return all
}
