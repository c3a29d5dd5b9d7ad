package compose

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// call is a call of docker compose in a script, with names as written.
type call struct {
	// script is the file that has the call, folder the one in which it starts: the names may be relative to it.
	script, folder     string
	files, envFiles    []string
	dir                string
	profiles, services []string
	// isDocumented is set for a call in documentation: it says which profiles are started, and of files only what may be.
	isDocumented bool
}

// maxScripts bounds how many scripts of one scan are read for calls.
const maxScripts = 5000

// called is what the scripts of the scanned root start.
type called struct {
	// in has the deployments by the folder of their first file.
	in map[string][]deployment
	// outside names the files that a script starts and that are not in the scanned root.
	outside []kind.Reference
}

// calledFrom returns what the scripts of the scanned root start.
func calledFrom(files kind.Files) called {
	return files.Once("calls of docker compose", func(files kind.Files) any {
		found := called{in: map[string][]deployment{}}
		for _, c := range calls(files) {
			if d, ok := c.resolve(files); ok {
				dir := path.Dir(d.files[0])
				found.in[dir] = append(found.in[dir], d)
			} else if name := c.outside(files); name != "" && !c.isDocumented {
				found.outside = append(found.outside, kind.Reference{Kind: Name, By: c.script, Name: name, IsMissing: true})
			}
		}
		return found
	}).(called)
}

// outside returns the first file of a call that is outside the scanned root from wherever a script in its folder could call, "" for none.
func (c call) outside(files kind.Files) string {
	for _, name := range c.files {
		inside := name
		for strings.HasPrefix(inside, "../") {
			inside = inside[len("../"):]
		}
		isOutside := strings.HasPrefix(path.Join(c.folder, name), "../")
		if isOutside && !strings.Contains(name, "$") && !slices.ContainsFunc(files.Folders(), func(f string) bool { return files.Exists(path.Join(f, inside)) }) {
			return name
		}
	}
	return ""
}

func calls(files kind.Files) []call {
	var all []call
	scripts := 0
	for _, folder := range files.Folders() {
		isWorkflows := path.Base(folder) == "workflows" && path.Base(path.Dir(folder)) == ".github"
		for _, name := range files.List(folder) {
			documented := documentation.MatchString(name)
			if !documented && !isScript(name, isWorkflows) {
				continue
			}
			if scripts++; scripts > maxScripts {
				return all
			}
			f, err := files.Read(path.Join(folder, name))
			if err != nil {
				continue
			}
			start := folder
			if isWorkflows {
				start = path.Dir(path.Dir(folder))
			}
			for _, c := range callsIn(string(f.Content), start) {
				c.script, c.isDocumented = f.Path, documented
				all = append(all, c)
			}
		}
	}
	return all
}

// documentation matches the files in which people say how a project is started.
var documentation = lazyregexp.New(`(?i)^(readme|install|contributing|quick-?start|getting-?started|develop(ment|ing)?|docker)[\w.-]*\.(md|rst|txt|adoc)$`)

// isScript reports whether a file may have calls of docker compose: a build file, a shell script, a description of CI.
func isScript(name string, inWorkflows bool) bool {
	lower := strings.ToLower(name)
	switch {
	case slices.Contains([]string{".sh", ".bash", ".mk", ".ps1", ".bat", ".cmd", ".service"}, path.Ext(lower)):
		return true
	case source.FormatOf(name) == source.YAML:
		return inWorkflows || lower == ".gitlab-ci.yml" || lower == ".travis.yml" || strings.HasPrefix(lower, "taskfile.")
	}
	switch lower {
	case "makefile", "gnumakefile", "justfile", "package.json", "jenkinsfile", "procfile":
		return true
	}
	return false
}

var (
	invocation   = lazyregexp.New(`(?:docker|podman)[ -]compose((?:[ \t]+[^\s;&|]+)+)`)
	stackDeploy  = lazyregexp.New(`docker[ \t]+stack[ \t]+(?:deploy|up)((?:[ \t]+[^\s;&|]+)+)`)
	assignment   = lazyregexp.New(`\b(COMPOSE_FILE|COMPOSE_PROFILES)[ \t]*[=:][ \t]*["']?([^\s"';&|]+)`)
	continuation = lazyregexp.New(`\\\r?\n[ \t]*`)
)

// callsIn returns the calls of docker compose in a script, and what it sets for them in variables.
func callsIn(script, folder string) []call {
	if !strings.Contains(script, "compose") && !strings.Contains(script, "COMPOSE_") && !strings.Contains(script, "stack") {
		return nil
	}
	script = continuation.ReplaceAllString(script, " ")
	var all []call
	for _, match := range invocation.FindAllStringSubmatch(script, -1) {
		all = append(all, parseCall(strings.Fields(match[1]), folder))
	}
	for _, match := range stackDeploy.FindAllStringSubmatch(script, -1) {
		all = append(all, parseStack(strings.Fields(match[1]), folder))
	}
	for _, match := range assignment.FindAllStringSubmatch(script, -1) {
		c := call{folder: folder}
		if match[1] == "COMPOSE_FILE" {
			c.files = splitFiles(match[2], "")
		} else {
			c.profiles = strings.Split(match[2], ",")
		}
		all = append(all, c)
	}
	return all
}

// valued are the options of docker compose that take a value and say nothing here.
var valued = []string{"-p", "--project-name", "--context", "--ansi", "--progress", "--parallel"}

