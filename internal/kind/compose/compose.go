// Package compose recognises Docker Compose files and works out the effective model that `docker compose up` would run:
// interpolation, extends, include, the override file, short syntax in long form. compose-go decides every value; this
// package remembers where each one was written.
package compose

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "compose"

// The names that `docker compose` looks for without -f, in its order of preference
// (https://github.com/compose-spec/compose-go/blob/main/cli/options.go).
var (
	mainNames     = []string{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"}
	overrideNames = []string{"compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"}
)

// Kind returns the kind.
func Kind() kind.Kind {
	return kind.Kind{
		Name:   Name,
		Hints:  []string{"services"},
		Named:  named,
		Taken:  taken,
		Format: source.YAML, Started: started, Templates: true,
		Detect: detect,
		Expand: expand, Fragment: fragment,
		Facts: (*Facts)(nil),
	}
}

var namePattern = lazyregexp.New(`(?i)^((docker-)?compose([._-][\w.-]+)?|[\w.-]+[._-](docker-)?compose)$`)

func named(base string) bool {
	stem, format := source.CutFormat(source.CutTemplate(base))
	return format == source.YAML && namePattern.MatchString(stem)
}

// taken reports whether `docker compose` looks for a file of that name; where file names have no case, it finds Compose.YML too.
func taken(base string) bool {
	return slices.Contains(mainNames, strings.ToLower(base)) || slices.Contains(overrideNames, strings.ToLower(base))
}

// detect reports whether a tree is a Compose file. Under a telling name it is one unless it says of itself that it is something
// else: what is wrong with its services is a problem of the file, and must not hide those beside them.
func detect(root *source.Node, named bool) bool {
	if root == nil || root.Kind != source.Mapping {
		return false
	}
	services := root.Get("services")
	described := services != nil && services.Kind == source.Mapping && servicesLookRight(services)
	switch {
	case !named:
		return described && !isOther(root) && rootLooksRight(root)
	case isOther(root) && !described:
		return false
	case services == nil:
		return isPartial(root) || isV1(root)
	}
	return true
}

// isOther reports whether the tree says of itself that it is something else: a Kubernetes manifest, an API description,
// a workflow.
func isOther(root *source.Node) bool {
	for _, key := range []string{"apiVersion", "openapi", "swagger", "asyncapi", "jobs", "runs-on", "stages", "pipeline"} {
		if root.Get(key) != nil && !isServiceLike(root.Get(key)) {
			return true
		}
	}
	return false
}

// isPartial reports whether a tree without services is part of a Compose project all the same.
func isPartial(root *source.Node) bool {
	return rootLooksRight(root) && slices.ContainsFunc(root.Entries, func(e source.Entry) bool {
		return slices.Contains([]string{"include", "networks", "volumes", "secrets", "configs"}, e.Key)
	})
}

// isV1 reports whether the tree is in the format of 2014, which has the services at the top.
func isV1(root *source.Node) bool {
	return len(root.Entries) > 0 && !slices.ContainsFunc(root.Entries, func(e source.Entry) bool { return !isServiceLike(e.Value) })
}

func isServiceLike(n *source.Node) bool {
	return n.Get("image").Str() != "" || n.Get("build") != nil && knownKeys(n) >= 0.5
}

func rootLooksRight(root *source.Node) bool {
	for _, e := range root.Entries {
		if !fileShape.shape().names(e.Key) {
			return false
		}
	}
	return true
}

// servicesLookRight asks for one service that could be started, or that only a Compose file would describe so, and for keys that are
// mostly known: a Helm values file may hold services too. Beside a service that is right in all of its keys another may be anything:
// what is wrong with one must not hide the others.
func servicesLookRight(services *source.Node) bool {
	telling, isRight, isWrong := false, false, false
	for _, e := range services.Entries {
		known := knownKeys(e.Value)
		isService := e.Value.Kind == source.Mapping || e.Value.Kind == source.Null || isReplaced(e.Value)
		if !isService || e.Value.Kind == source.Mapping && known < 0.7 {
			isWrong = true
			continue
		}
		image := e.Value.Get("image")
		runnable := image != nil && image.Kind != source.Mapping || e.Value.Get("build") != nil || e.Value.Get("extends") != nil
		telling = telling || runnable || known == 1 && isTellingFragment(e.Value)
		isRight = isRight || runnable && known == 1
	}
	return telling && (isRight || !isWrong)
}

// isTellingFragment reports whether a service without image holds what makes up most override files.
func isTellingFragment(service *source.Node) bool {
	for _, key := range []string{"volumes", "ports", "environment", "depends_on", "env_file"} {
		if n := service.Get(key); n != nil && (n.Kind == source.Sequence || n.Kind == source.Mapping) {
			return true
		}
	}
	return false
}

// knownKeys returns the share of a service's keys that the specification knows.
func knownKeys(service *source.Node) float64 {
	if len(service.Entries) == 0 {
		return 1
	}
	known := 0
	for _, e := range service.Entries {
		if serviceShape.shape().names(e.Key) || e.Key == "<<" {
			known++
		}
	}
	return float64(known) / float64(len(service.Entries))
}
