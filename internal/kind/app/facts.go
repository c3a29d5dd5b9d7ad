package app

import "github.com/seclint/seclint/internal/source"

// Facts is what is known of a file of settings beside its tree. It implements kind.Settings.
type Facts struct {
	// Format is the format of the file: dotenv.
	Format string `json:"format"`

	root *source.Node
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// Variables implements kind.Settings.
func (f *Facts) Variables() *source.Node { return f.root }
