package cli

import (
	"runtime/debug"
	"slices"
)

// makeRoom collects what a scan left behind, before a report is built that is kept in memory as a whole.
func makeRoom(outputs []output) {
	if slices.ContainsFunc(outputs, func(o output) bool { return o.format == "json" || o.format == "sarif" }) {
		debug.FreeOSMemory()
	}
}
