package python

import (
	_ "embed"
	"sync"

	"github.com/seclint/seclint/internal/framework"
)

//go:embed frameworks.json
var tableText []byte

type callee = framework.Callee

// frameworks returns the table of Python's frameworks. It is read when the first Python file is looked at.
var frameworks = sync.OnceValue(func() *framework.Table {
	t, err := framework.New(tableText)
	if err != nil {
		panic("Python: " + err.Error()) // it is part of the program, and tested
	}
	return t
})
