package compose

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// references lists the files of other kinds that the services of a model name: files of variables, seccomp profiles, and what they
// mount or copy, of which the model does not say what it is.
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
	mount := func(host string) {
		if file, ok := p.rootPath(host); ok {
			if ref := (kind.Reference{Path: file}); !seen[ref] {
				seen[ref] = true
				all = append(all, ref)
			}
		}
	}
	for _, section := range []string{"configs", "secrets"} {
		if resources := model.Get(section); resources != nil {
			for _, e := range resources.Entries {
				mount(e.Value.Get("file").Str())
			}
		}
	}
	for _, e := range services.Entries {
		if volumes := e.Value.Get("volumes"); volumes != nil {
			for _, item := range volumes.Items {
				if item.Value.Get("type").Str() == "bind" {
					mount(item.Value.Get("source").Str())
				}
			}
		}
		if list := e.Value.Get("env_file"); list != nil {
			for _, item := range list.Items {
				add(kind.Reference{Kind: "app", IsPrivate: true}, item.Value.Get("path").Str())
			}
		}
		if options := e.Value.Get("security_opt"); options != nil {
			for _, item := range options.Items {
				if profile := kind.ProfileOf(item.Value.Str()); profile != "" {
					add(kind.Reference{Kind: "seccomp"}, profile)
				}
			}
		}
	}
	return all
}
