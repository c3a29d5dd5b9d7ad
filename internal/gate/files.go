package gate

import (
	"bytes"
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
)

// The bounds of what is read to compare files.
const (
	maxRead  = 1 << 20
	maxNames = 200_000
	maxPairs = 200_000
)

// list collects the files of the work tree, those in the folders of version control left out.
func (c *change) list() {
	_ = fs.WalkDir(c.Snapshot.Root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // what cannot be read is a problem of the scan
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules"):
			return fs.SkipDir
		case len(c.names) >= maxNames:
			return fs.SkipAll
		case !d.IsDir():
			c.names = append(c.names, name)
		}
		return nil
	})
}

// read returns a file of the work tree, nil where it is too large or no file.
func (c *change) read(name string) []byte {
	content, err := source.ReadRegular(c.Snapshot.Root, name, maxRead)
	if err != nil {
		return nil
	}
	return content
}

// pairRenames finds out which new files are those that are gone: the most similar one, of which half the lines are the same.
func (c *change) pairRenames() {
	c.to, c.from = map[string]string{}, map[string]string{}
	var added []string
	for _, name := range c.names {
		if _, err := c.Tree.Lstat(name); err != nil {
			added = append(added, name)
		}
	}
	contents, pairs := map[string][]byte{}, 0
	for _, gone := range c.Tree.Files() {
		before, ok := c.Tree.Content(gone)
		if c.exists(gone) || !ok || len(before) > maxRead {
			continue
		}
		best, most := "", 0.5
		for _, name := range added {
			if pairs++; pairs > maxPairs || c.from[name] != "" {
				continue
			}
			content, known := contents[name]
			if !known {
				content = c.read(name)
				contents[name] = content
			}
			if s := similarity(before, content); s >= most && (best == "" || s > most) {
				best, most = name, s
			}
		}
		if best != "" {
			c.to[gone], c.from[best] = best, gone
		}
	}
}

// similarity returns how many of the lines of two texts are the same, from 0 to 1. Blank lines do not count.
func similarity(a, b []byte) float64 {
	if bytes.Equal(a, b) {
		return 1
	}
	count, total, same := map[string]int{}, 0, 0
	for line := range bytes.SplitSeq(a, []byte("\n")) {
		if line := bytes.TrimSpace(line); len(line) > 0 {
			count[string(line)]++
			total++
		}
	}
	others := 0
	for line := range bytes.SplitSeq(b, []byte("\n")) {
		if line := bytes.TrimSpace(line); len(line) > 0 {
			others++
			if count[string(line)] > 0 {
				count[string(line)]--
				same++
			}
		}
	}
	if max(total, others) == 0 {
		return 0
	}
	return float64(same) / float64(max(total, others))
}

// origin returns what a file of the work tree was called in the revision, "" for a new one.
func (c *change) origin(name string) string {
	if _, err := c.Tree.Lstat(name); err == nil {
		return name
	}
	return c.from[name]
}

// isUnmarked reports whether a file was not marked as generated in the revision: a mark that comes with the change changes nothing.
func (c *change) isUnmarked(name string) bool {
	content, ok := c.Tree.Content(c.origin(name))
	return !ok || load.MarkerLine(source.NewFile(name, content)) == 0
}

// generated reports marks that come with the change, in files that are looked at, and lines of .gitattributes.
func (c *change) generated() {
	for _, name := range c.names {
		if _, isKnown := c.is[name]; !isKnown || !c.isUnmarked(name) || !c.mayHide(name) {
			continue
		}
		f := c.file(name)
		if n := load.MarkerLine(f); n > 0 {
			c.loosened(name, lineOf(f, n), "marks %s as generated", name)
		}
	}
	for _, name := range c.names {
		if path.Base(name) != ".gitattributes" {
			continue
		}
		for n, line := range c.added(name) {
			fields := strings.Fields(line)
			if len(fields) < 2 || !slices.ContainsFunc(fields[1:], func(word string) bool {
				return word == "linguist-generated" || word == "linguist-generated=true"
			}) {
				continue
			}
			if hit := c.hit(name, fields[0]); hit != "" {
				c.loosened(name, lineOf(c.file(name), n), "marks %s as generated", hit)
			}
		}
	}
}

// mayHide reports whether the change touches a file.
func (c *change) mayHide(name string) bool { return !c.Tree.IsSame(name, c.read(name)) }

