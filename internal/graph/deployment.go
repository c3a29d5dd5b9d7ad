package graph

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// start names the folder and the first file of a way of starting a project: those with the same ones are ways of starting one project.
type start struct{ folder, first string }

func startOf(p *Project) start {
	first, _, _ := strings.Cut(p.Deployment, " + ")
	if first == "" {
		first = path.Base(p.File)
	}
	return start{path.Dir(p.File), first}
}

// Deployment returns the map with one way of starting each project: the one called name, or where name is "" the one with the most
// chains, of equal ones the first. A name is what Project.Deployment has, or the last file in it. The error says which names there are.
func (g *Graph) Deployment(name string) (*Graph, error) {
	chosen := map[start]int{}
	var names []string
	for i := range g.Projects {
		p := &g.Projects[i]
		if p.Deployment != "" {
			names = append(names, p.Deployment)
		}
		key := startOf(p)
		best, known := chosen[key]
		switch {
		case name != "" && !p.isCalled(name):
		case !known, len(g.routesOf(p)) > len(g.routesOf(&g.Projects[best])):
			chosen[key] = i
		}
	}
	if name != "" && len(chosen) == 0 {
		return nil, fmt.Errorf("no project is started as %q: %s", name, known(names))
	}
	one := *g
	one.Projects, one.Chains, one.others = nil, []Chain{}, map[start]int{}
	for i := range g.Projects {
		p := &g.Projects[i]
		if at, is := chosen[startOf(p)]; is && at == i {
			one.Projects = append(one.Projects, *p)
		}
		one.others[startOf(p)]++
	}
	for _, c := range g.Chains {
		c.routes = slices.DeleteFunc(slices.Clone(c.routes), func(r route) bool {
			return !slices.ContainsFunc(one.Projects, func(p Project) bool { return r.isOf(&p) })
		})
		if len(c.routes) == 0 {
			continue
		}
		c.Deployments = nil
		for _, r := range c.routes {
			if r.deployment != "" && !slices.Contains(c.Deployments, r.deployment) {
				c.Deployments = append(c.Deployments, r.deployment)
			}
		}
		one.Chains = append(one.Chains, c)
	}
	return &one, nil
}

func (p *Project) isCalled(name string) bool {
	files := strings.Split(p.Deployment, " + ")
	return p.Deployment == name || files[len(files)-1] == name
}

func known(names []string) string {
	if len(names) == 0 {
		return "every project is started in one way only"
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if more := len(names) - 10; more > 0 {
		names = append(names[:10:10], fmt.Sprintf("and %d more", more))
	}
	return "there are " + strings.Join(names, "; ")
}

func (r *route) isOf(p *Project) bool { return r.file == p.File && r.deployment == p.Deployment }

// routesOf returns the routes of all chains in a way of starting a project, with the severity of their chains.
func (g *Graph) routesOf(p *Project) []drawn {
	var all []drawn
	for i := range g.Chains {
		for j := range g.Chains[i].routes {
			if r := &g.Chains[i].routes[j]; r.isOf(p) {
				all = append(all, drawn{r, &g.Chains[i]})
			}
		}
	}
	return all
}

// drawn is a route of a chain.
type drawn struct {
	*route
	chain *Chain
}
