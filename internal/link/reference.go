package link

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
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

// Reference is a place that names a file.
type Reference struct {
	// Doc is the document that the place stands in where it is not the Compose document of the service.
	Doc  *source.Document
	Path source.Path
	// How is what the file is for: seccomp, env_file, config, secret, dockerfile, or what a kind.FileReader says.
	How string
	// Target is the file relative to the scanned root, or the text as written where it leads elsewhere.
	Target string
	State  State
	// Fault says what is wrong with a seccomp profile: missing, folder, empty, syntax, refused, no-filter or no-profile; "" when
	// nothing is, or nothing is known.
	Fault string
}

// refer finds out where a host path of the project leads.
func (c *stack) refer(at source.Path, how, host string) Reference {
	r := Reference{Path: at, How: how, Target: host, State: External}
	if source.IsUnknown(host) {
		r.State = Undetermined
		return r
	}
	file, inside := c.rootRelative(host)
	if !inside {
		return r
	}
	r.Target, r.State = file, Broken
	if c.files.Exists(file) {
		r.State = Resolved
	}
	return r
}

// referProfile is refer for a seccomp profile, and looks at what stands there.
func (c *stack) referProfile(at source.Path, host string) Reference {
	r := c.refer(at, "seccomp", host)
	switch {
	case r.State == Broken && c.files.IsFolder(r.Target):
		r.Fault = "folder"
	case r.State == Broken:
		r.Fault = "missing"
	case r.State == Resolved:
		r.Fault = c.profileFault(r.Target)
	}
	return r
}

// profileFault says what is wrong with a file that should be a seccomp profile, "" when nothing is or it cannot be told.
func (c *stack) profileFault(file string) string {
	f, err := c.files.Read(file)
	if err != nil {
		return ""
	}
	if len(bytes.TrimSpace(f.Content)) == 0 {
		return "empty"
	}
	var profile any
	if json.Unmarshal(bytes.TrimPrefix(f.Content, []byte("\ufeff")), &profile) != nil {
		return "syntax"
	}
	object, ok := profile.(map[string]any)
	if profile == nil || ok && len(object) == 0 {
		return "no-filter"
	}
	for key := range object {
		if slices.ContainsFunc(profileKeys, func(known string) bool { return strings.EqualFold(key, known) }) {
			return ""
		}
	}
	return "no-profile"
}

// profileKeys are the keys of which Docker's decoder needs one to make a filter.
var profileKeys = []string{"defaultAction", "syscalls"}

// readReferences finds the files that the service names, besides its mounts.
func (s *Service) readReferences() {
	if options := s.Node.Get("security_opt"); options != nil {
		for i, item := range options.Items {
			if profile, ok := seccompProfile(item.Value.Str()); ok {
				s.References = append(s.References, s.project.referProfile(s.path("security_opt", i), profile))
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
				if file := s.project.nodes.At(key, item.Value.Get("source").Str(), "file").Str(); file != "" {
					s.References = append(s.References, s.project.refer(s.path(key, i), strings.TrimSuffix(key, "s"), file))
				}
			}
		}
	}
}

// seccompProfile returns the file of a seccomp option; unconfined and builtin name no file.
func seccompProfile(option string) (string, bool) {
	value := kind.ProfileOf(option)
	if value == "" {
		return "", false
	}
	if !path.IsAbs(value) && !strings.HasPrefix(value, "~") && !source.BeginsUnknown(value) {
		value = "./" + value
	}
	return value, true
}

// concluded is the reference with what the document says that it leads to.
func (p *Project) concluded(r Reference) ReferenceFacts {
	facts := ReferenceFacts{Path: r.Path, How: r.How, Target: r.Target, State: r.State, Fault: r.Fault}
	if docs := p.byFile[r.Target]; len(docs) > 0 && r.State == Resolved {
		facts.Kind = docs[0].Kind
		if profile, ok := docs[0].Facts.(kind.Profile); ok && r.Fault == "" && profile.IsRefused() {
			facts.Fault = "refused"
		}
	}
	return facts
}
