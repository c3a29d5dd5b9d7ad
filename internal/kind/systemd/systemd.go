// Package systemd recognises services of systemd and puts each together with its drop-ins, as systemd.unit(5) says. It says what the
// service starts, as whom, and with which variables. The unit of the Docker daemon is of the kind daemon. It decides nothing about
// security.
package systemd

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "systemd"

// Kind returns the kind of services of systemd.
func Kind() kind.Kind {
	return kind.Kind{
		Name:      Name,
		Hints:     []string{hint},
		Named:     func(string) bool { return false },
		Placed:    func(file string) bool { return isUnit(source.FormatOf(file)) },
		Templates: true,
		Detect:    detect,
		Expand:    expand,
		Facts:     (*Facts)(nil),
	}
}

func isUnit(format *source.Format) bool { return format != nil && format.Name() == source.Unit.Name() }

// detect accepts units that have the section of a service. Files of D-Bus have the same extension and another section.
func detect(root *source.Node, _ bool) bool {
	if root == nil || root.Kind != source.Mapping {
		return false
	}
	if isUnit(source.FormatOf(root.Span.Path())) {
		return root.Get("Service") != nil
	}
	return len(textsIn(root)) > 0
}

func expand(files kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	if !isUnit(source.FormatOf(file.Path)) {
		return documents(file, roots), nil
	}
	u := unit{files: files, file: file, used: []*source.File{file}}
	isDropIn := path.Ext(source.CutTemplate(path.Base(file.Path))) == ".conf"
	trees := []*source.Node{roots[0]}
	if !isDropIn {
		trees = append(trees, u.dropIns()...)
	}
	root := merge(trees)
	facts := read(root, nameOf(file.Path, isDropIn), isDropIn)
	facts.Unit.UserManager = isOfUser(file.Path, root, facts.Unit)
	facts.Unit.Root = facts.Unit.Root && !facts.Unit.UserManager
	for _, f := range u.used[1:] {
		facts.dropIns = append(facts.dropIns, f.Path)
	}
	facts.references = u.environmentFiles(facts)
	return []*source.Document{{File: file, Kind: Name, Root: root, Facts: facts, Files: u.used}}, nil
}

// documents returns the documents of the services that are texts in the trees of a file.
func documents(file *source.File, roots []*source.Node) []*source.Document {
	var docs []*source.Document
	for _, root := range roots {
		for _, t := range textsIn(root) {
			tree := merge([]*source.Node{t.Root})
			facts := read(tree, t.Name, false)
			facts.Unit.UserManager = isOfUser("", tree, facts.Unit)
			facts.Unit.Root = facts.Unit.Root && !facts.Unit.UserManager
			docs = append(docs, &source.Document{File: file, Kind: Name, Root: tree, Facts: facts, Files: []*source.File{file}})
		}
	}
	return docs
}

// nameOf returns the name of the unit that a file is or adds to.
func nameOf(file string, isDropIn bool) string {
	if isDropIn {
		return strings.TrimSuffix(path.Base(path.Dir(file)), ".d")
	}
	return source.CutTemplate(path.Base(file))
}

// isOfUser reports whether a user's manager runs a unit, by its folder, what starts it, or the home of the user in its commands.
func isOfUser(file string, root *source.Node, u Unit) bool {
	if slices.Contains(strings.Split(path.Dir(file), "/"), "user") {
		return true
	}
	for _, item := range items(root.At("Install", "WantedBy")) {
		if target := item.Value.Str(); target == "default.target" || target == "graphical-session.target" {
			return true
		}
	}
	return u.Account == "" && slices.ContainsFunc(u.Commands, func(c Command) bool { return len(c.Words) > 0 && strings.HasPrefix(c.Words[0], "%h/") })
}

func items(n *source.Node) []source.Item {
	if n == nil {
		return nil
	}
	return n.Items
}

// unit is a unit while it is put together.
type unit struct {
	files kind.Files
	file  *source.File
	used  []*source.File
}

// maxDropIns bounds how many drop-ins one unit may have.
const maxDropIns = 100

