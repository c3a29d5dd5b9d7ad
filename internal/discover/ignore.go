package discover

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// The ignore files, and how much of one is read at most: they come with the scanned files and are not trusted.
const (
	gitignoreName     = ".gitignore"
	seclintignoreName = ".seclintignore"
	maxIgnoreSize     = 1 << 20
)

// verdict is what the patterns say about a path.
type verdict uint8

const (
	silent verdict = iota
	leaveOut
	bringBack
)

// pattern is one line of an ignore file. It is matched against single entries on the way down, so it never has to
// look at the folders above: go-git's matcher does, and there takes "a/**" for the folder a and has no backtracking.
type pattern struct {
	glob string
	// literal is set when the glob holds no metacharacter.
	literal bool
	// name is set when the pattern is matched against the base name, at any depth.
	name    bool
	dirOnly bool
	negated bool
}

var gitToDoublestar = strings.NewReplacer("{", `\{`, "}", `\}`,
	"[:alnum:]", "a-zA-Z0-9", "[:alpha:]", "a-zA-Z", "[:digit:]", "0-9", "[:lower:]", "a-z",
	"[:upper:]", "A-Z", "[:space:]", " \t\r\n\v\f", "[:xdigit:]", "0-9a-fA-F")

// parsePattern reads a line as git does; ok is false for blank lines and comments.
func parsePattern(line string) (p pattern, ok bool) {
	line = strings.TrimSuffix(line, "\r")
	if strings.HasPrefix(line, "#") {
		return pattern{}, false
	}
	line = trimSpaces(line)
	if rest, negated := strings.CutPrefix(line, "!"); negated {
		p.negated, line = true, rest
	}
	if rest, dirOnly := strings.CutSuffix(line, "/"); dirOnly {
		p.dirOnly, line = true, rest
	}
	p.name = !strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return pattern{}, false
	}
	p.literal = !strings.ContainsAny(line, `*?[\`)
	if p.literal {
		p.glob = line
		return p, true
	}
	p.glob = gitToDoublestar.Replace(line)
	if !p.name && (p.glob == "**" || strings.HasSuffix(p.glob, "/**")) {
		p.glob += "/*" // everything inside, not the folder itself
	}
	return p, true
}

// trimSpaces removes trailing spaces that no backslash protects.
func trimSpaces(line string) string {
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	return line
}

// match reports whether the pattern hits a path relative to the pattern's folder.
func (p *pattern) match(rel string, isDir bool) bool {
	if p.dirOnly && !isDir {
		return false
	}
	if p.name {
		rel = path.Base(rel)
	}
	if p.literal {
		return p.glob == rel
	}
	return doublestar.MatchUnvalidated(p.glob, rel)
}

// judge returns what the last pattern that hits says.
func judge(patterns []pattern, rel string, isDir bool) verdict {
	for i := len(patterns) - 1; i >= 0; i-- {
		if p := &patterns[i]; p.match(rel, isDir) {
			if p.negated {
				return bringBack
			}
			return leaveOut
		}
	}
	return silent
}

// ignoreFiles is what the ignore files of one folder say, and which files its .gitattributes calls generated.
type ignoreFiles struct {
	git, seclint []pattern
	attributes   []attribute
}

func (f *ignoreFiles) gitPatterns() []pattern     { return f.git }
func (f *ignoreFiles) seclintPatterns() []pattern { return f.seclint }

// scope is the ignore files that hold in a folder: its own and those above it.
type scope struct {
	above *scope
	dir   string
	own   *ignoreFiles
}

// excluded returns what leaves an entry of the folder out, "" for nothing. .seclintignore decides first, then .gitignore, then the
// default excludes; of several files the deepest that says anything.
func (s *scope) excluded(name string, mode fs.FileMode, siblings []fs.DirEntry) string {
	switch s.judge((*ignoreFiles).seclintPatterns, name, mode.IsDir()) {
	case leaveOut:
		return seclintignoreName
	case silent:
	default:
		return ""
	}
	switch {
	case s.judge((*ignoreFiles).gitPatterns, name, mode.IsDir()) == leaveOut:
		return gitignoreName
	case mode&(fs.ModeDir|fs.ModeSymlink) != 0 && defaultExclude(path.Base(name), siblings):
		return coverage.ByDefault
	}
	return ""
}

func (s *scope) judge(patterns func(*ignoreFiles) []pattern, name string, isDir bool) verdict {
	for ; s != nil; s = s.above {
		rel := name
		if s.dir != "." {
			rel = name[len(s.dir)+1:]
		}
		if v := judge(patterns(s.own), rel, isDir); v != silent {
			return v
		}
	}
	return silent
}

// scope returns what holds in a folder that is not reached by walking down from the root.
func (w *walker) scope(dir string) *scope {
	if dir == "." {
		return nil
	}
	parent := path.Dir(dir)
	above := w.scope(parent)
	entries, err := fs.ReadDir(w.root, parent)
	if err != nil {
		return above // the folder itself can be entered all the same
	}
	return w.enter(above, parent, entries)
}

// enter returns what holds in a folder, given what holds above it and its entries.
func (w *walker) enter(above *scope, dir string, entries []fs.DirEntry) *scope {
	own, known := w.ignores[dir]
	if !known {
		own = w.readIgnores(dir, entries)
		w.ignores[dir] = own
	}
	if own == nil {
		return above
	}
	return &scope{above: above, dir: dir, own: own}
}

// readIgnores reads the ignore files among a folder's entries; nil when there are none.
func (w *walker) readIgnores(dir string, entries []fs.DirEntry) *ignoreFiles {
	var own ignoreFiles
	var git []pattern
	for _, entry := range entries {
		regular := entry.Type().IsRegular()
		switch name := entry.Name(); {
		case name == ".git" && entry.IsDir() && !w.opts.NoGitignore:
			own.git = w.readPatterns(path.Join(dir, ".git/info/exclude"))
		case name == gitignoreName && regular && !w.opts.NoGitignore:
			git = w.readPatterns(path.Join(dir, name))
		case name == seclintignoreName && regular:
			own.seclint = w.readPatterns(path.Join(dir, name))
		case name == gitattributesName && regular:
			own.attributes = parseAttributes(w.readIgnore(path.Join(dir, name)))
		}
	}
	own.git = append(own.git, git...)
	if own.git == nil && own.seclint == nil && own.attributes == nil {
		return nil
	}
	return &own
}

// readPatterns reads the patterns of an ignore file.
func (w *walker) readPatterns(name string) []pattern { return parsePatterns(w.readIgnore(name)) }

// readIgnore reads an ignore file, up to a limit. A missing one is empty; one that cannot be read is a problem, because more is
// looked at than was meant.
func (w *walker) readIgnore(name string) []byte {
	file, err := source.OpenRegular(w.root, name)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			w.problem(finding.Warning, name, "cannot read "+ignoreFault+": "+reason(err), "")
		}
		return nil
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxIgnoreSize+1))
	switch {
	case err != nil:
		w.problem(finding.Warning, name, "cannot read "+ignoreFault+": "+reason(err), "")
		return nil
	case len(content) > maxIgnoreSize:
		w.problem(finding.Warning, name, ignoreFault+" is too large: only "+megabytes(maxIgnoreSize)+" of it are used", "")
		content = content[:bytes.LastIndexByte(content[:maxIgnoreSize], '\n')+1]
	}
	return content
}

func parsePatterns(content []byte) []pattern {
	var patterns []pattern
	for line := range strings.SplitSeq(strings.TrimPrefix(string(content), "\ufeff"), "\n") {
		if p, ok := parsePattern(line); ok {
			patterns = append(patterns, p)
		}
	}
	return patterns
}

// Hits reports whether a line of an ignore file hits a file or a folder around it, by its path relative to the folder of the ignore
// file. A line that brings files back hits nothing.
func Hits(line, rel string) bool {
	p, ok := parsePattern(line)
	if !ok || p.negated {
		return false
	}
	for at := rel; at != "." && at != "/"; at = path.Dir(at) {
		if p.match(at, at != rel) {
			return true
		}
	}
	return false
}
