// Package policies holds the built-in policies: a folder for each rule, by family, and lib with what they share. This is
// the only Go in it, because go:embed cannot climb out of its folder.
package policies

import "embed"

// FS holds the built-in policies with their fixtures.
//
//go:embed */*/*.rego */*/*.txtar
var FS embed.FS
