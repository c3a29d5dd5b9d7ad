package link

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/language/shell"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// maxStarts bounds how many ways of starting one application are told apart.
const maxStarts = 50

// entries finds which application each service and unit runs.
type entries struct {
	*Project
	// modules are the applications by their source files, and byBase by the base names of these.
	modules map[string]*source.Document
	byBase  map[string][]string
	// used are the applications that each service has in its image or mounts.
	used map[*Service][]*source.Document
	// names are the settings of an application, by document.
	names map[*source.Document]map[string]bool
}

// relateEntries notes for each application how it is started: by services of projects, with what their images, entrypoints and
// scripts say, and by units of systemd.
func (p *Project) relateEntries() {
	e := entries{
		Project: p, modules: map[string]*source.Document{}, byBase: map[string][]string{}, used: map[*Service][]*source.Document{},
		names: map[*source.Document]map[string]bool{},
	}
	for _, doc := range p.docs {
		_, files := applicationOf(doc)
		for _, file := range files {
			e.modules[file] = doc
			e.byBase[path.Base(file)] = append(e.byBase[path.Base(file)], file)
		}
		if len(files) == 0 {
			continue
		}
		for _, u := range p.uses[keyOf(doc)] {
			if !slices.Contains(e.used[u.service], doc) {
				e.used[u.service] = append(e.used[u.service], doc)
			}
		}
	}
	if len(e.modules) == 0 {
		return
	}
	for _, s := range p.Services {
		e.service(s)
	}
	for _, doc := range p.docs {
		if starter, ok := doc.Facts.(kind.Starter); ok {
			for _, start := range starter.Starts() {
				e.unit(doc, start)
			}
		}
	}
}

// applicationOf returns the language of an application and its source files, none for any other document.
func applicationOf(doc *source.Document) (language string, files []string) {
	application, ok := doc.Facts.(kind.Application)
	if !ok || !application.IsBackend() {
		return "", nil
	}
	return application.Modules()
}

// service notes what a service runs: the application that its command names, and the scripts through which it does. One whose command
// leads nowhere may run any application that it has.
func (e *entries) service(s *Service) {
	if len(e.used[s]) == 0 {
		return
	}
	c := container{Service: s, image: s.project.image(s.Name), folder: s.Node.Get("working_dir").Str()}
	if c.image == nil {
		c.image = &kind.Image{}
	}
	if c.folder == "" {
		c.folder = c.image.Workdir
	}
	entry := shell.EntryOf(c.words(), c.text)
	entry = c.packaged(entry)
	running := e.named(c, entry)
	variables := c.variables(entry)
	for _, doc := range e.used[s] {
		if len(e.about(doc).Starts) >= maxStarts {
			continue
		}
		language, _ := applicationOf(doc)
		isScript := language == "shell" || language == "dockerfile"
		if isScript && language == "shell" && !c.isThrough(entry, doc) || !isScript && running != nil && doc != running {
			continue
		}
		e.add(doc, e.startOf(c, entry, listening(doc, variables)), variables)
	}
}

// add notes a way of starting an application, with those variables that are settings of it.
func (e *entries) add(doc *source.Document, start Start, variables map[string]StartVariable) {
	facts := e.about(doc)
	if len(facts.Starts) >= maxStarts {
		return
	}
	start.Variables = map[string]StartVariable{}
	for name, v := range variables {
		if e.settings(doc)[strings.ToLower(name)] {
			start.Variables[name] = v
		}
	}
	facts.Starts = append(facts.Starts, start)
}

// settings returns the names of the settings of an application in lower case.
func (e *entries) settings(doc *source.Document) map[string]bool {
	if known := e.names[doc]; known != nil {
		return known
	}
	names := map[string]bool{}
	if modules := doc.Root.Get("modules"); modules != nil {
		for _, module := range modules.Entries {
			settings := module.Value.Get("settings")
			if settings == nil {
				continue
			}
			for _, item := range settings.Items {
				names[strings.ToLower(item.Value.Get("name").Str())] = true
			}
		}
	}
	e.names[doc] = names
	return names
}

