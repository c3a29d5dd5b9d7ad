package discover

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
)

// maxDepth bounds how many folders are inside each other: to open one costs a system call for each folder around it.
const maxDepth = 100

// walk takes up a folder: one listing per folder, and no further question about an entry that cannot matter. isNamed says that somebody
// named it: what is left out by default is looked at then.
func (w *walker) walk(dir place, above *scope, isNamed bool) {
	if w.walked[dir.real] || w.ctx.Err() != nil {
		return
	}
	w.walked[dir.real] = true
	if max(strings.Count(dir.name, "/"), strings.Count(dir.real, "/")) >= maxDepth {
		w.problem(finding.Error, dir.name, fmt.Sprintf("more than %d folders are inside each other: what is in this one is not looked at", maxDepth),
			"scan it on its own, or leave it out with --exclude")
		return
	}
	entries, err := fs.ReadDir(w.root, dir.name)
	if !isNamed && holdsInstalled(entries) && above.judge((*ignoreFiles).seclintPatterns, dir.real, true) == silent {
		w.leave(dir, coverage.ByDefault, true)
		return
	}
	w.folders = append(w.folders, dir.name)
	if err != nil {
		w.problem(finding.Error, dir.name, "cannot read folder: "+reason(err), "")
	}
	s := w.enter(above, dir.real, entries)
	for _, entry := range entries {
		w.entry(dir.child(entry.Name()), entry, s, entries)
	}
}

// entry takes up one entry of a folder; siblings are all entries of that folder.
func (w *walker) entry(at place, entry fs.DirEntry, s *scope, siblings []fs.DirEntry) {
	isDir, isLink := entry.IsDir(), entry.Type()&fs.ModeSymlink != 0
	if !isDir && !isLink && !w.opts.Wanted(at.name) {
		return
	}
	if by := w.excludedBy(at, entry, s, siblings); by != "" {
		w.leave(at, by, isDir)
		return
	}
	switch {
	case !utf8.ValidString(entry.Name()):
		w.problem(finding.Error, at.name, "name is not valid UTF-8: it cannot be read", "rename it")
	case isLink:
		w.link(at)
	case isDir:
		w.walk(at, s, false)
	case !entry.Type().IsRegular():
		w.problem(finding.Warning, at.name, modeName(entry.Type())+" "+notOpened, "")
	default:
		info, err := entry.Info()
		if err != nil {
			w.problem(finding.Error, at.name, "cannot read file: "+reason(err), "")
			return
		}
		w.add(at, info, false)
		w.attribute(at.real, s)
	}
}

// attribute notes what .gitattributes says of a file that was found.
func (w *walker) attribute(real string, s *scope) {
	if f, found := w.found[real]; found {
		f.Origin = s.origin(real)
		w.found[real] = f
	}
}

// excludedBy returns what leaves an entry out, "" for nothing.
func (w *walker) excludedBy(at place, entry fs.DirEntry, s *scope, siblings []fs.DirEntry) string {
	if w.isExcluded(at) {
		return coverage.ByExclude
	}
	return s.excluded(at.real, entry.Type(), siblings)
}

// leave notes that an entry was left out. What .gitignore says is settled when it is known which files git tracks.
func (w *walker) leave(at place, by string, isDir bool) {
	switch {
	case isDir && isState(path.Base(at.name)) || !isDir && !w.opts.Wanted(at.name):
	case by == gitignoreName:
		w.ignored[at.name] = at
	default:
		w.left = append(w.left, coverage.LeftOut{Path: at.name, By: by})
	}
}

// leaveOut leaves out what .gitignore lists where nothing says which files git tracks.
func (w *walker) leaveOut(at place, by string) {
	if w.opts.IsRead != nil && w.opts.IsRead(path.Base(at.name)) && !isBelowDefault(at.name) {
		if info, err := fs.Lstat(w.root, at.name); err == nil && !info.IsDir() {
			w.trackedFile(at.name)
			return
		}
	}
	w.left = append(w.left, coverage.LeftOut{Path: at.name, By: by})
}

// isExcluded reports whether the options leave an entry out.
func (w *walker) isExcluded(at place) bool {
	return config.MatchAny(w.opts.Exclude, at.name) || at.real != at.name && config.MatchAny(w.opts.Exclude, at.real)
}

