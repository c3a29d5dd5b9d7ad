package systemd

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// read returns the facts of a unit.
func read(root *source.Node, name string, isDropIn bool) *Facts {
	u := Unit{
		Name: name, DropIn: isDropIn, Type: "simple", Settings: map[string]Setting{}, Commands: []Command{}, Variables: []Variable{},
		Files: []File{}, Wants: []string{},
	}
	service := root.Get("Service")
	for _, e := range service.Entries {
		if len(e.Value.Items) == 0 {
			continue
		}
		setting := Setting{Path: source.Path{"Service", e.Key, len(e.Value.Items) - 1}}
		for _, item := range e.Value.Items {
			setting.Values = append(setting.Values, item.Value.Str())
		}
		setting.Value = setting.Values[len(setting.Values)-1]
		u.Settings[e.Key] = setting
		if strings.HasPrefix(e.Key, "Exec") {
			u.Commands = append(u.Commands, commands(e.Key, e.Value)...)
		}
	}
	u.Variables = append(u.Variables, variables(service.Get("Environment"))...)
	for i, item := range items(service.Get("EnvironmentFile")) {
		file, optional := strings.CutPrefix(item.Value.Str(), "-")
		u.Files = append(u.Files, File{Path: source.Path{"Service", "EnvironmentFile", i}, Name: file, Optional: optional})
	}
	for _, key := range []string{"Wants", "Requires", "After", "BindsTo"} {
		for _, item := range items(root.At("Unit", key)) {
			u.Wants = append(u.Wants, strings.Fields(item.Value.Str())...)
		}
	}
	if s, ok := u.Settings["Type"]; ok {
		u.Type = s.Value
	}
	u.Account = u.Settings["User"].Value
	u.Root = !isDropIn && (u.Account == "" || u.Account == "root" || u.Account == "0") && !isTrue(u.Settings["DynamicUser"].Value)
	return &Facts{Unit: u, root: root}
}

// isTrue reports whether a text is what systemd takes for true (systemd.syntax(7)).
func isTrue(text string) bool {
	return slices.Contains([]string{"1", "yes", "y", "true", "t", "on"}, strings.ToLower(text))
}

// variables returns the variables of Environment=.
func variables(list *source.Node) []Variable {
	var found []Variable
	for i, item := range items(list) {
		for _, word := range source.Words(item.Value) {
			if name, value, ok := strings.Cut(word.Str(), "="); ok {
				found = append(found, Variable{Path: source.Path{"Service", "Environment", i}, Name: name, Value: value})
			}
		}
	}
	return found
}

// commands returns the command lines of a setting.
func commands(setting string, list *source.Node) []Command {
	var found []Command
	for i, item := range items(list) {
		c := Command{Path: source.Path{"Service", setting, i}, Setting: setting}
		for _, word := range source.Words(item.Value) {
			c.Words = append(c.Words, word.Str())
		}
		if len(c.Words) == 0 {
			continue
		}
		bare := strings.TrimLeft(c.Words[0], "@-:+!|")
		prefixes := c.Words[0][:len(c.Words[0])-len(bare)]
		c.Words[0], c.Full = bare, strings.ContainsAny(prefixes, "+!")
		c.Program = programOf(c.Words)
		found = append(found, c)
	}
	return found
}

// programOf returns the base name of what a command starts: what env, sh -c, nice and the like start.
func programOf(words []string) string {
	for depth := 0; len(words) > 0 && depth < 5; depth++ {
		program := path.Base(words[0])
		rest := words[1:]
		switch program {
		case "env", "nice", "ionice", "exec", "sudo", "chpst", "setpriv", "stdbuf", "nohup", "time", "flock", "unbuffer", "tini", "dumb-init":
			words = slices.DeleteFunc(slices.Clone(rest), func(word string) bool { return strings.HasPrefix(word, "-") || strings.Contains(word, "=") })
		case "sh", "bash", "dash", "zsh", "ash":
			i := slices.IndexFunc(rest, func(word string) bool { return strings.HasPrefix(word, "-") && strings.HasSuffix(word, "c") })
			if i < 0 || i+1 >= len(rest) {
				return program
			}
			script := rest[i+1]
			for _, separator := range []string{"&&", ";"} { // cd /opt/app && exec python3 app.py
				if j := strings.LastIndex(script, separator); j >= 0 && strings.TrimSpace(script[j+len(separator):]) != "" {
					script = script[j+len(separator):]
				}
			}
			words = strings.Fields(script)
		default:
			return program
		}
	}
	return ""
}

// environmentFiles returns the files of variables of the unit that are in the scan: on the machine they are where the project is
// installed, so that they are looked for from the folders around the unit.
func (u *unit) environmentFiles(facts *Facts) []kind.Reference {
	if u.files == nil {
		return nil
	}
	var references []kind.Reference
	installed := facts.Unit.Settings["WorkingDirectory"].Value
	for _, file := range facts.Unit.Files {
		name := file.Name
		if rest, ok := strings.CutPrefix(name, strings.TrimSuffix(installed, "/")+"/"); ok && installed != "" {
			name = rest
		} else {
			name = path.Base(name)
		}
		if found := u.nearest(name); found != "" && source.FormatOf(found) == source.Dotenv {
			references = append(references, kind.Reference{Path: found, Kind: "app", By: u.file.Path, Name: file.Name, IsPrivate: true})
		}
	}
	return references
}

// nearest returns a file of a name in the folder of the unit or one around it, "" where there is none.
func (u *unit) nearest(name string) string {
	for folder := path.Dir(u.file.Path); ; folder = path.Dir(folder) {
		if file := path.Join(folder, name); u.files.Exists(file) {
			return file
		}
		if folder == "." || folder == "/" {
			return ""
		}
	}
}
