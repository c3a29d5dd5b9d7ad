# METADATA
# title: Risky socket families reachable
# description: |
#   Some socket families reach code of the kernel that containers have no use for and that privilege escalations came
#   from: AF_ALG (38), the kernel's cryptography (CVE-2026-31431), and AF_VSOCK (40), the hypervisor and what listens
#   there. Docker's default profile blocks AF_VSOCK since December 2022 and AF_ALG since April 2026; a profile copied
#   before does not.
#
#   AF_PACKET (17), AF_XDP (44), AF_RDS (21) and AF_TIPC (30) are open in Docker's default profile too, the first two
#   for containers with `CAP_NET_RAW` only. Where a profile leaves open these alone, the finding is a note. An allow
#   list of the families that programs use (1, 2, 10, 16) is silent. A profile that allows by default is left to
#   `seccomp/default-allow`.
#
#   On 32-bit x86 no filter on `socket` holds: see `seccomp/multiarch`.
#
#   **Not judged yet**: systemd units that use the profile.
# related_resources:
# - https://github.com/moby/profiles/blob/main/seccomp/default.json
# - https://github.com/moby/moby/pull/52494
# - https://man7.org/linux/man-pages/man7/address_families.7.html
# scope: package
# custom:
#   severity: low
#   situations:
#     as-docker:
#       severity: note
#       because: Docker's default profile leaves these families open as well
#     net-raw:
#       severity: medium
#       because: a service with this profile keeps NET_RAW, and nothing filters the family or the type of its sockets
#   remediation: |
#     Allow `socket` for the families that the program uses: 1 (Unix), 2 and 10 (IPv4, IPv6), 16 (netlink).
#
#     One entry for each family, `"args": [{"index": 0, "value": 2, "op": "SCMP_CMP_EQ"}]`. To keep out just the two
#     that Docker blocks, copy its three entries: `LT 38`, `EQ 39`, `GT 40`. Two `NE` conditions do not work
#     (`seccomp/same-index-or`).
#   cwe: [1188]
package seccomp["socket-family-open"]

import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.seccomp

findings contains finding if {
	not seccomp.open
	count(reachable) > 0
	places := sort({seccomp.place(number, ["names", i]) |
		some number, entry in entries
		some i, name in entry.names
		name == "socket"
	})
	situations := [situation |
		some situation in ["as-docker", "net-raw"]
		holds(situation)
	]
	finding := part_of(
		in_situation(
			seccomp.with_references({
				"path": places[0],
				"message": sprintf("syscall \"socket\" is allowed for %s%s", [concat(", ", reachable), manner]),
				"related": [{"path": path, "message": "socket is allowed here too"} |
					some i, path in places
					i > 0
				],
			}),
			situations,
		),
		[rule | not "net-raw" in situations; some rule in seccomp.comparison(["socket"])],
	)
}

families := [["AF_ALG", 38], ["AF_VSOCK", 40], ["AF_PACKET", 17], ["AF_XDP", 44], ["AF_RDS", 21], ["AF_TIPC", 30]]

# reachable are the families for which an entry allows a socket.
reachable := [family[0] |
	some family in families
	reaches(family[1])
]

reaches(_) if seccomp.allowed.socket

reaches(family) if {
	some entry in entries
	seccomp.profile.decided.filtered.socket
	every conditions in alternatives(entry) {
		admits_any(conditions, family)
	}
}

admits_any(conditions, family) if {
	some arg in conditions
	seccomp.admits(arg, family)
}

# alternatives returns, for an entry, the lists of conditions on the family of which each must have one that holds.
alternatives(entry) := [[arg] |
	some arg in entry.args
	arg.index == 0
] if {
	not entry.repeats
}

alternatives(entry) := [entry.args] if entry.repeats

# entries are those that allow some socket, by their numbers.
entries := {number: entry |
	some number, entry in seccomp.profile.rules
	entry.in_force
	entry.class in seccomp.letting_through
	"socket" in entry.names
}

manner := ", because nothing filters the family" if seccomp.allowed.socket

manner := "" if not seccomp.allowed.socket

holds("as-docker") if {
	not "AF_ALG" in reachable
	not "AF_VSOCK" in reachable
}

holds("net-raw") if {
	seccomp.allowed.socket
	count(seccomp.consumers) > 0
	not seccomp.sandboxed
	not seccomp.dropping("NET_RAW")
}
