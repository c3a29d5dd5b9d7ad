package lsp

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

func (s *server) addFolder(folder string) {
	if folder != "" && filepath.IsAbs(folder) && !slices.Contains(s.folders, folder) {
		s.folders = append(s.folders, folder)
	}
}

func (s *server) didChangeFolders(params didChangeFoldersParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, folder := range params.Event.Removed {
		gone := fileOf(folder.URI)
		s.folders = slices.DeleteFunc(s.folders, func(f string) bool { return f == gone })
	}
	for _, folder := range params.Event.Added {
		s.addFolder(fileOf(folder.URI))
	}
	s.arrange()
}

// arrange makes a project of each root that the folders of the workspace have, and puts every document where it belongs.
func (s *server) arrange() {
	wanted := map[string]*project{}
	var order []string
	for _, folder := range s.folders {
		real, err := filepath.EvalSymlinks(folder)
		if err != nil {
			go s.log(logWarning, fmt.Sprintf("%s cannot be looked at: it is no folder", folder))
			continue
		}
		dir := s.opts.Root(real)
		p := wanted[dir]
		if p == nil {
			p = &project{dir: dir, spelled: place{folder, real}.above(dir)}
			wanted[dir], order = p, append(order, dir)
		}
		below, _ := filepath.Rel(dir, real)
		p.paths = append(p.paths, filepath.ToSlash(below))
	}
	for _, p := range s.projects {
		if p.purpose != ofWorkspace {
			continue
		}
		if next := wanted[p.dir]; next != nil && slices.Equal(next.paths, p.paths) {
			wanted[p.dir] = nil
		} else {
			s.remove(p)
		}
	}
	for _, dir := range order {
		if p := wanted[dir]; p != nil {
			s.add(p)
		}
	}
	for _, d := range s.documents {
		s.assign(d)
	}
	s.prune()
}

// add opens a project and has it scanned.
func (s *server) add(p *project) {
	p.base = nothing{}
	if p.dir != "" {
		root, err := os.OpenRoot(p.dir)
		if err != nil {
			go s.log(logWarning, fmt.Sprintf("%s cannot be looked at: %v", p.dir, err))
			return
		}
		p.root, p.base = root, root.FS()
	}
	p.done = make(chan struct{})
	s.projects = append(s.projects, p)
	s.changed(p)
}

// remove has the analyst take back what was said about a project.
func (s *server) remove(p *project) {
	p.isRemoved = true
	s.changed(p)
}

// prune removes the projects that only closed documents were for.
func (s *server) prune() {
	for _, p := range s.projects {
		if p.purpose == ofWorkspace || p.isRemoved {
			continue
		}
		isUsed := false
		for _, d := range s.documents {
			isUsed = isUsed || d.project == p
		}
		if !isUsed {
			s.remove(p)
		}
	}
}

// assign puts a document into the project that it is part of: that of the innermost folder of the workspace, or one of its own.
func (s *server) assign(d *document) {
	before := d.project
	d.project, d.name = s.projectOf(d)
	if before != d.project {
		s.changed(before)
	}
	s.changed(d.project)
}

func (s *server) projectOf(d *document) (*project, string) {
	scheme, rest, _ := strings.Cut(d.uri, ":")
	switch {
	case d.at.real == "" && scheme == "untitled":
		return s.projectFor(project{purpose: untitled, uri: d.uri}), untitledName(rest, d.language)
	case d.at.real == "":
		return nil, "" // another view of a file, such as an older revision
	}
	var best *project
	for _, p := range s.projects {
		if p.purpose == ofWorkspace && !p.isRemoved && p.covers(d.at.real) && (best == nil || len(p.dir) > len(best.dir)) {
			best = p
		}
	}
	if best == nil {
		folder := existing(filepath.Dir(d.at.real))
		dir := s.opts.Root(folder)
		below, _ := filepath.Rel(dir, folder)
		best = s.projectFor(project{purpose: loose, dir: dir, spelled: d.at.above(dir), paths: []string{filepath.ToSlash(below)}})
	}
	name, _ := filepath.Rel(best.dir, d.at.real)
	return best, filepath.ToSlash(name)
}

// projectFor returns the project like another, which is added where there is none.
func (s *server) projectFor(like project) *project {
	for _, p := range s.projects {
		if !p.isRemoved && p.purpose == like.purpose && p.dir == like.dir && p.uri == like.uri && slices.Equal(p.paths, like.paths) {
			return p
		}
	}
	s.add(&like)
	return &like
}

// existing returns a folder, or the nearest one around it that exists.
func existing(folder string) string {
	for {
		if info, err := os.Stat(folder); err == nil && info.IsDir() || filepath.Dir(folder) == folder {
			return folder
		}
		folder = filepath.Dir(folder)
	}
}

// untitledName returns the name for a text that has no file: the one that its URI has, or that of a typical file of its language.
func untitledName(opaque, language string) string {
	if base := path.Base(opaque); source.FormatOf(base) != nil {
		return base
	}
	names := map[string]string{
		"dockercompose": "compose.yaml", "dockerfile": "Dockerfile", "dotenv": ".env", "properties": "untitled.properties",
		"json": "untitled.json", "jsonc": "untitled.json", "toml": "untitled.toml", "nginx": "nginx.conf", "NGINX": "nginx.conf",
		"python": "untitled.py", "javascript": "untitled.js", "typescript": "untitled.ts", "go": "untitled.go", "lua": "untitled.lua",
		"shellscript": "untitled.sh", "html": "untitled.html",
	}
	if name := names[language]; name != "" {
		return name
	}
	return "untitled.yaml"
}

// maxSiblings bounds the files beside one that is open outside of a workspace.
const maxSiblings = 1000

// siblings returns the files in a folder that may belong together, without what is in its folders: nobody said that the folder is a
// project, and it may be the home of a user.
func siblings(root fs.FS, folder string) []string {
	entries, err := fs.ReadDir(root, folder)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && source.FormatOf(path.Join(folder, e.Name())) != nil && len(names) < maxSiblings {
			names = append(names, path.Join(folder, e.Name()))
		}
	}
	return names
}
