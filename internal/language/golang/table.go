package golang

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/framework"
	"github.com/seclint/seclint/internal/lazyregexp"
)

//go:embed frameworks.json
var tableText []byte

type callee = framework.Callee

// frameworks returns the table of Go's frameworks. It is read when the first Go file is looked at.
var frameworks = sync.OnceValue(func() *framework.Table {
	t, err := framework.New(tableText)
	if err != nil {
		panic("Go: " + err.Error()) // it is part of the program, and tested
	}
	return t
})

// version is the part of an import path that names the major version of a module.
var version = lazyregexp.New(`/v[0-9]+(/|$)|\.v[0-9]+$`)

// unversioned returns an import path without the major version.
func unversioned(importPath string) string {
	return strings.TrimSuffix(version.ReplaceAllString(importPath, "/"), "/")
}

// canonical returns the name that the table uses for an import path: without the major version, and shortened where the table has a
// short name for the longest part in front: echo/middleware for github.com/labstack/echo/v4/middleware.
func canonical(importPath string) string {
	name := importPath
	if strings.Contains(importPath, ".") { // math/rand/v2 is another package than math/rand
		name = unversioned(importPath)
	}
	for end := len(name); end > 0; end = strings.LastIndexByte(name[:end], '/') {
		if same, ok := frameworks().Same[name[:end]]; ok {
			return same + name[end:]
		}
	}
	return name
}
