// Package discover decides which files a scan looks at. It walks folders, honours ignore files and limits, and reports
// what it had to leave out; it opens no file other than ignore files and does not know what configs look like.
package discover

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
)

// DefaultMaxSize is the size in bytes above which a file is left out unless the options say otherwise.
const DefaultMaxSize = 5 << 20

// File is a file to look at.
type File struct {
	// Path is slash-separated and relative to the root.
	Path string
	// Explicit is set when the file itself was named, rather than found in a folder.
	Explicit bool
	// Size is in bytes.
	Size int64
	// Origin is what .gitattributes says of who wrote the file.
	Origin Origin
}

// Origin is who wrote a file.
type Origin uint8

// The origins. Unsaid leaves it to the text of the file.
const (
	Unsaid Origin = iota
	Generated
	Written
)

// Options say what to leave out.
type Options struct {
	// Exclude are globs of files and folders that are left out, whatever ignore files say.
	Exclude []config.Glob
	// NoGitignore turns .gitignore and .git/info/exclude off. .seclintignore and the default excludes stay.
	NoGitignore bool
	// MaxSize is the size in bytes above which a file is left out; DefaultMaxSize when it is zero.
	MaxSize int64
	// Wanted reports whether a file found in a folder can matter, by its path. When it is nil, a file
	// matters whose name is that of a format.
	Wanted func(path string) bool
	// IsRead reports whether a program reads a file for its base name alone; nil for none. Where nothing says which files git tracks,
	// .gitignore does not leave out such a file.
	IsRead func(base string) bool
}

// Found is what discovery found. Paths are slash-separated and relative to the root.
type Found struct {
	// Files are the files to look at, each real file once, in byte order of their paths.
	Files []File
	// Problems say what could not be looked at.
	Problems []finding.Problem
	// Folders are those that were entered, in byte order.
	Folders []string
	// LeftOut are the files and folders that an option, an ignore file or the defaults left out, in byte order; none that .gitignore
	// keeps out of the repository.
	LeftOut []coverage.LeftOut

	walker *walker
}

// IsLeftOut reports whether somebody chose to leave a file out: by the options, or in .seclintignore. Other ignore files say what is
// not committed, which does not keep anything from naming it.
func (f Found) IsLeftOut(name string) bool {
	if f.walker == nil {
		return false
	}
	return f.walker.isChosen(name)
}

// IsIgnored reports whether the options or any ignore file leave a file out.
func (f Found) IsIgnored(name string) bool {
	if f.walker == nil {
		return false
	}
	return f.walker.isChosen(name) || f.walker.isUncommitted(name)
}

// Files returns the files below paths and what could not be looked at, as Walk does.
func Files(ctx context.Context, root fs.FS, paths []string, opts Options) ([]File, []finding.Problem) {
	found := Walk(ctx, root, paths, opts)
	return found.Files, found.Problems
}

// Walk finds the files below paths. Paths are slash-separated and relative to root; no path means the whole root. A named file is
// always returned: only files met on a walk can be ignored. When ctx ends, the folders that are left are not entered.
func Walk(ctx context.Context, root fs.FS, paths []string, opts Options) Found {
	if opts.MaxSize == 0 {
		opts.MaxSize = DefaultMaxSize
	}
	if opts.Wanted == nil {
		opts.Wanted = hasFormat
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	w := &walker{
		ctx: ctx, root: root, opts: opts,
		found: map[string]File{}, walked: map[string]bool{}, ignores: map[string]*ignoreFiles{}, ignored: map[string]place{},
	}
	for _, name := range cleaned(paths) {
		w.named(name)
	}
	w.followFolders()
	w.addTracked()
	w.followFolders()
	return w.result()
}

// cleaned returns the paths in byte order, each once, so that their order on the command line changes nothing.
func cleaned(paths []string) []string {
	clean := make([]string, len(paths))
	for i, p := range paths {
		clean[i] = path.Clean(p)
	}
	slices.Sort(clean)
	return slices.Compact(clean)
}

// walker collects the files of one call of Files.
type walker struct {
	ctx  context.Context
	root fs.FS
	opts Options
	// found holds the files by their real path, so that links to one file yield one entry.
	found map[string]File
	// walked holds the real paths of the folders that were entered.
	walked map[string]bool
	// ignores caches what the ignore files of a folder say.
	ignores map[string]*ignoreFiles
	// folderLinks are the links to folders met on the way, followed last so that the real place of a folder wins.
	folderLinks []place
	// folders are the folders that were entered.
	folders []string
	left    []coverage.LeftOut
	// ignored are the files and folders that .gitignore leaves out, by name.
	ignored  map[string]place
	problems []finding.Problem
}

// place is a file or folder: under the name by which it was reached, and where it really is.
type place struct{ name, real string }

func (p place) child(base string) place {
	return place{name: path.Join(p.name, base), real: path.Join(p.real, base)}
}

// named takes up a path that was given by the user.
func (w *walker) named(name string) {
	if !fs.ValidPath(name) {
		w.problem(finding.Error, name, "path "+leadsOut, "name a path inside the folder that is scanned")
		return
	}
	real, info, err := w.resolve(name)
	if err != nil {
		w.linkProblem(finding.Error, name, err)
		return
	}
	at := place{name: name, real: real}
	if info.IsDir() {
		w.walk(at, w.scope(real), true)
		return
	}
	w.add(at, info, true)
}

// add records a file unless it is too large or no file with content.
func (w *walker) add(at place, info fs.FileInfo, explicit bool) {
	level := finding.Warning
	if explicit {
		level = finding.Error
	}
	if !info.Mode().IsRegular() {
		w.problem(level, at.name, modeName(info.Mode())+" "+notOpened, "")
		return
	}
	if info.Size() > w.opts.MaxSize {
		w.problem(level, at.name, fmt.Sprintf(tooLarge+": %s, the limit is %s", megabytes(info.Size()), megabytes(w.opts.MaxSize)),
			"raise the limit with --max-file-size, or leave the file out with --exclude")
		return
	}
	file, known := w.found[at.real]
	if !known || at.name < file.Path {
		file.Path = at.name
	}
	file.Explicit = file.Explicit || explicit
	file.Size = info.Size()
	w.found[at.real] = file
}

// result returns what was found, in its final order.
func (w *walker) result() Found {
	var files []File
	for _, f := range w.found {
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(w.problems, func(a, b finding.Problem) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Message, b.Message), cmp.Compare(b.Level, a.Level))
	})
	// A file that is named and met on a walk has one problem: the graver.
	problems := slices.CompactFunc(w.problems, func(a, b finding.Problem) bool {
		return a.Path == b.Path && a.Message == b.Message
	})
	slices.Sort(w.folders)
	slices.SortFunc(w.left, func(a, b coverage.LeftOut) int { return strings.Compare(a.Path, b.Path) })
	return Found{Files: files, Problems: problems, Folders: w.folders, LeftOut: slices.Compact(w.left), walker: w}
}

func (w *walker) problem(level finding.Level, name, message, hint string) {
	w.problems = append(w.problems, finding.Problem{Level: level, Path: name, Message: message, Hint: hint})
}

func modeName(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "named pipe"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&fs.ModeDevice != 0:
		return "device"
	}
	return "special file"
}

// megabytes prints a size so that one just above a limit never reads like the limit.
func megabytes(size int64) string {
	const mega = 1 << 20
	if size%mega == 0 {
		return fmt.Sprintf("%d MB", size/mega)
	}
	if size < mega {
		return fmt.Sprintf("%d bytes", size)
	}
	return fmt.Sprintf("%d.%d MB (%d bytes)", size/mega, size%mega*10/mega, size)
}
