package kind

import "strings"

// CutOption splits a security option as Docker does: at the first equals sign, and only without one at the first colon.
func CutOption(option string) (key, value string, found bool) {
	key, value, found = strings.Cut(option, "=")
	if !found {
		key, value, found = strings.Cut(option, ":")
	}
	return strings.TrimSpace(key), value, found
}

// ProfileOf returns the file of the seccomp profile that a security option names, "" for any other option.
func ProfileOf(option string) string {
	if key, value, _ := CutOption(option); key == "seccomp" && isProfileFile(value) {
		return value
	}
	return ""
}

// isProfileFile reports whether what a container or an engine is given as its profile is a file, and no profile that the engine
// brings.
func isProfileFile(name string) bool { return name != "" && name != "unconfined" && name != "builtin" }
