package app

import (
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/settings"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what is known of an application, or of a file of settings, beside its tree. It implements kind.Settings,
// kind.Application, kind.Backend, kind.PageServer and kind.Writer.
type Facts struct {
	// Format is dotenv for a file of variables, program for an application, settings for the settings of a framework.
	Format string `json:"format"`
	// Server is the framework as a file of settings configures it.
	Server *settings.Server `json:"server,omitempty"`
	// Language is the language of an application, such as python.
	Language string `json:"language,omitempty"`
	// Root is the folder of an application.
	Root string `json:"root,omitempty"`
	// Manifests are the files in the folder of an application that name what it depends on, such as requirements.txt.
	Manifests []string `json:"manifests,omitempty"`
	// Pipelines are the files that say what is run for a change, such as .github/workflows/test.yml, in the nearest folder around the
	// application that has any.
	Pipelines []string `json:"pipelines,omitempty"`
	// Audits are the files there by which somebody looks for known vulnerabilities in what the application depends on: pipelines, what
	// they run, and the settings of Dependabot, Renovate and their like.
	Audits []string `json:"audits,omitempty"`

	root    *source.Node
	modules []string
	// fragments are what an application writes out of configuration.
	fragments []kind.Fragment
	// pages are the places by which it answers with files.
	pages []kind.Page
}

// Fragments implements kind.Writer.
func (f *Facts) Fragments() []kind.Fragment { return f.fragments }

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// IsBackend implements kind.Backend.
func (f *Facts) IsBackend() bool { return f.root == nil }

// Modules implements kind.Application.
func (f *Facts) Modules() (language string, files []string) {
	return f.Language, slices.Clone(f.modules)
}

// Variables implements kind.Settings: nil for an application and for settings.
func (f *Facts) Variables() *source.Node { return f.root }
