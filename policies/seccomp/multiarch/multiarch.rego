# METADATA
# title: Sub-architecture handling
# description: |
#   On 32-bit x86 sockets can be made through `socketcall`, whose arguments stand in memory where no filter sees them. A
#   profile that lists `SCMP_ARCH_X86` therefore cannot filter sockets by family or type: a 32-bit program gets around
#   it. It is not enough to leave `socketcall` out: for every entry that allows `socket`, libseccomp allows `socketcall`
#   for sockets on that architecture by itself. Only an entry that denies `socketcall` with another action than the
#   default's keeps it shut (`SCMP_ACT_ERRNO` with `errnoRet` 38). Docker did so for a few days in 2026 and went back,
#   because old 32-bit programs failed; it now relies on AppArmor and SELinux there.
#
#   A profile without any architecture filters the native one; runc's filter kills calls of all others. That is safe,
#   and breaks 32-bit programs.
#
#   x32 has no `socketcall` and is not affected.
# related_resources:
# - https://github.com/moby/moby/pull/52547
# - https://github.com/moby/profiles/blob/main/seccomp/default_linux.go
# - https://man7.org/linux/man-pages/man2/socketcall.2.html
# scope: package
# custom:
#   severity: note
#   remediation: |
#     List `SCMP_ARCH_X86_64` alone where no 32-bit program runs; else deny `socketcall` with `errnoRet` 38.
#
#     `{"names": ["socketcall"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}` must stand in front of entries that allow
#     it. Programs built against a C library from before 2016 then have no sockets.
#   cwe: [693]
package seccomp.multiarch

import data.lib.finding.in_situation
import data.lib.seccomp

findings contains finding if {
	not seccomp.open
	not seccomp.denied("socketcall")
	number := seccomp.profile.decided.filtered.socket
	some arch in seccomp.profile.arches
	arch.name == "SCMP_ARCH_X86"
	finding := in_situation(
		seccomp.with_references({
			"path": arch.path,
			"message": "architecture \"SCMP_ARCH_X86\" has socketcall, which gets around the filters on \"socket\"",
			"related": [{"path": seccomp.place_of(number, "socket"), "message": "socket is filtered by its arguments here"}],
		}),
		[],
	)
}

findings contains finding if {
	count(seccomp.profile.arches) == 0
	not seccomp.profile.base # which may list some
	not seccomp.profile.disabled
	not seccomp.open
	finding := in_situation(
		seccomp.with_references({
			"path": seccomp.profile.path,
			"message": sprintf("%s lists no architecture: programs of any but the native one are killed", [seccomp.subject]),
		}),
		[],
	)
}