// link takes up a link met on a walk: to a file at once, to a folder when all folders have been walked.
func (w *walker) link(at place) {
	real, info, err := w.resolve(at.name)
	wanted := w.opts.Wanted(at.name)
	switch {
	case errors.Is(err, errOutside), err != nil && wanted:
		w.linkProblem(finding.Warning, at.name, err)
	case err != nil:
	case info.IsDir():
		w.folderLinks = append(w.folderLinks, place{name: at.name, real: real})
	case wanted:
		w.add(place{name: at.name, real: real}, info, false)
	}
}

// followFolders walks the folders that are reached through links only: those outside the named paths. A folder that
// was walked, or left out where it really is, is not looked at again under another name.
func (w *walker) followFolders() {
	for len(w.folderLinks) > 0 {
		batch := w.folderLinks
		w.folderLinks = nil
		slices.SortFunc(batch, func(a, b place) int { return strings.Compare(a.name, b.name) })
		for _, at := range batch {
			if !w.walked[at.real] && !w.leftOut(at.real) {
				w.walk(at, w.scope(at.real), false)
			}
		}
	}
}

// leftOut reports whether a folder, or one above it, is excluded where it really is.
func (w *walker) leftOut(dir string) bool {
	if dir == "." {
		return false
	}
	if config.MatchAny(w.opts.Exclude, dir) || w.leftOut(path.Dir(dir)) {
		return true
	}
	siblings, err := fs.ReadDir(w.root, path.Dir(dir))
	if err != nil {
		return true
	}
	return w.scope(dir).excluded(dir, fs.ModeDir, siblings) != ""
}

// isChosen reports whether the options or .seclintignore leave a file out, or a folder above it.
func (w *walker) isChosen(name string) bool {
	for at := name; at != "."; at = path.Dir(at) {
		if config.MatchAny(w.opts.Exclude, at) || w.scope(at).judge((*ignoreFiles).seclintPatterns, at, at != name) == leaveOut {
			return true
		}
	}
	return false
}

// isUncommitted reports whether .gitignore leaves a file out, or a folder above it.
func (w *walker) isUncommitted(name string) bool {
	for at := name; at != "."; at = path.Dir(at) {
		if w.scope(at).judge((*ignoreFiles).gitPatterns, at, at != name) == leaveOut {
			return true
		}
	}
	return false
}

var (
	errOutside = errors.New("symlink " + leadsOut)
	errLoop    = errors.New("symlink leads back to itself")
)

// maxLinks is how many links one name may lead through, as in Linux.
const maxLinks = 40

// resolve follows every link in a name, inside the root only, and returns the real path with what is there.
func (w *walker) resolve(name string) (string, fs.FileInfo, error) {
	real, links := ".", 0
	info, err := fs.Lstat(w.root, real)
	if err != nil || name == "." {
		return real, info, err
	}
	for rest := strings.Split(name, "/"); len(rest) > 0; {
		step := rest[0]
		rest = rest[1:]
		switch {
		case step == "" || step == ".":
			continue
		case step == ".." && real == ".":
			return "", nil, errOutside
		case step == "..":
			real = path.Dir(real)
			if info, err = fs.Lstat(w.root, real); err != nil {
				return "", nil, err
			}
			continue
		}
		next := path.Join(real, step)
		if info, err = fs.Lstat(w.root, next); err != nil {
			return "", nil, err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			real = next
			continue
		}
		if links++; links > maxLinks {
			return "", nil, errLoop
		}
		target, err := fs.ReadLink(w.root, next)
		if err != nil {
			return "", nil, err
		}
		if path.IsAbs(target) || filepath.IsAbs(target) {
			return "", nil, errOutside
		}
		rest = append(strings.Split(filepath.ToSlash(target), "/"), rest...)
	}
	return real, info, nil
}

// linkProblem reports a name that could not be resolved.
func (w *walker) linkProblem(level finding.Level, name string, err error) {
	switch {
	case errors.Is(err, errOutside):
		w.problem(level, name, err.Error(), "scan the folder that it leads to on its own")
	case errors.Is(err, errLoop):
		w.problem(level, name, err.Error(), "")
	case level == finding.Warning && errors.Is(err, fs.ErrNotExist):
		w.problem(level, name, "symlink leads to nothing", "")
	default:
		w.problem(level, name, fmt.Sprintf("cannot read %s: %s", path.Base(name), reason(err)), "")
	}
}

// reason returns what went wrong without the operation and the path, which the problem holds already.
func reason(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "no such file or folder"
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err.Error()
	}
	return err.Error()
}
