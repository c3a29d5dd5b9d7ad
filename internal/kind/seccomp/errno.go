package seccomp

import (
	_ "embed"
	"encoding/json"
	"strconv"
	"sync"
)

// errnos are the errors that Podman knows by name (pkg/seccomp/errno_list.go of github.com/containers/common v0.64) with their
// numbers on Linux, but for MIPS, SPARC, Alpha and PA-RISC.
//
//go:embed errno.json
var errnos []byte

var errnoNumbers = sync.OnceValue(func() map[string]int64 {
	numbers := map[string]int64{}
	if err := json.Unmarshal(errnos, &numbers); err != nil {
		panic("errno.json: " + err.Error())
	}
	return numbers
})

// errnoOf returns the number of an error as Podman reads it: by its name, or a number in decimal.
func errnoOf(text string) (number int64, ok bool) {
	if u, err := strconv.ParseUint(text, 10, 32); err == nil {
		return int64(u), true
	}
	number, ok = errnoNumbers()[text]
	return number, ok
}
