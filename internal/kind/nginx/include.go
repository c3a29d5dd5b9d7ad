package nginx

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// includer puts the files that a configuration includes in the places of the directives that do.
type includer struct {
	files kind.Files
	// main is the file that the configuration begins with, used are all files that it is made of.
	main *source.File
	used []*source.File
	// included are the names of the files that are included.
	included map[string]bool
	// open are the files that are being read, for circles.
	open     []string
	count    int
	missing  map[*source.Node]bool
	problems []finding.Problem
	full     bool
}

func newIncluder(files kind.Files, main *source.File) *includer {
	return &includer{files: files, main: main, used: []*source.File{main}, open: []string{main.Path}, missing: map[*source.Node]bool{}, included: map[string]bool{}}
}

// finish returns what is wrong with the configuration, and says what of it was not looked at, "" where all of it was.
func (in *includer) finish() (problems []finding.Problem, partial string) {
	if in.full {
		partial = fmt.Sprintf("more than %d directives or %d files once files are included: the rest was not looked at", maxDirectives, maxFiles)
		in.problems = append(in.problems, finding.Problem{Level: finding.Error, Path: in.main.Path, At: in.main.Span(0, 0), Message: partial})
	}
	return in.problems, partial
}

// whole returns a block with what it includes. A block without any include is the same node.
func (in *includer) whole(block *source.Node) *source.Node {
	changed := false
	items := make([]source.Item, 0, len(block.Items))
	for _, item := range block.Items {
		if in.count++; in.count > maxDirectives {
			in.full = true
			break
		}
		if included, ok := in.include(item.Value); ok {
			items, changed = append(items, included...), true
			continue
		}
		if inner := item.Value.Get("block"); inner != nil {
			if whole := in.whole(inner); whole != inner {
				item.Value, changed = withBlock(item.Value, whole), true
			}
		}
		items = append(items, item)
	}
	if !changed && !in.full {
		return block
	}
	fresh := *block
	fresh.Items = items
	return &fresh
}

func withBlock(directive, block *source.Node) *source.Node {
	fresh := *directive
	fresh.Entries = slices.Clone(directive.Entries)
	for i := range fresh.Entries {
		if fresh.Entries[i].Key == "block" {
			fresh.Entries[i].Value = block
		}
	}
	return &fresh
}

// include returns what a directive includes; ok is false for any other directive, and for one of which no file is in the scan.
func (in *includer) include(directive *source.Node) (items []source.Item, ok bool) {
	args := directive.Get("args")
	if directive.Get("directive").Str() != "include" || len(args.Items) != 1 {
		return nil, false
	}
	pattern := args.Items[0].Value.Str()
	found := in.find(pattern, path.Dir(directive.Span.Path()))
	if len(found) == 0 {
		in.missing[directive] = !isHarmless(pattern)
		return nil, false
	}
	for _, name := range found {
		items = append(items, in.file(in.original(name), directive)...)
	}
	return items, true
}

// original returns the file in sites-available that one in sites-enabled is a link to, as Debian has it: a scan knows a file by the first of
// its names. Both count as included. Any other file is its own original.
func (in *includer) original(name string) string {
	in.included[name] = true
	if path.Base(path.Dir(name)) != "sites-enabled" {
		return name
	}
	other := path.Join(path.Dir(path.Dir(name)), "sites-available", path.Base(name))
	if !in.files.Exists(other) {
		return name
	}
	link, err := in.files.Read(name)
	f, otherErr := in.files.Read(other)
	if err != nil || otherErr != nil || !bytes.Equal(link.Content, f.Content) {
		return name
	}
	in.included[other] = true
	return other
}

// harmless are files that come with nginx and set nothing that a rule looks at.
var harmless = []string{"mime.types", "fastcgi_params", "fastcgi.conf", "uwsgi_params", "scgi_params", "proxy_params", "koi-utf", "koi-win", "win-utf", "fastcgi-php.conf"}

// isHarmless reports whether an include cannot add anything that matters: a file of nginx itself, or modules to load.
func isHarmless(pattern string) bool {
	return slices.Contains(harmless, path.Base(pattern)) || strings.Contains(pattern, "modules-enabled/") || strings.Contains(pattern, "/modules/")
}

