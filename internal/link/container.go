package link

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/language/shell"
	"github.com/seclint/seclint/internal/source"
)

// container is a service with the image that it runs.
type container struct {
	*Service
	image *kind.Image
	// folder is the one that the command starts in.
	folder string
}

// words returns the words of what the container starts: an entrypoint of the service takes the place of both that the image has.
func (c container) words() []string {
	entrypoint, hasEntrypoint := c.listed("entrypoint")
	command, hasCommand := c.listed("command")
	if !hasEntrypoint {
		entrypoint = c.image.Entrypoint
		if !hasCommand {
			command = c.image.Command
		}
	}
	if len(entrypoint) > 1 && path.Base(entrypoint[0]) == "sh" && entrypoint[1] == "-c" {
		return entrypoint // the form without brackets takes no command
	}
	return slices.Concat(entrypoint, command)
}

// listed returns the words of a key of the service.
func (c container) listed(key string) (words []string, ok bool) {
	n := c.Node.Get(key)
	if n == nil || n.Kind != source.Sequence {
		return nil, false
	}
	for _, item := range n.Items {
		words = append(words, item.Value.Str())
	}
	return words, true
}

// place returns where the service says what it starts: its command, else how its image is built.
func (c container) place() source.Path {
	for _, key := range []string{"command", "entrypoint", "build", "image"} {
		if n := c.Node.Get(key); n != nil && n.Kind != source.Null {
			return c.path(key)
		}
	}
	return c.path()
}

// host returns where a file of the container is in the scanned root, "" where it is not.
func (c container) host(name string) string {
	if !path.IsAbs(name) {
		name = path.Join("/", c.folder, name)
	}
	if r := c.referContainer(name); r.State == Resolved {
		return r.Target
	}
	return ""
}

// text returns the text of a script of the container, nil for anything else.
func (c container) text(name string) []byte {
	if source.IsUnknown(name) || !strings.Contains(name, "/") && path.Ext(name) == "" && !path.IsAbs(name) && c.host(path.Join("/usr/local/bin", name)) == "" {
		return nil
	}
	for _, place := range []string{name, path.Join("/usr/local/bin", name)} {
		host := c.host(place)
		if host == "" || source.FormatOf(host) != source.Shell {
			continue
		}
		if f, err := c.project.files.Read(host); err == nil {
			return f.Content
		}
	}
	return nil
}

// packaged follows a script of a package.json to what it starts.
func (c container) packaged(entry shell.Entry) shell.Entry {
	for range 3 {
		if entry.Script == "" {
			break
		}
		host := c.host("package.json")
		if host == "" {
			return entry
		}
		f, err := c.project.files.Read(host)
		if err != nil {
			return entry
		}
		line := scriptsOf(f.Content)[entry.Script]
		if line == "" {
			return entry
		}
		next := shell.EntryOf([]string{"sh", "-c", line}, c.text)
		maps.Copy(next.Variables, entry.Variables)
		entry = next
	}
	return entry
}

// isThrough reports whether the container starts what it runs through a script.
func (c container) isThrough(entry shell.Entry, script *source.Document) bool {
	return slices.ContainsFunc(entry.Through, func(name string) bool {
		file := c.host(name)
		return file == script.File.Path || file == "" && c.host(path.Join("/usr/local/bin", name)) == script.File.Path
	})
}

// variables returns those that the container starts with: of its image, its files of variables, its environment and its command, of which
// each takes precedence over those before it.
func (c container) variables(entry shell.Entry) map[string]StartVariable {
	all := map[string]StartVariable{}
	file := c.Doc.File.Path
	for name, value := range c.image.Environment {
		all[name] = StartVariable{Value: value, From: "image", File: file, Path: c.path("build")}
	}
	for name, v := range c.project.variables(c.Name) {
		all[name] = StartVariable{Value: v.Value, From: "env_file", File: file, Path: v.From}
	}
	if environment := c.Node.Get("environment"); environment != nil {
		for _, e := range environment.Entries {
			if e.Value.Kind != source.Null {
				all[e.Key] = StartVariable{Value: e.Value.Str(), From: "environment", File: file, Path: c.path("environment", e.Key)}
			}
		}
	}
	for name, value := range entry.Variables {
		all[name] = StartVariable{Value: value, From: "command", File: file, Path: c.place()}
	}
	return all
}
