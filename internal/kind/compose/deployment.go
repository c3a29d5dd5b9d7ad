package compose

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// deployment is one way of starting a project.
type deployment struct {
	// files are those of `docker compose -f a -f b`, each overriding those before it.
	files []string
	// envFiles are those of --env-file, none for the .env of the project directory.
	envFiles []string
	// dir is the project directory, "" for the folder of the first file.
	dir string
	// profiles are those that something starts the project with, services those that it starts by name.
	profiles, services []string
	// isDocumented is set where documentation alone says how the files are started: that is an example rather than a deployment.
	isDocumented bool
	// isAutomatic is set where Compose takes the files by itself.
	isAutomatic bool
	// isOverridden is set where the files are those that Compose takes by itself without the override, which changes them.
	isOverridden bool
	// isDeclared is set where COMPOSE_FILE or a script names the files, and not only their own names.
	isDeclared bool
}

// alone is a deployment of files that only their own names tell of.
func alone(files ...string) deployment { return deployment{files: files} }

// directory returns the folder that relative paths start at.
func (d deployment) directory() string {
	if d.dir != "" {
		return d.dir
	}
	return path.Dir(d.files[0])
}

// owner returns the file that has the document of the deployment: the main file of what Compose takes by itself, else the last one.
func (d deployment) owner() string {
	if d.isAutomatic {
		return d.files[0]
	}
	return d.files[len(d.files)-1]
}

// isSame reports whether two deployments start the same model.
func (d deployment) isSame(other deployment) bool {
	return slices.Equal(d.files, other.files) && slices.Equal(d.envFiles, other.envFiles) && d.directory() == other.directory()
}

// String names the files without their common directory.
func (d deployment) String() string {
	names := make([]string, len(d.files))
	for i, file := range d.files {
		names[i] = path.Base(file)
	}
	text := strings.Join(names, " + ")
	if len(d.envFiles) > 0 {
		names = names[:0]
		for _, file := range d.envFiles {
			names = append(names, path.Base(file))
		}
		text += " with " + strings.Join(names, " + ")
	}
	return text
}

// maxDeployments bounds how many ways of starting one project are looked at.
const maxDeployments = 50

// startable is what the projects of a folder can be started as.
type startable struct {
	all []deployment
	// left are the first files of those ways that are too many.
	left []string
}

// add takes up a deployment. What is known of one that starts the same files comes together.
func (s *startable) add(d deployment) {
	if len(d.files) == 0 {
		return
	}
	for i := range s.all {
		if known := &s.all[i]; known.isSame(d) {
			known.isDeclared = known.isDeclared || d.isDeclared
			known.profiles = append(known.profiles, d.profiles...)
			known.services = append(known.services, d.services...)
			return
		}
	}
	if len(s.all) < maxDeployments {
		s.all = append(s.all, d)
	} else {
		s.left = append(s.left, d.owner())
	}
}

// note takes up which profiles and services a documented call starts, in every deployment that has its first file.
func (s *startable) note(d deployment) {
	for i := range s.all {
		if known := &s.all[i]; slices.Contains(known.files, d.files[0]) {
			known.profiles = append(known.profiles, d.profiles...)
			known.services = append(known.services, d.services...)
		}
	}
}

