package compose

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// deployment is one way of starting a project: the files of `docker compose -f a -f b`, each overriding those before it.
type deployment []string

// String names the files without their common directory.
func (d deployment) String() string {
	names := make([]string, len(d))
	for i, file := range d {
		names[i] = path.Base(file)
	}
	return strings.Join(names, " + ")
}

// maxDeployments bounds how many ways of starting one project are looked at.
const maxDeployments = 50

// deployments lists the ways of starting the projects of a directory: what `docker compose up` takes by itself (main, override),
// COMPOSE_FILE in .env, the -f lists of scripts, and each other Compose file, on the main one where it cannot stand alone.
func deployments(files kind.Files, dir, main, override string) []deployment {
	var all []deployment
	add := func(d deployment) {
		if len(all) < maxDeployments && len(d) > 0 && !slices.ContainsFunc(all, func(known deployment) bool { return slices.Equal(known, d) }) {
			all = append(all, d)
		}
	}
	if main != "" {
		add(slices.DeleteFunc(deployment{main, override}, func(file string) bool { return file == "" }))
	}
	add(fromEnv(files, dir))
	folders := []string{dir, path.Join(dir, ".github/workflows"), path.Dir(dir), "."}
	for i, folder := range folders {
		if slices.Contains(folders[:i], folder) {
			continue // near the root they are the same
		}
		for _, d := range scripted(files, folder, dir) {
			add(d)
		}
	}
	for _, name := range files.List(dir) {
		file := path.Join(dir, name)
		if named(name) && file != override && !slices.ContainsFunc(all, func(d deployment) bool { return slices.Contains(d, file) }) {
			add(variant(files, main, file))
		}
	}
	return all
}

// startable is what a folder's projects can be started as.
type startable struct {
	main string // the file that `docker compose up` takes by itself, "" for none
	all  []deployment
}

func startableIn(files kind.Files, dir string) startable {
	return files.Once("deployments of "+dir, func(files kind.Files) any {
		main, override := automatic(files, dir)
		return startable{main, deployments(files, dir, main, override)}
	}).(startable)
}

// deploymentsOf returns the deployments that a file has the documents for: the automatic one for the main file, every other for its
// last file. A file that is part of none stands alone.
func deploymentsOf(files kind.Files, file string) (mine []deployment, several bool) {
	in := startableIn(files, path.Dir(file))
	part := false
	for i, d := range in.all {
		owner := d[len(d)-1]
		if i == 0 && d[0] == in.main {
			owner = in.main
		}
		if owner == file {
			mine = append(mine, d)
		}
		part = part || slices.Contains(d, file)
	}
	if !part {
		mine = append(mine, deployment{file})
	}
	return mine, len(in.all) > 1
}

// fromEnv reads COMPOSE_FILE of the project's .env.
func fromEnv(files kind.Files, dir string) deployment {
	env := (&assembly{files: files}).readEnv(path.Join(dir, ".env"), false)
	separator := env["COMPOSE_PATH_SEPARATOR"]
	if separator == "" {
		separator = ":"
	}
	if env["COMPOSE_FILE"] == "" {
		return nil
	}
	return resolved(files, dir, dir, strings.Split(env["COMPOSE_FILE"], separator))
}

// resolved makes a deployment of names that are relative to a folder. It is empty unless every file exists and the first one
// stands in the project directory.
func resolved(files kind.Files, folder, dir string, names []string) deployment {
	var d deployment
	for _, name := range names {
		file := path.Join(folder, name)
		if strings.Contains(name, "$") || !files.Exists(file) {
			return nil
		}
		d = append(d, file)
	}
	if len(d) == 0 || path.Dir(d[0]) != dir {
		return nil
	}
	return d
}

// variant returns how a Compose file is started that nothing names: on the main file when one of its services is a fragment
// of a service there, else by itself.
func variant(files kind.Files, main, file string) deployment {
	if main == "" || main == file {
		return deployment{file}
	}
	base, err := files.Parse(main)
	if err != nil {
		return deployment{file}
	}
	roots, err := files.Parse(file)
	if err != nil {
		return nil // a problem of its own
	}
	for _, root := range roots {
		for name, service := range servicesOf(root) {
			if isFragment(service) && len(base) > 0 && base[0].At("services", name) != nil {
				return deployment{main, file}
			}
		}
	}
	return deployment{file}
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

// isScript reports whether a file may hold calls of docker compose: a build file, a shell script, a description of CI.
func isScript(name string, inWorkflows bool) bool {
	switch {
	case slices.Contains([]string{".sh", ".bash", ".mk"}, path.Ext(name)):
		return true
	case source.FormatOf(name) == source.YAML:
		return inWorkflows || name == ".gitlab-ci.yml" || strings.HasPrefix(strings.ToLower(name), "taskfile.")
	}
	switch name {
	case "Makefile", "makefile", "GNUmakefile", "justfile", "Justfile", "package.json":
		return true
	}
	return false
}

// scripted lists the deployments of a directory that the scripts of a folder start.
func scripted(files kind.Files, folder, dir string) []deployment {
	var list []deployment
	isWorkflows := path.Base(folder) == "workflows"
	for _, name := range files.List(folder) {
		if !isScript(name, isWorkflows) {
			continue
		}
		f, err := files.Read(path.Join(folder, name))
		if err != nil {
			continue
		}
		start := folder
		if isWorkflows {
			start = path.Dir(path.Dir(folder))
		}
		for _, names := range fileLists(string(f.Content)) {
			if d := resolved(files, start, dir, names); d != nil {
				list = append(list, d)
			}
		}
	}
	return list
}

var (
	invocation   = regexp.MustCompile(`docker[ -]compose((?:[ \t]+[^\s;&|]+)+)`)
	continuation = regexp.MustCompile(`\\\r?\n[ \t]*`)
)

// fileLists returns the files behind -f of every call of docker compose in a script.
func fileLists(script string) [][]string {
	if !strings.Contains(script, "compose") {
		return nil
	}
	var lists [][]string
	for _, match := range invocation.FindAllStringSubmatch(continuation.ReplaceAllString(script, " "), -1) {
		if files := filesOf(strings.Fields(match[1])); len(files) > 0 {
			lists = append(lists, files)
		}
	}
	return lists
}

func filesOf(words []string) []string {
	var files []string
	for i := 0; i < len(words) && strings.HasPrefix(words[i], "-"); i++ {
		flag, value, joined := strings.Cut(words[i], "=")
		switch {
		case flag == "-f" || flag == "--file":
			if !joined && i+1 < len(words) {
				i++
				value = words[i]
			}
			files = append(files, strings.Trim(value, `"'`))
		case !joined && slices.Contains([]string{"-p", "--project-name", "--env-file", "--profile", "--project-directory", "--context", "--ansi", "--progress", "--parallel"}, flag):
			i++
		}
	}
	return files
}
