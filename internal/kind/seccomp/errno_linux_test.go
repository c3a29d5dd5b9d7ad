package seccomp

import (
	"testing"

	"golang.org/x/sys/unix"
)

// TestErrnos keeps the numbers of errors equal to those of Linux.
func TestErrnos(t *testing.T) {
	t.Parallel()
	aliases := map[string]string{"EOPNOTSUPP": "ENOTSUP"}
	for name, number := range errnoNumbers() {
		if other := aliases[name]; other != "" {
			name = other
		}
		if got := unix.ErrnoName(unix.Errno(number)); got != name {
			t.Errorf("%s is %d here, which is %s", name, number, got)
		}
	}
}
