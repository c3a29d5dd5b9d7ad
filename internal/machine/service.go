package machine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/governance"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// aboutReach are the rules of which a finding says nothing but that something can be reached.
var aboutReach = []string{"compose/port-all-interfaces", "compose/admin-ui-exposed"}

// Services compares the published ports of the Compose services that have a role with what it expects. It returns the findings with those
// about expected ports informational, and with one for each port that nothing else reports and that is not expected. The findings
// given are not changed.
func Services(findings []finding.Finding, project *link.Project, in Input) []finding.Finding {
	if !slices.ContainsFunc(in.Config.Expected, func(r config.ExpectedRole) bool { return r.Services != nil }) {
		return findings
	}
	all := slices.Clone(findings)
	for _, s := range project.Services {
		for i := range in.Config.Expected {
			role := &in.Config.Expected[i]
			if config.MatchAny(role.Services, s.Name) {
				all = compareService(all, s, role, in)
			}
		}
	}
	return all
}

func compareService(all []finding.Finding, s *link.Service, role *config.ExpectedRole, in Input) []finding.Finding {
	for _, p := range s.Ports {
		if !p.Exposure.BeyondHost() {
			continue
		}
		e := expectedPort(role, p)
		known := false
		for i := range all {
			f := &all[i]
			if !slices.Contains(aboutReach, f.Rule) || f.Document != s.Doc.File.Path || !isAt(f.Path, p.Path) {
				continue
			}
			if known = true; e != nil {
				f.Severity, f.Situation, f.Because = finding.None, "", because(role, e)
				f.Related = append(slices.Clone(f.Related), finding.Related{At: e.At, Message: "expects it"})
			}
		}
		if e == nil && !known {
			message := fmt.Sprintf("service %q publishes port %s, which its role %s does not expect", s.Name, published(p), role.Name)
			all = append(all, governance.Finding(in.Catalogue, rules.ExposureUnexpected, s.At(p.Path), message, s.Name, published(p)))
		}
	}
	return all
}

// isAt reports whether a finding is about a port: at its entry, or in it.
func isAt(path, port source.Path) bool {
	return len(path) >= len(port) && slices.Equal(path[:len(port)], port)
}

func published(p link.Port) string {
	if p.Published != "" {
		return p.Published
	}
	return strconv.Itoa(p.First)
}

// expectedPort returns what a role says of a published port, nil where it is not on the list or is reached from further away than the list allows.
func expectedPort(role *config.ExpectedRole, p link.Port) *config.ExpectedListener {
	for i := range role.Listeners {
		e := &role.Listeners[i]
		port := strconv.Itoa(e.Port)
		if e.Port == 0 || published(p) != port || e.Protocol != "" && p.Protocol != "" && !strings.EqualFold(e.Protocol, p.Protocol) {
			continue
		}
		if e.Within == "" || p.Exposure <= exposureOf(e.Within) {
			return e
		}
	}
	return nil
}

func exposureOf(word string) link.Exposure {
	for e := link.Loopback; e <= link.AllInterfaces; e++ {
		if e.String() == word {
			return e
		}
	}
	return link.AllInterfaces
}
