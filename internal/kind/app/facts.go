package app

import (
	"github.com/seclint/seclint/internal/settings"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what is known of an application, or of a file of settings, beside its tree. It implements kind.Settings and
// kind.Backend.
type Facts struct {
	// Format is dotenv for a file of variables, program for an application, settings for the settings of a framework.
	Format string `json:"format"`
	// Server is the framework as a file of settings configures it.
	Server *settings.Server `json:"server,omitempty"`
	// Language is the language of an application, such as python.
	Language string `json:"language,omitempty"`
	// Root is the folder of an application.
	Root string `json:"root,omitempty"`

	root *source.Node
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// IsBackend implements kind.Backend.
func (f *Facts) IsBackend() bool { return f.root == nil }

// Variables implements kind.Settings: nil for an application and for settings.
func (f *Facts) Variables() *source.Node { return f.root }
