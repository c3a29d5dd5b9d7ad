// Package garbage has the garbage of a run collected less often. It does so for the program that imports it, from the start: most of its
// packages are initialised behind this one, as Go orders them by their paths, and fill as much memory as makes Go collect for the first time.
package garbage

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A run is short and ends with the process: collecting garbage less often saves a good part of its time. So a small heap may
// grow to smallHeap before anything is collected: most runs end before that. A large one may double, as Go lets any heap,
// however large the scan is: then what collecting costs grows with the files and no faster. Near a hard limit the collector
// would run without end.
const (
	smallHeap    = 112 << 20
	minGCPercent = 100
	maxGCPercent = 100 * smallHeap / leastHeap // with which the first collection comes at smallHeap
	leastHeap    = 4 << 20                     // where it comes at 100 percent, however little is in use
)

// init trades memory for time, until the process ends. GOGC and GOMEMLIMIT win.
func init() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(maxGCPercent)
	afterCollection(func(inUse uint64) { debug.SetGCPercent(gcPercent(inUse)) })
}

// gcPercent returns by how much the heap may grow until the next collection, in percent of the bytes in use.
func gcPercent(inUse uint64) int {
	if inUse == 0 {
		return maxGCPercent
	}
	room := 100 * (smallHeap - int64(inUse)) / int64(inUse)
	return int(min(max(room, minGCPercent), maxGCPercent))
}

// cycle is garbage from the start: that it is collected says that a collection ends.
type cycle struct{ _ [64]byte }

// afterCollection calls f after every collection with the bytes that were found in use.
func afterCollection(f func(inUse uint64)) {
	runtime.SetFinalizer(&cycle{}, func(*cycle) {
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(sample)
		f(sample[0].Value.Uint64())
		afterCollection(f)
	})
}
