package lsp

import (
	"net/url"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

// fileOf returns the absolute path that a URI names, "" for a URI of something else than a file on this machine.
func fileOf(uri string) string { return filePath(uri, runtime.GOOS == "windows") }

func filePath(uri string, isWindows bool) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || strings.Contains(u.Path, "\x00") {
		return ""
	}
	name := u.Path
	if isWindows {
		if u.Host != "" {
			return `\\` + u.Host + strings.ReplaceAll(name, "/", `\`)
		}
		if len(name) < 3 || name[0] != '/' || name[2] != ':' {
			return ""
		}
		return strings.ToUpper(name[1:2]) + strings.ReplaceAll(name[2:], "/", `\`)
	}
	if u.Host != "" && u.Host != "localhost" || !path.IsAbs(name) {
		return ""
	}
	return path.Clean(name)
}

// uriOf returns the URI of an absolute path.
func uriOf(file string) string {
	slashed := filepath.ToSlash(file)
	switch {
	case strings.HasPrefix(slashed, "//"): // of another machine, on Windows
		host, rest, _ := strings.Cut(slashed[2:], "/")
		return (&url.URL{Scheme: "file", Host: host, Path: "/" + rest}).String()
	case !strings.HasPrefix(slashed, "/"):
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}

// place is a file or folder as its client spells it and where it really is.
type place struct{ spelled, real string }

// placeOf follows the links on the way to a file, which need not exist. A file that is a link itself stays one.
func placeOf(file string) place {
	dir, missing := filepath.Dir(file), filepath.Base(file)
	for {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			return place{file, filepath.Join(real, missing)}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return place{file, file}
		}
		dir, missing = parent, filepath.Join(filepath.Base(dir), missing)
	}
}

// above returns how the client spells a folder at or above the place, by where it really is.
func (p place) above(real string) string {
	way, err := filepath.Rel(real, p.real)
	if err != nil || way == "." {
		if way == "." {
			return p.spelled
		}
		return real
	}
	if spelled, ok := strings.CutSuffix(p.spelled, string(filepath.Separator)+way); ok && filepath.IsAbs(spelled) {
		return spelled
	}
	return real
}