// parseCall reads the words behind `docker compose`.
func parseCall(words []string, folder string) call {
	c := call{folder: folder}
	i := 0
	for ; i < len(words) && strings.HasPrefix(words[i], "-"); i++ {
		flag, value, joined := strings.Cut(words[i], "=")
		if !joined && len(flag) > 2 && strings.HasPrefix(flag, "-f") {
			flag, value, joined = "-f", flag[2:], true
		}
		into := map[string]*[]string{"-f": &c.files, "--file": &c.files, "--env-file": &c.envFiles, "--profile": &c.profiles}[flag]
		takesValue := into != nil || flag == "--project-directory" || slices.Contains(valued, flag)
		if takesValue && !joined && i+1 < len(words) {
			i++
			value = words[i]
		}
		value = unquoted(value)
		if into != nil && value != "" {
			*into = append(*into, value)
		} else if flag == "--project-directory" {
			c.dir = value
		}
	}
	if i < len(words) && slices.Contains([]string{"up", "run", "start", "create"}, unquoted(words[i])) {
		for _, word := range words[i+1:] {
			if word = unquoted(word); word != "" && !strings.HasPrefix(word, "-") {
				c.services = append(c.services, word)
			}
		}
	}
	return c
}

// parseStack reads the words behind `docker stack deploy`.
func parseStack(words []string, folder string) call {
	c := call{folder: folder}
	for i := 0; i < len(words); i++ {
		flag, value, joined := strings.Cut(words[i], "=")
		if flag != "-c" && flag != "--compose-file" {
			continue
		}
		if !joined && i+1 < len(words) {
			i++
			value = words[i]
		}
		c.files = append(c.files, unquoted(value))
	}
	return c
}

func unquoted(word string) string { return strings.Trim(word, "\"'`,") }

// splitFiles splits the value of COMPOSE_FILE. Windows separates by semicolons, where a colon is that of a drive.
func splitFiles(value, separator string) []string {
	if separator == "" {
		if separator = ":"; strings.Contains(value, ";") {
			separator = ";"
		}
	}
	return slices.DeleteFunc(strings.Split(value, separator), func(name string) bool { return strings.TrimSpace(name) == "" })
}

// resolve finds the files that a call means. Where the script changes the folder is not known: the names are relative to its own, or to
// the nearest one above in which all of them exist. A call without names is about the nearest project.
func (c call) resolve(files kind.Files) (d deployment, ok bool) {
	if len(c.files)+len(c.envFiles)+len(c.profiles)+len(c.services) == 0 {
		return d, false
	}
	for folder := c.folder; ; folder = path.Dir(folder) {
		if d, ok = c.resolveIn(files, folder); ok || folder == "." {
			return d, ok
		}
	}
}

func (c call) resolveIn(files kind.Files, folder string) (d deployment, ok bool) {
	d = deployment{profiles: c.profiles, services: c.services, isDeclared: len(c.files) > 0, isDocumented: c.isDocumented}
	if d.files = existing(files, folder, c.files); d.files == nil {
		return d, false
	}
	project := folder
	if len(c.dir) > 0 && !strings.Contains(c.dir, "$") && !path.IsAbs(c.dir) {
		project = path.Join(folder, c.dir)
		d.dir = project
	}
	if len(c.files) == 0 {
		main, override := automatic(files, project)
		if main == "" {
			return d, false
		}
		d.files, d.isAutomatic = both(main, override), true
	}
	// Files of variables are often not committed, as is right for secrets: then the values are not known.
	d.envFiles = existing(files, folder, c.envFiles)
	return d, project != ".." && !strings.HasPrefix(project, "../")
}

// settingsOfCompose are the variables of a project's .env that Compose itself reads.
type settingsOfCompose map[string]string

func composeSettings(files kind.Files, dir string) settingsOfCompose {
	return (&assembly{files: files}).readEnv(path.Join(dir, ".env"), false, nil)
}

func (s settingsOfCompose) files() []string {
	if s["COMPOSE_FILE"] == "" {
		return nil
	}
	return splitFiles(s["COMPOSE_FILE"], s["COMPOSE_PATH_SEPARATOR"])
}

func (s settingsOfCompose) profiles() []string {
	if s["COMPOSE_PROFILES"] == "" {
		return nil
	}
	return strings.Split(s["COMPOSE_PROFILES"], ",")
}

// started returns the Compose files that scripts and COMPOSE_FILE start, whatever they are called, and those that are not there.
func started(files kind.Files) []kind.Reference {
	var all []kind.Reference
	called := calledFrom(files)
	all = append(all, called.outside...)
	for _, folder := range slices.Sorted(maps.Keys(called.in)) {
		for _, d := range called.in[folder] {
			for _, file := range d.files {
				if !d.isDocumented {
					all = append(all, kind.Reference{Path: file, Kind: Name})
				}
			}
		}
	}
	for _, folder := range files.Folders() {
		if !slices.Contains(files.List(folder), ".env") {
			continue
		}
		env := path.Join(folder, ".env")
		for _, name := range composeSettings(files, folder).files() {
			file := path.Join(folder, name)
			all = append(all, kind.Reference{
				Path: file, Kind: Name, By: env, Name: name, IsMissing: !source.IsUnknown(name) && !files.Exists(file),
			})
		}
	}
	return all
}