// dropIns returns the trees of the drop-ins beside the unit, in the order in which systemd reads them: by the names of the files,
// whichever of the folders they are in, where the folder of the more special name goes before for the same name of a file.
func (u *unit) dropIns() []*source.Node {
	if u.files == nil {
		return nil
	}
	places := map[string]string{}
	for _, folder := range dropInFolders(nameOf(u.file.Path, false)) {
		folder = path.Join(path.Dir(u.file.Path), folder)
		for _, name := range u.files.List(folder) {
			if _, taken := places[name]; !taken && path.Ext(name) == ".conf" {
				places[name] = path.Join(folder, name)
			}
		}
	}
	names := make([]string, 0, len(places))
	for name := range places {
		names = append(names, name)
	}
	slices.Sort(names)
	var trees []*source.Node
	for _, name := range names[:min(len(names), maxDropIns)] {
		roots, err := u.files.ParseAs(places[name], source.Unit)
		f, readErr := u.files.Read(places[name])
		if err != nil || readErr != nil || len(roots) == 0 {
			continue // what is wrong with it is a problem of that file
		}
		trees, u.used = append(trees, roots[0]), append(u.used, f)
	}
	return trees
}

// dropInFolders lists the folders that have drop-ins for a unit, the most special one first: foo-bar@x.service has foo-bar@x.service.d,
// foo-bar@.service.d, foo-.service.d and service.d.
func dropInFolders(name string) []string {
	folders := []string{name + ".d"}
	stem, kind := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)
	if prefix, instance, ok := strings.Cut(stem, "@"); ok {
		if instance != "" {
			folders = append(folders, prefix+"@"+kind+".d")
		}
		stem = prefix
	}
	for i := len(stem) - 1; i > 0 && len(folders) < maxDropIns; i-- {
		if stem[i] == '-' && i+1 < len(stem) {
			folders = append(folders, stem[:i+1]+kind+".d")
		}
	}
	return append(folders, strings.TrimPrefix(kind, ".")+".d")
}

// merge returns the tree of a unit with its drop-ins. A value is added to those of its key, and an empty one takes back those before it.
func merge(trees []*source.Node) *source.Node {
	root := &source.Node{Kind: source.Mapping, Span: trees[0].Span}
	sections := map[string]*source.Node{}
	known := map[[2]string]int{} // by section and key
	for _, tree := range trees {
		for _, section := range tree.Entries {
			into := sections[section.Key]
			if into == nil {
				into = &source.Node{Kind: source.Mapping, Span: section.Value.Span}
				sections[section.Key] = into
				root.Entries = append(root.Entries, source.Entry{Key: section.Key, KeySpan: section.KeySpan, Value: into})
			}
			for _, setting := range section.Value.Entries {
				key := [2]string{section.Key, setting.Key}
				i, ok := known[key]
				if !ok {
					i, known[key] = len(into.Entries), len(into.Entries)
					into.Entries = append(into.Entries, source.Entry{
						Key: setting.Key, KeySpan: setting.KeySpan, Value: &source.Node{Kind: source.Sequence, Span: setting.Value.Span},
					})
				}
				add(&into.Entries[i], setting)
			}
		}
	}
	return root
}

// add adds the values of a setting to those of its key.
func add(entry *source.Entry, setting source.Entry) {
	list := entry.Value
	for _, item := range setting.Value.Items {
		if item.Value.Str() == "" {
			list.Items = nil
			continue
		}
		if len(list.Items) == 0 {
			entry.KeySpan, list.Span = keyOf(setting, item), item.Value.Span
		}
		list.Items = append(list.Items, item)
	}
}

// keyOf returns the place of the key in front of a value: that of the setting where it is in the same file and line, else none before the
// value.
func keyOf(setting source.Entry, item source.Item) source.Span {
	if setting.KeySpan.File == item.Value.Span.File && setting.KeySpan.Start.Line == item.Value.Span.Start.Line {
		return setting.KeySpan
	}
	at := item.Value.Span
	at.End = at.Start
	return at
}
