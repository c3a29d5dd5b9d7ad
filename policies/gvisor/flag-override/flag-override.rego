# METADATA
# title: Sandbox flags open to containers
# description: |
#   `allow-flag-override` lets every container set any runsc flag with an annotation `dev.gvisor.flag.<name>`: whoever
#   writes the container's manifest decides whether there is a sandbox at all (`network=host`,
#   `TESTONLY-unsafe-nonroot`).
#
#   Some flags can be set by annotation without it, among them `debug`, `strace` and `host-uds`: a service or pod that
#   does so is reported too. Annotations that only tighten are not: `oci-seccomp=true`, `overlay2=root:memory`,
#   `qdisc=tbf`. containerd hands the annotations of a pod on where `pod_annotations` of the runtime has `dev.gvisor.*`.
# related_resources:
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# - https://gvisor.dev/docs/user_guide/containerd/configuration/
# scope: package
# custom:
#   severity: high
#   situations:
#     not-in-force:
#       severity: medium
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     annotation:
#       severity: medium
#       because: the manifest itself loosens the sandbox, which its author and not the operator of the host decides
#   fixes:
#     remove:
#       title: Take the flag away
#       unsafe: annotations that services rely on have no effect any more
#   remediation: |
#     Remove `allow-flag-override` and set what is needed on a runtime of its own.
#
#     Services choose that runtime with `runtime:`, and nobody who writes a service can loosen its sandbox.
#   cwe: [15, 269]
#   kinds: [gvisor, daemon, compose]
package gvisor["flag-override"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "allow-flag-override"
	gvisor.on(flag)
	finding := gvisor.with_removal(
		gvisor.finding(flag, "lets containers set any runsc flag by annotation (allow-flag-override)", []),
		flag, "remove",
	)
}

findings contains finding if {
	some place, settings in loosened
	finding := {
		"path": place.path,
		"message": sprintf("%s sets flags of its own sandbox: %s", [place.subject, concat(", ", sort(settings))]),
		"situation": "annotation",
	}
}

loosened[place] contains setting if {
	some flag in gvisor.flags
	flag.source == "annotation"
	flag.in_force
	not gvisor.tightens(flag)
	place := {"path": array.slice(flag.path, 0, count(flag.path) - 1), "subject": gvisor.subject(flag)}
	setting := sprintf("%s=%s", [flag.name, flag.value])
}
