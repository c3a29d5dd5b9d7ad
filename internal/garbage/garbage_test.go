package garbage

import (
	"runtime"
	"testing"
)

func TestGCPercent(t *testing.T) {
	for inUse, want := range map[uint64]int{
		0: maxGCPercent, 1 << 20: maxGCPercent, 16 << 20: 600, 32 << 20: 250, 64 << 20: minGCPercent, 120 << 20: minGCPercent,
		8 << 30: minGCPercent,
	} {
		if got := gcPercent(inUse); got != want {
			t.Errorf("with %d MB in use the heap may grow by %d percent, want %d", inUse>>20, got, want)
		}
	}
}

func TestEveryCollectionIsNoticed(t *testing.T) {
	inUse := make(chan uint64, 10)
	afterCollection(func(bytes uint64) {
		select {
		case inUse <- bytes:
		default:
		}
	})
	for range 2 {
		runtime.GC()
		if <-inUse == 0 {
			t.Error("nothing is in use")
		}
	}
}
