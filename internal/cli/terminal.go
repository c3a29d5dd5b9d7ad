package cli

import (
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// terminalWidth returns the width of the terminal behind a stream, and false when there is none or it cannot move its
// cursor.
func terminalWidth(stream any) (int, bool) {
	f, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	return width, err == nil
}

// colours reports whether to colour what goes to a stream: mode is auto, always or never. NO_COLOR (no-color.org) and
// CLICOLOR_FORCE (bixense.com/clicolors) decide where the mode is auto.
func colours(mode string, w io.Writer) bool {
	switch {
	case mode == "always":
		return true
	case mode == "never" || os.Getenv("NO_COLOR") != "":
		return false
	case os.Getenv("CLICOLOR_FORCE") != "" && os.Getenv("CLICOLOR_FORCE") != "0":
		return true
	}
	_, terminal := terminalWidth(w)
	return terminal
}

// columns returns how wide a text for a stream may be: the width of its terminal, or else what COLUMNS says, 0 where nothing does.
func columns(stream any) int {
	if width, ok := terminalWidth(stream); ok {
		return width
	}
	width, err := strconv.Atoi(os.Getenv("COLUMNS"))
	if err != nil || width < 1 || width > 1000 {
		return 0
	}
	return width
}

// hasLinks reports whether the terminal behind a stream makes links of OSC 8, or FORCE_HYPERLINK says so. It asks the same variables as
// supports-hyperlinks, which many programs go by.
func hasLinks(isColoured bool, w io.Writer) bool {
	if force, ok := os.LookupEnv("FORCE_HYPERLINK"); ok {
		return force != "0"
	}
	_, isTerminal := terminalWidth(w)
	if !isColoured || !isTerminal || isSet("CI") || isSet("TEAMCITY_VERSION") {
		return false
	}
	switch os.Getenv("TERM_PROGRAM") {
	case "iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio":
		return true
	}
	switch os.Getenv("TERM") {
	case "xterm-kitty", "alacritty", "foot", "xterm-ghostty":
		return true
	}
	vte, err := strconv.Atoi(os.Getenv("VTE_VERSION"))
	return isSet("WT_SESSION") || isSet("KONSOLE_VERSION") || err == nil && vte > 5000
}

func isSet(name string) bool {
	_, ok := os.LookupEnv(name)
	return ok
}

// fileURL returns the URL of a folder with the name of this machine, by which a terminal tells files of another one.
func fileURL(dir string) string {
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	return (&url.URL{Scheme: "file", Host: host, Path: filepath.ToSlash(dir)}).String()
}

// printable returns s with everything that a terminal might obey written as an escape.
func printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\n' || r == '\t' || unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
	}
	return b.String()
}
