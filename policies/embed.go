// Package policies holds the built-in policies: a folder for each rule, by family, and lib with what they share. This is
// the only Go in it, because go:embed cannot climb out of its folder.
package policies

import "embed"

// FS holds the built-in policies with their fixtures.
//
//go:embed */*/*.rego */*/*.txtar lib/*/data.json
var FS embed.FS

//go:generate go run ../internal/tools/planner . builtin.plan

// Plan is what `make plan` made of the policies, so that a scan need not compile them.
//
//go:embed builtin.plan
var Plan []byte
