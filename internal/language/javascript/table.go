package javascript

import (
	_ "embed"
	"sync"

	"github.com/seclint/seclint/internal/framework"
)

//go:embed frameworks.json
var tableText []byte

// frameworks returns the table of JavaScript's frameworks. It is read when the first file is looked at. A callee that begins with "{}."
// is a key of an object, whatever the object is for; one that begins with "html." is an element.
var frameworks = sync.OnceValue(func() *framework.Table {
	t, err := framework.New(tableText)
	if err != nil {
		panic("JavaScript: " + err.Error()) // it is part of the program, and tested
	}
	return t
})