// startOf returns how a service starts what it runs. host is where its code listens, nil where that is not known: what the command says
// goes before.
func (e *entries) startOf(c container, entry shell.Entry, host *string) Start {
	start := Start{How: "container", Name: c.Name, File: c.Doc.File.Path, Path: c.place(), Program: entry.Program, Port: entry.Port, IsTrial: isTrial(c.Doc)}
	if c.OnHostNetwork() {
		start.How = "host-network"
	}
	l := source.Listener{Port: entry.Port}
	if entry.Host != nil && !entry.IsDefault {
		host = entry.Host
	}
	if host != nil {
		start.Host, l.Host = host, *host
	}
	if !entry.IsServer {
		l.Port = 0
	}
	r := c.reach(l)
	start.Exposure, start.Because = r.exposure, r.because
	start.Related = append(r.related, Place{File: start.File, Path: start.Path, Message: fmt.Sprintf("service %q starts it", c.Name)})
	return start
}

// named returns the application that an entry names, nil for none that is known.
func (e *entries) named(c container, entry shell.Entry) *source.Document {
	for _, name := range filesOf(entry) {
		if !path.IsAbs(name) {
			name = path.Join("/", c.folder, name)
		}
		if doc := e.modules[c.host(name)]; doc != nil {
			return doc
		}
	}
	if entry.Program == "" || entry.Module != "" || entry.File != "" || entry.IsServer {
		return nil
	}
	var compiled []*source.Document // a program that was built from source code
	for _, doc := range e.used[c.Service] {
		if language, _ := applicationOf(doc); language == "go" {
			compiled = append(compiled, doc)
		}
	}
	if len(compiled) == 1 && len(c.words()) > 0 {
		return compiled[0]
	}
	return nil
}

// filesOf returns the files that an entry may mean, relative to the folder that it starts in.
func filesOf(entry shell.Entry) []string {
	if entry.File != "" {
		return []string{entry.File, entry.File + ".js", path.Join(entry.File, "index.js")}
	}
	if entry.Module == "" {
		return nil
	}
	file := strings.ReplaceAll(entry.Module, ".", "/")
	return []string{file + ".py", file + "/__init__.py", file + "/__main__.py", "src/" + file + ".py", file + ".wsgi"}
}

// unit notes what a unit of systemd runs. On the machine the project is in a folder of its own, so that the end of a name has to do.
func (e *entries) unit(doc *source.Document, unit kind.Start) {
	entry := shell.EntryOf(unit.Words, func(name string) []byte {
		if file := e.nearestFile(doc, path.Base(name)); file != "" && source.FormatOf(file) == source.Shell {
			if f, err := e.files.Read(file); err == nil {
				return f.Content
			}
		}
		return nil
	})
	var app *source.Document
	for _, name := range filesOf(entry) {
		if app = e.modules[e.nearestFile(doc, name)]; app != nil {
			break
		}
	}
	if app == nil {
		return
	}
	variables := e.unitVariables(doc, unit, entry)
	if entry.Host == nil {
		entry.Host = listening(app, variables)
	}
	start := Start{
		How: "machine", Name: unit.Name, File: doc.File.Path, Path: unit.Path, Program: entry.Program, Host: entry.Host, Port: entry.Port,
		IsTrial: isTrial(doc), Exposure: Unknown, Because: fmt.Sprintf("unit %q starts it on the machine itself", unit.Name),
		Related: []Place{{File: doc.File.Path, Path: unit.Path, Message: fmt.Sprintf("unit %q starts it on the machine itself", unit.Name)}},
	}
	if entry.Host != nil {
		start.Exposure = AddressOf(*entry.Host)
	}
	e.add(app, start, variables)
}

// unitVariables returns the variables that a unit starts a program with.
func (e *entries) unitVariables(doc *source.Document, unit kind.Start, entry shell.Entry) map[string]StartVariable {
	variables := map[string]StartVariable{}
	for name, v := range unit.Variables {
		variables[name] = StartVariable{Value: v.Value, From: "environment", File: doc.File.Path, Path: v.From}
	}
	for _, file := range unit.Files { // systemd.exec(5): settings from these files override settings made with Environment=
		for _, other := range e.byFile[file] {
			addVariables(variables, other)
		}
	}
	for name, value := range entry.Variables {
		variables[name] = StartVariable{Value: value, From: "command", File: doc.File.Path, Path: unit.Path}
	}
	return variables
}

