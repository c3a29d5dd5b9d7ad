package compose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// developed matches names of profiles and build targets that developers and tests use.
var developed = lazyregexp.New(`(?i)^(.*[._-])?(dev|devel|develop|development|debug|local|tests?|testing|e2e|ci)([._-].*)?$`)

// inactive returns why nothing starts services, by name: those that are scaled to 0, and those behind profiles that nothing in the
// scanned root asks for. A service that another one waits for is started with it.
func inactive(model *source.Node, d deployment) map[string]string {
	found := map[string]string{}
	services := model.Get("services")
	if services == nil {
		return found
	}
	for _, e := range services.Entries {
		if reason := idle(e.Key, e.Value, d); reason != "" {
			found[e.Key] = reason
		}
	}
	for _, e := range services.Entries {
		if found[e.Key] == "" {
			for _, awaited := range dependenciesOf(e.Value) {
				delete(found, awaited.on)
			}
		}
	}
	return found
}

// idle returns why a deployment does not start a service, "" where it does.
func idle(name string, service *source.Node, d deployment) string {
	scale := service.Get("scale")
	if scale == nil {
		scale = service.At("deploy", "replicas")
	}
	if scale != nil && scale.Scalar == int64(0) {
		return fmt.Sprintf("service %q is scaled to 0", name)
	}
	profiles := texts(service.Get("profiles"))
	if len(profiles) == 0 || slices.Contains(d.profiles, "*") || slices.Contains(d.services, name) ||
		slices.ContainsFunc(profiles, func(profile string) bool { return source.IsUnknown(profile) || slices.Contains(d.profiles, profile) }) {
		return ""
	}
	return fmt.Sprintf("service %q is behind profile %s, which nothing in the scanned root starts", name, strings.Join(profiles, " or "))
}

// tags say which services do not run for real: those that nothing starts, and those that are built or started for development.
func tags(model *source.Node, inactive map[string]string) []source.Tag {
	services := model.Get("services")
	if services == nil {
		return nil
	}
	var all []source.Tag
	for _, e := range services.Entries {
		at := source.Path{"services", e.Key}
		if reason := inactive[e.Key]; reason != "" {
			all = append(all, source.Tag{Name: source.TagInactive, Reason: reason, Path: at})
			continue
		}
		profiles := texts(e.Value.Get("profiles"))
		isOther := func(profile string) bool { return !developed.MatchString(profile) }
		switch target := e.Value.At("build", "target").Str(); {
		case developed.MatchString(target):
			all = append(all, source.Tag{Name: source.TagDevelopment, Reason: fmt.Sprintf("service %q is built for target %q", e.Key, target), Path: at})
		case len(profiles) > 0 && !slices.ContainsFunc(profiles, isOther):
			all = append(all, source.Tag{
				Name: source.TagDevelopment, Reason: fmt.Sprintf("service %q is started with profile %s", e.Key, strings.Join(profiles, " or ")), Path: at,
			})
		}
	}
	return all
}
