package gate

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// comments makes findings count again that are hidden by comments which the revision does not have, and reports these.
func (c *change) comments() {
	var hidden []finding.Finding
	var index []int
	for i := range c.now.Findings {
		if s := c.now.Findings[i].Suppressed; s != nil && s.Kind == "inSource" && !c.hadComment(s.At) {
			f := c.now.Findings[i]
			f.State = ""
			hidden, index = append(hidden, f), append(index, i)
		}
	}
	if len(hidden) == 0 {
		return
	}
	var before []finding.Finding
	for _, f := range c.before.Findings {
		if f.Suppressed != nil && f.Suppressed.Kind == "inSource" {
			f.Suppressed = nil
			before = append(before, f)
		}
	}
	baseline.Apply(hidden, baseline.Of(before), baseline.Options{
		Catalogue: c.Options.Catalogue, Exists: c.exists, Renamed: func(file string) string { return c.to[file] },
		IsJudged: func(*rules.Rule, string) bool { return false },
	})
	for i := range hidden {
		if hidden[i].State == finding.Unchanged {
			continue
		}
		f := &c.now.Findings[index[i]]
		at := f.Suppressed.At
		c.loosened(at.Path(), at, "hides %s by a comment", f.Rule)
		f.Related = append(slices.Clone(f.Related), finding.Related{At: at, Message: "counts: this comment comes with the change"})
		f.Suppressed = nil
	}
}

// hadComment reports whether the revision has the comment beside the same code.
func (c *change) hadComment(at source.Span) bool {
	name := c.origin(at.Path())
	content, ok := c.Tree.Content(name)
	if !ok {
		return false
	}
	want := anchor(at.File, int(at.Start.Line), at)
	before := source.NewFile(at.Path(), content)
	return slices.ContainsFunc(before.Comments(), func(comment source.Comment) bool {
		span := before.Span(comment.Start, comment.End)
		return anchor(before, comment.Line, span) == want
	})
}

// anchor returns a comment with the code that it is beside, or in front of.
func anchor(f *source.File, line int, at source.Span) string {
	comment := strings.TrimSpace(string(f.Content[f.Offset(at.Start):f.Offset(at.End)]))
	code := strings.TrimSpace(strings.Replace(f.Line(line), comment, "", 1))
	for n := line + 1; code == "" && n <= f.Lines(); n++ {
		code = strings.TrimSpace(f.Line(n))
	}
	return code + "\x00" + comment
}

// policies reports policies in the folders of the config that the change adds, changes or removes.
func (c *change) policies() {
	isPolicy := func(name string) bool {
		return slices.ContainsFunc(c.Options.Config.Policies, func(folder string) bool {
			_, isBelow := relative(path.Clean(folder), name)
			return isBelow
		}) && (path.Ext(name) == ".rego" || path.Base(name) == "data.json")
	}
	for _, name := range c.names {
		if !isPolicy(name) {
			continue
		}
		if _, err := c.Tree.Lstat(name); err != nil {
			c.loosened(name, source.Span{}, "adds the policy %s", name)
		} else if !c.Tree.IsSame(name, c.read(name)) {
			c.loosened(name, source.Span{}, "changes the policy %s", name)
		}
	}
	for _, name := range c.Tree.Files() {
		if isPolicy(name) && !c.exists(name) {
			c.loosened(name, source.Span{}, "removes the policy %s", name)
		}
	}
}

var composeFile = lazyregexp.New(`^\s*(?:export\s+)?COMPOSE_FILE\s*=\s*["']?([^"'#]*?)["']?\s*(?:#.*)?$`)

