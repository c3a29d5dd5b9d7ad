package runsc_test

import (
	"testing"

	"github.com/seclint/seclint/internal/runsc"
)

func TestIsRunsc(t *testing.T) {
	for name, want := range map[string]bool{
		"runsc": true, "/usr/local/bin/runsc": true, "io.containerd.runsc.v1": true, "runsc-kvm": true, "gVisor": true,
		"runc": false, "io.containerd.runc.v2": false, "/opt/gvisor/bin/wrapper": false, "": false, "runscript": false,
	} {
		if got := runsc.IsRunsc(name); got != want {
			t.Errorf("IsRunsc(%q) gave %v", name, got)
		}
	}
}
