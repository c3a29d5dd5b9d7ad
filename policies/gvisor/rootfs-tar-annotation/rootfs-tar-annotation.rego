# METADATA
# title: Root file system from any tar file of the host
# description: |
#   With `allow-rootfs-tar-annotation` whoever writes a container's annotations names a tar file of the host in
#   `dev.gvisor.tar.rootfs.upper`, and runsc, which runs as root there, opens it and lays its content over the root file
#   system of the container: a backup that only root may read, or the layer of another tenant. gVisor has the flag off
#   "to prevent unauthorized or unintended use".
#
#   The annotation itself is not reported: without the flag runsc does not follow it.
# related_resources:
# - https://gvisor.dev/docs/user_guide/rootfs_snapshot/
# - https://github.com/google/gvisor/blob/release-20260817.0/runsc/config/flags.go
# scope: package
# custom:
#   severity: medium
#   situations:
#     not-in-force:
#       severity: low
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#   remediation: |
#     Remove the flag, or set it on a runtime of its own that nobody untrusted can select.
#
#     A snapshot that every container starts with belongs in its image.
#   cwe: [73, 552]
#   kinds: [gvisor, daemon, compose]
package gvisor["rootfs-tar-annotation"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "allow-rootfs-tar-annotation"
	gvisor.on(flag)
	finding := gvisor.finding(
		flag,
		"lets annotations name any tar file of the host as root file system (allow-rootfs-tar-annotation)",
		[],
	)
}
