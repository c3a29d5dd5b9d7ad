package discover

import (
	"strings"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
)

// What problems say of files that are left out.
const (
	tooLarge    = "file is too large"
	notOpened   = "is not opened: only regular files are read"
	leadsOut    = "leads outside the scanned root"
	ignoreFault = "ignore file"
)

// StateOf returns the state of the file that a problem of discovery left out; ok is false for a problem that leaves none out.
func StateOf(p finding.Problem) (state coverage.State, ok bool) {
	switch {
	case p.Path == "" || strings.Contains(p.Message, ignoreFault):
		return "", false
	case strings.Contains(p.Message, leadsOut):
		return coverage.External, true
	case strings.HasPrefix(p.Message, tooLarge), strings.HasSuffix(p.Message, notOpened):
		return coverage.Unsupported, true
	}
	return coverage.Broken, true
}