// composeFiles reports values of COMPOSE_FILE that leave out a file of the project which was part of it.
func (c *change) composeFiles() {
	for _, name := range slices.Compact(slices.Sorted(slices.Values(append(c.Tree.Files(), c.names...)))) {
		if path.Base(name) != ".env" {
			continue
		}
		content, _ := c.Tree.Content(name)
		before, _ := startedBy(source.NewFile(name, content))
		now := source.NewFile(name, c.read(name))
		after, line := startedBy(now)
		if slices.Equal(before, after) {
			continue
		}
		folder := path.Dir(name)
		if before == nil {
			before = c.defaults(folder)
		}
		if after == nil {
			after = c.defaults(folder)
		}
		for _, file := range before {
			if !slices.Contains(after, file) && c.exists(path.Join(folder, file)) {
				at := source.Span{}
				if line > 0 {
					at = lineOf(now, line)
				}
				c.loosened(name, at, "takes %s out of what COMPOSE_FILE starts", path.Join(folder, file))
			}
		}
	}
}

// startedBy returns the files that COMPOSE_FILE names in a file of variables, nil where it is not set, and its line.
func startedBy(f *source.File) (files []string, line int) {
	for n := 1; n <= f.Lines(); n++ {
		if found := composeFile.FindStringSubmatch(f.Line(n)); found != nil {
			files, line = nil, n
			for file := range strings.FieldsFuncSeq(found[1], func(r rune) bool { return r == ':' || r == ';' }) {
				files = append(files, path.Clean(strings.TrimSpace(file)))
			}
		}
	}
	return files, line
}

// defaults returns the files that Compose takes in a folder by itself: the first of its names, and an override.
func (c *change) defaults(folder string) []string {
	var files []string
	for _, names := range [][]string{
		{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"},
		{"compose.override.yaml", "compose.override.yml", "docker-compose.override.yml", "docker-compose.override.yaml"},
	} {
		for _, name := range names {
			if _, err := c.Tree.Lstat(path.Join(folder, name)); err == nil {
				files = append(files, name)
				break
			}
		}
	}
	return files
}

// weakened reports services that the change makes run for real no more, so that what it does to them weighs less: behind a profile that
// nothing starts, scaled to none, built for development.
func (c *change) weakened() {
	before := map[[2]string][]string{}
	for _, a := range c.before.Coverage.Assets {
		if a.Sort == coverage.Service {
			before[[2]string{path.Dir(a.File), a.Name}] = append([]string{}, a.Tags...)
		}
	}
	said := map[[2]string]bool{}
	for _, f := range c.now.Findings {
		name := ""
		if len(f.Path) > 1 && f.Path[0] == "services" {
			name, _ = f.Path[1].(string)
		}
		service := [2]string{path.Dir(c.origin(f.Document)), name}
		tags, existed := before[service]
		if f.State != finding.New || !existed || said[service] {
			continue
		}
		for _, tag := range f.Tags {
			if (tag.Name == source.TagInactive || tag.Name == source.TagDevelopment) && !slices.Contains(tags, tag.Name) && strings.HasPrefix(tag.Reason, "service ") {
				said[service] = true
				c.loosened(f.Document, f.At, "makes what is found here weigh less: %s", tag.Reason)
				break
			}
		}
	}
}

// moved reports renamed files in which findings weigh less by their new name or folder.
func (c *change) moved() {
	weighed := func(findings []finding.Finding, file string) (tags []string, any bool) {
		for i := range findings {
			f := &findings[i]
			if f.At.IsZero() || f.At.Path() != file {
				continue
			}
			any = true
			for _, tag := range f.Tags {
				if tag.Name == source.TagExample || tag.Name == source.TagTest || tag.Name == source.TagDevelopment {
					tags = append(tags, tag.Name)
				}
			}
		}
		return tags, any
	}
	for gone, name := range c.to {
		before, had := weighed(c.before.Findings, gone)
		after, has := weighed(c.now.Findings, name)
		if has && len(after) > 0 && (!had || len(before) == 0) && isLooked(c.was[gone]) {
			c.loosened(name, source.Span{}, "moves %s to where it weighs less (%s)", gone, after[0])
		}
	}
}
