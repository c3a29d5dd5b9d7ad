package envoy

import (
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what policies look for in an Envoy configuration. It implements kind.Program, kind.Router and kind.FileReader.
type Facts struct {
	Envoy object   `json:"envoy"`
	Lua   []object `json:"lua"`
	// LuaFiles are the files with Lua that filters name.
	LuaFiles []object `json:"lua_files"`
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// ImageNames implements kind.Program.
func (*Facts) ImageNames() []string { return []string{"envoy"} }

// ContainerFiles implements kind.FileReader.
func (f *Facts) ContainerFiles() []kind.ContainerFile {
	files := make([]kind.ContainerFile, len(f.LuaFiles))
	for i, o := range f.LuaFiles {
		files[i] = kind.ContainerFile{Path: o["path"].([]any), Name: o["filename"].(string), How: "lua"}
	}
	return files
}

// Upstreams implements kind.Router.
func (f *Facts) Upstreams(address source.Path) []kind.Upstream {
	clusters := map[any]bool{}
	for i, listener := range f.Envoy["listeners"].([]any) {
		if !slices.Equal(listener.(object)["address"].([]any), []any(address)) {
			continue
		}
		for _, from := range slices.Concat(f.Envoy["routes"].([]any), f.Envoy["network_filters"].([]any)) {
			if from.(object)["listener"] == i {
				for _, name := range from.(object)["clusters"].([]any) {
					clusters[name] = true
				}
			}
		}
	}
	var all []kind.Upstream
	for _, cluster := range f.Envoy["clusters"].([]any) {
		if !clusters[cluster.(object)["name"]] {
			continue
		}
		for _, endpoint := range cluster.(object)["endpoints"].([]any) {
			e := endpoint.(object)
			u := kind.Upstream{Path: e["path"].([]any), Host: e["host"].(string), Port: int(e["port"].(int64)), Protocol: "tcp"}
			if e["protocol"] == "UDP" {
				u.Protocol = "udp"
			}
			all = append(all, u)
		}
	}
	return all
}
