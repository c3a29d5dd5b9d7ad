package gvisor_test

import (
	"testing"

	"github.com/seclint/seclint/internal/kind/gvisor"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// FuzzExpand feeds TOML and JSON: nothing may crash, and every flag must stand in the file.
func FuzzExpand(f *testing.F) {
	f.Add("debug = true\n[runsc_config]\nnetwork = 'host'", false)
	f.Add("[plugins.a.runtimes.runsc]\nruntime_type = 'io.containerd.runsc.v1'\n[plugins.a.runtimes.runsc.options]\nConfigPath = 1", false)
	f.Add("runsc_config = {a = [], b = {c = 1}}\n[[x]]\ndebug = 1979-05-27", false)
	f.Add(`{"runtime": "runsc", "runtimeArgs": ["--debug", "-", "--network host", 7, "--metric-server=:1"]}`, true)
	f.Fuzz(func(t *testing.T, content string, isJSON bool) {
		file := source.NewFile("runsc.toml", []byte(content))
		parse := source.ReadTOML
		if isJSON {
			parse = source.ReadJSON
		}
		root, err := parse(file, source.DefaultLimits())
		if err != nil || !gvisor.Kind().Detect(root, true) {
			return
		}
		docs, _ := gvisor.Kind().Expand(nil, file, []*source.Node{root})
		facts := docs[0].Facts.(*runsc.Facts).Runsc
		var paths []source.Path
		for _, flag := range facts.Flags {
			paths = append(paths, flag.Path)
		}
		for _, stray := range facts.Strays {
			paths = append(paths, stray.Path)
		}
		for _, runtime := range facts.Runtimes {
			paths = append(paths, runtime.Path)
		}
		for _, path := range paths {
			if place := root.Locate(path); place.Found != len(path) {
				t.Fatalf("%v leads nowhere", path)
			}
		}
	})
}
