package scan

import (
	"context"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind/seccomp"
	"github.com/seclint/seclint/internal/link"
)

// profiles loads and links anew with the files that nothing but the documents that name them shows to be seccomp profiles. They
// are among the paths of the scan, and neither ignored nor excluded.
func (r *run) profiles(ctx context.Context, v *view) {
	wanted := v.project.WantedProfiles()
	if wanted == nil {
		return
	}
	known := map[string]bool{}
	for _, f := range v.Files {
		known[f.Path] = true
	}
	found, _ := discover.Files(ctx, r.Root, r.Paths, r.discovery(wanted))
	changed := false
	for _, file := range found {
		if known[file.Path] || !wanted(file.Path) {
			continue
		}
		file.As, changed = seccomp.Name, true
		at, found := slices.BinarySearchFunc(v.files, file, func(a, b discover.File) int { return strings.Compare(a.Path, b.Path) })
		if found {
			v.files[at] = file
		} else {
			v.files = slices.Insert(v.files, at, file)
		}
	}
	if changed {
		v.Result = r.loader.Documents(ctx, r.Root, v.files, r.Overlay)
		v.project = link.Link(ctx, v.Documents, v.Result.Root, r.opts.Config.Roles)
	}
}
