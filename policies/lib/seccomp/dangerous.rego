package lib.seccomp

# topics are the system calls that escapes from containers are made of, by what they are for. The kernel itself asks for one
# of capabilities where there are any; user_namespace says that whoever may create a user namespace has them inside it.
# Calls that Docker's default profile lets through are not here, ptrace and its kin excepted (see traced).
topics := {
	"mounts": {
		"can": "change what is mounted where",
		"names": {"mount", "umount", "umount2", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick", "open_tree", "open_tree_attr", "mount_setattr", "pivot_root"},
		"capabilities": {"SYS_ADMIN"},
		"user_namespace": true,
	},
	"namespaces": {
		"can": "enter or create namespaces, and with a user namespace gain every capability inside it",
		"names": {"unshare", "setns"},
		"capabilities": {"SYS_ADMIN"},
		"user_namespace": true,
	},
	"modules": {
		"can": "load code into the kernel",
		"names": {"init_module", "finit_module", "delete_module", "create_module"},
		"capabilities": {"SYS_MODULE"},
		"user_namespace": false,
	},
	"boot": {
		"can": "restart or replace the host's kernel",
		"names": {"kexec_load", "kexec_file_load", "reboot"},
		"capabilities": {"SYS_BOOT"},
		"user_namespace": false,
	},
	"bpf": {
		"can": "load BPF programs into the kernel",
		"names": {"bpf"},
		"capabilities": {"BPF", "SYS_ADMIN"},
		"user_namespace": false,
	},
	"perf": {
		"can": "observe the kernel and other processes through performance events",
		"names": {"perf_event_open"},
		"capabilities": {"PERFMON", "SYS_ADMIN"},
		"user_namespace": false,
	},
	"userfaultfd": {
		"can": "hold the kernel at a page fault, which turns races into exploits",
		"names": {"userfaultfd"},
		"capabilities": set(),
		"user_namespace": false,
	},
	"io_uring": {
		"can": "run most system calls past this filter, through code that many kernel exploits start from",
		"names": {"io_uring_setup", "io_uring_enter", "io_uring_register"},
		"capabilities": set(),
		"user_namespace": false,
	},
	"keyrings": {
		"can": "reach kernel keyrings, which containers of one user share",
		"names": {"keyctl", "add_key", "request_key"},
		"capabilities": set(),
		"user_namespace": false,
	},
	"handles": {
		"can": "open files of the host by handle, past mounts and directories",
		"names": {"open_by_handle_at"},
		"capabilities": {"DAC_READ_SEARCH"},
		"user_namespace": false,
	},
	"ports": {
		"can": "reach I/O ports of the hardware",
		"names": {"iopl", "ioperm"},
		"capabilities": {"SYS_RAWIO"},
		"user_namespace": false,
	},
	"host": {
		"can": "change or read what belongs to the whole host",
		"names": {"swapon", "swapoff", "acct", "quotactl", "quotactl_fd", "lookup_dcookie", "fanotify_init"},
		"capabilities": {"SYS_ADMIN", "SYS_PACCT"},
		"user_namespace": false,
	},
	"log": {
		"can": "read the kernel's log, which gives addresses of the kernel away",
		"names": {"syslog"},
		"capabilities": {"SYSLOG", "SYS_ADMIN"},
		"user_namespace": false,
	},
	"clock": {
		"can": "set the host's clock",
		"names": {"clock_settime", "clock_settime64", "settimeofday", "stime"},
		"capabilities": {"SYS_TIME"},
		"user_namespace": false,
	},
	"processes": {
		"can": "look into other processes and take their file descriptors",
		"names": {"kcmp", "pidfd_getfd"},
		"capabilities": set(),
		"user_namespace": false,
	},
	"personality": {
		"can": "switch address space randomisation off and pages executable",
		"names": {"personality"},
		"capabilities": set(),
		"user_namespace": false,
	},
	"vm86": {
		"can": "use code of the kernel that nothing else needs",
		"names": {"vm86", "vm86old"},
		"capabilities": set(),
		"user_namespace": false,
	},
	"tracing": {
		"can": "get around the filter on kernels before 4.8",
		"names": traced,
		"capabilities": set(),
		"user_namespace": false,
	},
}

# traced are the calls that Docker's default profile lets through from Linux 4.8 on: before, a tracer could change a call
# after the filter had looked at it.
traced := {"ptrace", "process_vm_readv", "process_vm_writev"}

# dangerous are the names of all topics.
dangerous contains name if {
	some topic in topics
	some name in topic.names
}

# exposed are the dangerous calls that the profile does nothing against, sorted.
exposed := sort([name |
	some name in dangerous
	unhindered(name)
])

# makes_user_namespaces holds for a profile under which every process can create a user namespace.
makes_user_namespaces if {
	some name in ["unshare", "clone", "clone3"]
	unhindered(name)
}

makes_user_namespaces if {
	some entry in profile.rules
	entry.in_force
	entry.class in letting_through
	"clone" in entry.names
	not keeps_user_namespaces_out(entry)
}

# 268435456 is CLONE_NEWUSER.
keeps_user_namespaces_out(entry) if {
	some arg in entry.args
	arg.op == "SCMP_CMP_MASKED_EQ"
	bits.and(to_number(arg.value), 268435456) > 0
	bits.and(to_number(arg.value_two), 268435456) == 0
}
