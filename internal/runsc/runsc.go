// Package runsc knows how gVisor's runsc is configured: its flags, the files and lists that set them, and whether they reach
// it. It knows no kind of document and decides nothing about security.
package runsc

import (
	"path"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

var runscName = lazyregexp.New(`(?i)(^|[._-])(runsc|gvisor)($|[._-])`)

// IsRunsc reports whether a runtime's name, type or program is gVisor's: runsc, runsc-kvm, io.containerd.runsc.v1,
// /usr/local/bin/runsc.
func IsRunsc(name string) bool {
	return runscName.MatchString(path.Base(strings.TrimSpace(name)))
}