// added returns the lines of a file that the revision does not have, by their number.
func (c *change) added(name string) map[int]string {
	before, _ := c.Tree.Content(name)
	known := map[string]bool{}
	for line := range strings.SplitSeq(string(before), "\n") {
		known[strings.TrimSpace(line)] = true
	}
	lines := map[int]string{}
	f := c.file(name)
	for n := 1; n <= f.Lines(); n++ {
		if line := strings.TrimSpace(f.Line(n)); line != "" && !strings.HasPrefix(line, "#") && !known[line] {
			lines[n] = line
		}
	}
	return lines
}

// hit returns the first file that is known of and that a pattern of an ignore file hits.
func (c *change) hit(ignoreFile, pattern string) string {
	for _, name := range c.names {
		rel, isBelow := relative(path.Dir(ignoreFile), name)
		if _, isKnown := c.is[name]; isKnown && isBelow && discover.Hits(pattern, rel) {
			return name
		}
	}
	return ""
}

func relative(folder, name string) (string, bool) {
	if folder == "." {
		return name, true
	}
	return strings.CutPrefix(name, folder+"/")
}

// ignored reports lines of ignore files by which files that are looked at would be left out.
func (c *change) ignored(ctx context.Context) {
	options := discover.Options{Exclude: c.Options.Config.Excludes, NoGitignore: c.Options.NoGitignore, MaxSize: c.Options.MaxFileSize}
	found := func(root fs.FS) map[string]bool {
		names := map[string]bool{}
		for _, f := range discover.Walk(ctx, committed{root}, c.Snapshot.Paths, options).Files {
			names[f.Path] = true
		}
		return names
	}
	before, after := found(&guarded{FS: c.Snapshot.Root, decided: c.Tree}), found(c.Snapshot.Root)
	for _, name := range c.names {
		if _, isKnown := c.is[name]; isKnown && before[name] && !after[name] {
			c.blame(name)
		}
	}
}

// blame reports the line that leaves a file out.
func (c *change) blame(name string) {
	changed := ""
	for folder := path.Dir(name); ; folder = path.Dir(folder) {
		for _, base := range []string{".seclintignore", ".gitignore"} {
			ignore := path.Join(folder, base)
			before, _ := c.Tree.Content(ignore)
			if bytes.Equal(before, c.read(ignore)) {
				continue
			}
			changed = ignore
			f, added := c.file(ignore), c.added(ignore)
			for n := 1; n <= f.Lines(); n++ {
				rel, _ := relative(folder, name)
				if line, is := added[n]; is && discover.Hits(line, rel) {
					c.loosened(ignore, lineOf(f, n), "leaves %s out by %q", name, line)
					return
				}
			}
		}
		if folder == "." {
			break
		}
	}
	if changed != "" {
		c.loosened(changed, source.Span{}, "leaves %s out", name)
	}
}

// unassessed reports files that rules looked at before the change and that they do not see any more: renamed to what nothing recognises,
// made unreadable, too large, or a link.
func (c *change) unassessed() {
	for _, f := range c.before.Coverage.Files {
		if !isLooked(f.State) {
			continue
		}
		name := f.Path
		if !c.exists(name) {
			if name = c.to[name]; name == "" {
				continue // it is gone
			}
		}
		state, isKnown := c.is[name]
		if isLooked(state) || state == coverage.Disabled && isKnown {
			continue
		}
		switch {
		case isKnown:
			c.loosened(name, source.Span{}, "makes %s a file that is not looked at (%s)", name, state)
		case name != f.Path:
			c.loosened(name, source.Span{}, "renames %s to %s, which nothing recognises", f.Path, name)
		case c.isHidden(name):
			c.loosened(name, source.Span{}, "makes %s a file that nothing recognises", name)
		}
	}
}

// isHidden reports whether a file that nothing looks at any more says much the same as before, or cannot be read: what was rewritten
// into something else is no longer what it was.
func (c *change) isHidden(name string) bool {
	content := c.read(name)
	if info, err := fs.Lstat(c.Snapshot.Root, name); content == nil || err != nil || !info.Mode().IsRegular() {
		return true
	}
	before, _ := c.Tree.Content(name)
	return similarity(before, content) >= 0.5 && !source.FormatOf(name).IsCode()
}
