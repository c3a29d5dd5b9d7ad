package compose

import (
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// references lists the files of other kinds that the services of a model name: files of variables and seccomp profiles.
func (p *project) references(model *source.Node) []kind.Reference {
	services := model.Get("services")
	if services == nil {
		return nil
	}
	var all []kind.Reference
	seen := map[kind.Reference]bool{}
	add := func(ref kind.Reference, host string) {
		if file, ok := p.rootPath(host); ok && p.files.Exists(file) {
			if ref.Path = file; !seen[ref] {
				seen[ref] = true
				all = append(all, ref)
			}
		}
	}
	for _, e := range services.Entries {
		if list := e.Value.Get("env_file"); list != nil {
			for _, item := range list.Items {
				add(kind.Reference{Kind: "app", IsPrivate: true}, item.Value.Get("path").Str())
			}
		}
		if options := e.Value.Get("security_opt"); options != nil {
			for _, item := range options.Items {
				if profile := profileOf(item.Value.Str()); profile != "" {
					add(kind.Reference{Kind: "seccomp"}, profile)
				}
			}
		}
	}
	return all
}

// profileOf returns the file of the seccomp profile in a security option, "" for any other. Docker splits an option at the first equals
// sign, and only without one at the first colon.
func profileOf(option string) string {
	key, value, found := strings.Cut(option, "=")
	if !found {
		key, value, _ = strings.Cut(option, ":")
	}
	if strings.TrimSpace(key) != "seccomp" || value == "unconfined" || value == "builtin" {
		return ""
	}
	return value
}
