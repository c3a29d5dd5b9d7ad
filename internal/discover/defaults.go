package discover

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// defaultExclude reports whether a folder is left out unless .seclintignore brings it back: other people's code, the
// state of tools, and build output. build is a common name for a folder of configs too, so it takes a build file
// beside it.
func defaultExclude(base string, siblings []fs.DirEntry) bool {
	switch base {
	case ".git", ".hg", ".svn", ".jj",
		"node_modules", "bower_components", "vendor", ".venv", "__pycache__", ".terraform", ".tox", ".nox",
		"dist", "target", ".next", ".nuxt", ".gradle":
		return true
	case "build":
		return slices.ContainsFunc(siblings, func(e fs.DirEntry) bool {
			switch e.Name() {
			case "build.gradle", "build.gradle.kts", "CMakeLists.txt", "package.json", "setup.py", "pyproject.toml":
				return true
			}
			return false
		})
	}
	return false
}

// holdsInstalled reports whether the entries of a folder are those of a virtual environment of Python (PEP 405), or of packages that pip
// installed into a folder of whatever name (pip install --target), which it describes in a folder beside each.
func holdsInstalled(entries []fs.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return e.Name() == "pyvenv.cfg" || e.IsDir() && strings.HasSuffix(e.Name(), ".dist-info")
	})
}

// isState reports whether a folder is that of a version control system, which holds no file that anything is started with.
func isState(base string) bool {
	return base == ".git" || base == ".hg" || base == ".svn" || base == ".jj"
}

// hasFormat reports whether a file is in a format that seclint reads, or a template of one, by its path.
func hasFormat(path string) bool { return source.FormatOf(path) != nil }