// startableIn lists the ways of starting the projects of a folder: what `docker compose up` takes by itself (main, override),
// COMPOSE_FILE in .env, the calls in scripts, and each other Compose file, on the main one where it cannot stand alone.
func startableIn(files kind.Files, dir string) startable {
	return files.Once("deployments of "+dir, func(files kind.Files) any {
		main, override := automatic(files, dir)
		s := startable{}
		if main != "" {
			s.add(deployment{files: both(main, override), isAutomatic: true})
			if override != "" && replaces(files, main, override) {
				s.add(deployment{files: []string{main}, isOverridden: true})
			}
		}
		s.add(fromEnv(files, dir))
		called := calledFrom(files).in[dir]
		for _, d := range called {
			if !d.isDocumented {
				s.add(d)
			}
		}
		for _, name := range files.List(dir) {
			file := path.Join(dir, name)
			if named(name) && file != override && !slices.ContainsFunc(s.all, func(d deployment) bool { return slices.Contains(d.files, file) }) {
				s.add(variant(files, main, file))
			}
		}
		for _, d := range called {
			if d.isDocumented {
				s.note(d)
			}
		}
		for i := range s.all {
			if d := &s.all[i]; len(d.envFiles) == 0 && d.directory() == dir {
				d.profiles = append(d.profiles, composeSettings(files, dir).profiles()...)
			}
		}
		return s
	}).(startable)
}

// deploymentsOf returns the deployments that a file has the documents for, and how many others it has that are not looked at. A file
// that is part of none stands alone.
func deploymentsOf(files kind.Files, file string) (mine []deployment, several bool, left int) {
	in := startableIn(files, path.Dir(file))
	for _, owner := range in.left {
		if owner == file {
			left++
		}
	}
	part := false
	for _, d := range in.all {
		if d.owner() == file {
			mine = append(mine, d)
		}
		part = part || slices.Contains(d.files, file)
	}
	if !part {
		mine = append(mine, alone(file))
	}
	return mine, len(in.all) > 1, left
}

// automatic returns the main and the override file that `docker compose` would take in a directory, "" where it has none.
// A main file that cannot be parsed does not count.
func automatic(files kind.Files, dir string) (main, override string) {
	find := func(names []string) string {
		for _, name := range names {
			file := path.Join(dir, name)
			if !files.Exists(file) {
				continue
			}
			if _, err := files.Parse(file); err == nil {
				return file
			}
		}
		return ""
	}
	return find(mainNames), find(overrideNames)
}

// both returns the main file and the override file, if there is one.
func both(main, override string) []string {
	if override == "" {
		return []string{main}
	}
	return []string{main, override}
}

// fromEnv reads COMPOSE_FILE of the project's .env.
func fromEnv(files kind.Files, dir string) deployment {
	env := composeSettings(files, dir)
	names := env.files()
	if len(names) == 0 {
		return deployment{}
	}
	d := deployment{isDeclared: true}
	if d.files = existing(files, dir, names); len(d.files) == 0 || path.Dir(d.files[0]) != dir {
		return deployment{}
	}
	return d
}

// existing returns the paths of files that are named relative to a folder, nil unless all of them exist.
func existing(files kind.Files, folder string, names []string) []string {
	paths := make([]string, len(names))
	for i, name := range names {
		if paths[i] = path.Join(folder, name); strings.Contains(name, "$") || !files.Exists(paths[i]) {
			return nil
		}
	}
	return paths
}

// variant returns how a Compose file is started that nothing names: on the main file when one of its services is a fragment
// of a service there, else by itself.
func variant(files kind.Files, main, file string) deployment {
	if main == "" || main == file {
		return alone(file)
	}
	base, err := files.Parse(main)
	if err != nil {
		return alone(file)
	}
	roots, err := files.Parse(file)
	if err != nil {
		return deployment{} // a problem of its own
	}
	for _, root := range roots {
		for name, service := range servicesOf(root) {
			if isFragment(service) && len(base) > 0 && base[0].At("services", name) != nil {
				return alone(main, file)
			}
		}
	}
	return alone(file)
}

func servicesOf(root *source.Node) map[string]*source.Node {
	services := map[string]*source.Node{}
	if n := root.Get("services"); n != nil {
		for _, e := range n.Entries {
			services[e.Key] = e.Value
		}
	}
	return services
}

// isFragment reports whether a service cannot run by itself.
func isFragment(service *source.Node) bool {
	for _, key := range []string{"image", "build", "extends", "provider"} {
		if service.Get(key) != nil {
			return false
		}
	}
	return true
}
