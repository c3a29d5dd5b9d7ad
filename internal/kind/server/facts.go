package server

import (
	"slices"

	"github.com/seclint/seclint/internal/settings"
)

// Facts is what is known of the settings of a server beside their tree. It implements kind.Program.
type Facts struct {
	// Server is the server as the file configures it.
	Server settings.Server `json:"server"`

	images []string
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// ImageNames implements kind.Program.
func (f *Facts) ImageNames() []string { return slices.Clone(f.images) }