// file returns the directives of an included file, each at the place of the directive that includes it.
func (in *includer) file(name string, by *source.Node) []source.Item {
	if slices.Contains(in.open, name) {
		in.problems = append(in.problems, finding.Problem{
			Level: finding.Error, Path: by.Span.Path(), At: by.Span, Message: "includes itself through " + name, Hint: "take one of the includes out: nginx does not start",
		})
		return nil
	}
	if len(in.used) >= maxFiles {
		in.full = true
		return nil
	}
	f, err := in.files.Read(name)
	if err != nil {
		return nil
	}
	roots, err := in.files.ParseAs(name, formatOf(name))
	if err != nil && source.LooksLikeTemplate(f.Content) {
		roots, err = in.files.ParseAs(name, source.Nginx.Template())
	}
	if err != nil || len(roots) == 0 || roots[0].Kind != source.Sequence {
		in.problems = append(in.problems, finding.Problem{
			Level: finding.Error, Path: by.Span.Path(), At: by.Span, Message: "includes " + name + ", which cannot be read as configuration of nginx",
		})
		return nil
	}
	if !slices.Contains(in.used, f) {
		in.used = append(in.used, f)
	}
	in.open = append(in.open, name)
	defer func() { in.open = in.open[:len(in.open)-1] }()
	items := slices.Clone(in.whole(roots[0]).Items)
	for i := range items {
		if items[i].Via.IsZero() {
			items[i].Via = by.Span
		}
	}
	return items
}

// formatOf returns the format of an included file: that of its template where it is one.
func formatOf(name string) *source.Format {
	if own := source.FormatOf(name); own.IsTemplate() && own == source.Nginx.Template() {
		return own
	}
	return source.Nginx
}

// prefixes are the folders in which packages and images have the configuration of nginx.
var prefixes = []string{
	"/etc/nginx/", "/usr/local/nginx/conf/", "/usr/local/openresty/nginx/conf/", "/opt/bitnami/nginx/conf/", "/usr/local/etc/nginx/",
	"/etc/openresty/", "/opt/homebrew/etc/nginx/", "/etc/angie/",
}

// find returns the files of the scan that an include means, sorted. nginx looks for a name from the folder of its main file; in a
// repository the folder /etc/nginx is that of the file at hand, or one around it.
func (in *includer) find(pattern, folder string) []string {
	if source.IsTemplate(pattern) || pattern == "" || in.files == nil {
		return nil
	}
	for _, prefix := range prefixes {
		pattern = strings.TrimPrefix(pattern, prefix)
	}
	pattern = strings.TrimPrefix(pattern, "/")
	starts := append(around(path.Dir(in.main.Path)), around(folder)...)
	for i, start := range starts {
		if slices.Contains(starts[:i], start) {
			continue
		}
		if found := in.match(path.Join(start, pattern)); len(found) > 0 {
			return found
		}
	}
	return nil
}

// around returns a folder and those around it, up to the scanned root.
func around(folder string) []string {
	list := []string{folder}
	for folder != "." && folder != "/" {
		folder = path.Dir(folder)
		list = append(list, folder)
	}
	return list
}

// match returns the files that a pattern finds, sorted.
func (in *includer) match(pattern string) []string {
	if !strings.ContainsAny(pattern, "*?[") {
		if in.files.Exists(pattern) {
			return []string{pattern}
		}
		return nil
	}
	folders := []string{path.Dir(pattern)}
	if strings.ContainsAny(folders[0], "*?[") {
		folders = slices.DeleteFunc(slices.Clone(in.files.Folders()), func(folder string) bool {
			ok, err := path.Match(path.Dir(pattern), folder)
			return !ok || err != nil
		})
	}
	var found []string
	for _, folder := range folders {
		for _, name := range in.files.List(folder) {
			if ok, err := path.Match(path.Base(pattern), name); ok && err == nil && path.Join(folder, name) != in.main.Path {
				found = append(found, path.Join(folder, name))
			}
		}
	}
	return found
}
