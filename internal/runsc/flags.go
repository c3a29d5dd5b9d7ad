package runsc

import "strings"

// property is what is known of a runsc flag.
type property struct {
	boolean    bool
	standard   string // its default
	deprecated bool   // registered only so that old configs still start
}

// known are the flags of runsc: runsc/config/flags.go and flags_graveyard.go of github.com/google/gvisor, as of release
// 20261012.0, and at the end those of earlier releases.
var known = map[string]property{
	"alsologtostderr": {true, "false", false}, "allow-connected-on-save": {true, "false", false},
	"allow-flag-override": {true, "false", false}, "allow-live-tcp-migration": {true, "true", false},
	"allow-packet-socket-write": {true, "false", false}, "allow-rootfs-tar-annotation": {true, "false", false},
	"allow-suid": {true, "false", false}, "app-huge-pages": {true, "true", false},
	"character-device-policy": {false, "emulated-only", false}, "control-rpc-stop-timeout": {false, "15s", false},
	"coverage-report": {}, "cpu-num-from-quota": {true, "true", false}, "cuda-checkpoint-path": {},
	"dcache": {false, "-1", false}, "debug": {true, "false", false}, "debug-command": {}, "debug-log": {},
	"debug-log-format": {false, "text", false}, "debug-to-user-log": {true, "false", false},
	"directfs": {true, "true", false}, "enable-core-tags": {true, "false", false}, "fdlimit": {false, "-1", false},
	"file-access": {false, "exclusive", false}, "file-access-mounts": {false, "shared", false}, "final-metrics-log": {},
	"gofer-network-namespace": {false, "null", false}, "gso": {true, "true", false}, "gvisor-gro": {true, "false", false},
	"gvisor-marker-file": {true, "false", false}, "host-fifo": {false, "none", false},
	"host-settings": {false, "check", false}, "host-uds": {false, "none", false}, "ignore-cgroups": {true, "false", false},
	"in-sandbox-cgroup": {false, "v1", false}, "iouring": {true, "false", false}, "kvm-use-cpu-nums": {true, "false", false},
	"log": {}, "log-format": {false, "text", false}, "log-packets": {true, "false", false}, "metric-server": {},
	"net-disconnect-ok": {true, "true", false}, "net-raw": {true, "false", false}, "network": {false, "sandbox", false},
	"network-processors-per-channel": {false, "0", false}, "network-proxy-path": {},
	"num-network-channels": {false, "1", false}, "nvproxy": {true, "false", false},
	"nvproxy-allow-unsupported-driver": {true, "false", false}, "nvproxy-driver-version": {},
	"nvproxy-allowed-driver-capabilities": {false, "utility,compute", false},
	"oci-seccomp":                         {true, "false", false}, "overlay": {true, "false", false}, "overlay2": {false, "root:self", false},
	"override-procs": {}, "panic-log": {}, "panic-signal": {false, "-1", false},
	"pause-external-networking": {true, "false", false}, "pcap-log": {}, "platform": {false, "systrap", false},
	"platform_device_path": {}, "pod-init-config": {}, "profile": {true, "false", false}, "profile-block": {},
	"profile-cpu": {}, "profile-gc-interval": {false, "0", false}, "profile-heap": {}, "profile-mutex": {},
	"profiling-metrics": {}, "profiling-metrics-log": {}, "profiling-metrics-rate-us": {false, "1000", false},
	"qdisc": {false, "fifo", false}, "qdisc-tbf-burst": {false, "0", false}, "qdisc-tbf-rate": {false, "0", false},
	"rdmaproxy": {true, "false", false}, "ref-leak-mode": {false, "disabled", false},
	"reproduce-nat": {true, "false", false}, "reproduce-nftables": {true, "false", false},
	"restore-spec-validation": {false, "enforce", false}, "root": {}, "rootless": {true, "false", false},
	"rx-checksum-offload": {true, "true", false}, "shared-root": {},
	"sidecar-release-enforcement-policy": {false, "IF_RELEASE_BUILD", false}, "sidecar-usage-policy": {},
	"signal-unkillable-policy": {false, "none", false}, "software-gso": {true, "true", false},
	"strace": {true, "false", false}, "strace-event": {true, "false", false}, "strace-log-size": {false, "1024", false},
	"strace-syscalls": {}, "systemd-cgroup": {true, "false", false},
	"systrap-disable-fast-path": {true, "false", false}, "systrap-disable-syscall-patching": {true, "false", false},
	"tpuproxy": {true, "false", false}, "trace": {}, "traceback": {false, "system", false},
	"tx-checksum-offload": {true, "false", false}, "watchdog-action": {false, "log", false},

	"EXPERIMENTAL-xdp": {false, "off", false}, "EXPERIMENTAL-xdp-need-wakeup": {true, "true", false},
	"TESTONLY-afs-syscall-panic": {true, "false", false}, "TESTONLY-autosave-image-path": {},
	"TESTONLY-autosave-resume": {true, "false", false}, "TESTONLY-nftables": {true, "false", false},
	"TESTONLY-test-name-env": {}, "TESTONLY-unsafe-nonroot": {true, "false", false},

	"buffer-pooling": {true, "true", true}, "cgroupfs": {true, "false", true}, "fsgofer-host-uds": {true, "false", true},
	"fuse": {true, "true", true}, "lisafs": {true, "true", true}, "nvproxy-docker": {true, "false", true},
	"vfs2": {true, "true", true},

	"debug-log-fd": {false, "-1", false}, "log-fd": {false, "-1", false}, "mount-cgroup-v2": {true, "false", false},
	"overlayfs-stale-read": {true, "true", false}, "panic-log-fd": {false, "-1", false},
	"save-restore-netstack": {true, "true", false}, "user-log": {}, "verity": {true, "false", false},
}

// lookup returns what is known of a flag. The flags for tests and experiments come and go: any of them counts as known.
func lookup(name string) (p property, ok bool) {
	if p, ok = known[name]; ok {
		return p, true
	}
	return p, strings.HasPrefix(name, "TESTONLY-") || strings.HasPrefix(name, "EXPERIMENTAL-")
}

// intended returns the flag that a key outside of runsc's reach stands for. People write some with underscores there.
func intended(key string) (string, bool) {
	if _, ok := lookup(key); ok {
		return key, true
	}
	name := strings.ReplaceAll(key, "_", "-")
	_, ok := lookup(name)
	return name, ok
}
