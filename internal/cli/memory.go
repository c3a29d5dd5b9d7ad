package cli

import (
	"os"
	"runtime/debug"
)

// A run is short and ends with the process: collecting garbage four times less often saves a good part of its time. The
// limit brings the collector back in time when a scan is large. GOGC and GOMEMLIMIT win.
const (
	gcPercent   = 400
	memoryLimit = 160 << 20
)

// tuneMemory trades memory for time, within the limit.
func tuneMemory() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
}
