package link

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// State says what became of a reference.
type State string

// The states of a reference.
const (
	// Resolved means that the file stands in the scanned root.
	Resolved State = "resolved"
	// Broken means that it should stand in the scanned root and does not.
	Broken State = "broken"
	// External means that it leads out of the scanned root.
	External State = "external"
	// Undetermined means that a variable without a value is part of it.
	Undetermined State = "unknown"
)

// Reference is a place in a Compose document that names a file.
type Reference struct {
	Path source.Path
	// How is what the file is for: seccomp, env_file, config, secret or dockerfile.
	How string
	// Target is the file relative to the scanned root, or the text as written where it leads elsewhere.
	Target string
	State  State
}

// refer finds out where a host path of the project leads.
func (c *compose) refer(at source.Path, how, host string) Reference {
	r := Reference{Path: at, How: how, Target: host, State: External}
	if strings.Contains(host, "${") {
		r.State = Undetermined
		return r
	}
	file, inside := c.rootRelative(host)
	if !inside {
		return r
	}
	r.Target, r.State = file, Broken
	if c.exists(file) {
		r.State = Resolved
	}
	return r
}

// readReferences finds the files that the service names, besides its mounts.
func (s *Service) readReferences() {
	if options := s.Node.Get("security_opt"); options != nil {
		for i, item := range options.Items {
			if profile, ok := seccompProfile(item.Value.Str()); ok {
				s.References = append(s.References, s.project.refer(s.path("security_opt", i), "seccomp", profile))
			}
		}
	}
	if files := s.Node.Get("env_file"); files != nil {
		for i, item := range files.Items {
			if file := item.Value.Get("path").Str(); file != "" {
				s.References = append(s.References, s.project.refer(s.path("env_file", i), "env_file", file))
			}
		}
	}
	for _, key := range []string{"configs", "secrets"} {
		if grants := s.Node.Get(key); grants != nil {
			for i, item := range grants.Items {
				if file := s.project.root.At(key, item.Value.Get("source").Str(), "file").Str(); file != "" {
					s.References = append(s.References, s.project.refer(s.path(key, i), strings.TrimSuffix(key, "s"), file))
				}
			}
		}
	}
}

// seccompProfile returns the file of a seccomp option. Docker splits an option at the first equals sign, and only without
// one at the first colon; unconfined and builtin name no file.
func seccompProfile(option string) (string, bool) {
	key, value, found := strings.Cut(option, "=")
	if !found {
		key, value, found = strings.Cut(option, ":")
	}
	if !found || strings.TrimSpace(key) != "seccomp" || value == "" || slices.Contains([]string{"unconfined", "builtin"}, value) {
		return "", false
	}
	if !path.IsAbs(value) && !strings.HasPrefix(value, "~") && !strings.HasPrefix(value, "${") {
		value = "./" + value
	}
	return value, true
}

func (r Reference) value(docs map[string]*source.Document) map[string]any {
	kind := ""
	if doc := docs[r.Target]; doc != nil && r.State == Resolved {
		kind = doc.Kind
	}
	return map[string]any{"path": []any(r.Path), "how": r.How, "target": r.Target, "state": string(r.State), "kind": kind}
}