func addVariables(to map[string]StartVariable, doc *source.Document) {
	settings, ok := doc.Facts.(kind.Settings)
	if !ok || settings.Variables() == nil {
		return
	}
	for _, entry := range settings.Variables().Entries {
		to[entry.Key] = StartVariable{Value: entry.Value.Str(), From: "env_file", File: doc.File.Path, Path: source.Path{entry.Key}}
	}
}

// nearestFile returns the source file with the longest end of a path, of several the one that shares most folders with a document; ""
// where several are as near.
func (e *entries) nearestFile(doc *source.Document, name string) string {
	parts := strings.Split(strings.Trim(path.Clean(name), "/"), "/")
	for from := range parts {
		end := strings.Join(parts[from:], "/")
		best, shared, isOnly := "", -1, false
		for _, file := range e.byBase[path.Base(name)] {
			if file != end && !strings.HasSuffix(file, "/"+end) || !strings.Contains(end, "/") && !isInstalledBy(doc.File.Path, file) {
				continue
			}
			n := common(file, doc.File.Path)
			if isOnly = n != shared && isOnly || n > shared; n > shared {
				best, shared = file, n
			}
		}
		if best != "" {
			if !isOnly {
				return ""
			}
			return best
		}
	}
	return ""
}

// unitParts are the names of folders that people put units into, beside the programs.
var unitParts = lazyregexp.New(`(?i)^(systemd|system|user|units?|services?|deploy(ment)?s?|packaging|install(er)?|setup|scripts?|contrib|infra|ops|etc|conf(ig)?s?|debian|dist|files|templates)$`)

// isInstalledBy reports whether a unit is in a folder around a file, without the folders that are for units alone.
func isInstalledBy(unit, file string) bool {
	folder := path.Dir(unit)
	for folder != "." && unitParts.MatchString(path.Base(folder)) {
		folder = path.Dir(folder)
	}
	return folder == "." || strings.HasPrefix(file, folder+"/")
}

// common returns how many folders two paths have in common.
func common(a, b string) int {
	as, bs := strings.Split(path.Dir(a), "/"), strings.Split(path.Dir(b), "/")
	n := 0
	for n < min(len(as), len(bs)) && as[n] == bs[n] {
		n++
	}
	return n
}

// listening returns the address on which the code of an application listens, by what it is started with: nil where that is not known, or
// where it listens on several.
func listening(doc *source.Document, variables map[string]StartVariable) *string {
	var found *string
	modules := doc.Root.Get("modules")
	if modules == nil {
		return nil
	}
	for _, module := range modules.Entries {
		calls := module.Value.Get("calls")
		if calls == nil || module.Value.Get("aside") != nil {
			continue
		}
		for _, item := range calls.Items {
			if item.Value.Get("is").Str() != "listen" {
				continue
			}
			host, ok := addressIn(item.Value.At("arguments", "host"), variables)
			if !ok || found != nil && *found != host {
				return nil
			}
			found = &host
		}
	}
	return found
}

// addressIn returns the text that a value in the tree of an application has when it is started with some variables.
func addressIn(value *source.Node, variables map[string]StartVariable) (text string, ok bool) {
	switch kind := value.Get("kind").Str(); kind {
	case "literal", "default":
		n := value.Get("value")
		return n.Str(), n != nil && n.Kind == source.String
	case "environment", "setting":
		if v, given := variables[value.Get("name").Str()]; given {
			return v.Value, !source.IsUnknown(v.Value)
		}
		return addressIn(value.Get("default"), nil)
	}
	return "", false
}

// scriptsOf returns the scripts of a package.json by name, nil where there are none.
func scriptsOf(content []byte) map[string]string {
	var manifest struct{ Scripts map[string]string }
	if json.Unmarshal(content, &manifest) != nil {
		return nil
	}
	return manifest.Scripts
}
