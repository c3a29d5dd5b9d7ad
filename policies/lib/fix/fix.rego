# METADATA
# description: |
#   What rules of several families propose to write instead: edits for the fix of a finding.
package lib.fix

import data.lib.compose
import data.lib.image

# loopback returns the edits that publish ports of a Compose service on loopback only, of the same version of IP.
loopback(ports) := [{"set": array.concat(port.path, ["host_ip"]), "value": loopback_address(port)} |
	some port in ports
	port.path[2] == "ports"
]

loopback_address(port) := "::1" if contains(object.get(port, "host_ip", ""), ":")

loopback_address(port) := "127.0.0.1" if not contains(object.get(port, "host_ip", ""), ":")

# opposites are how a switch that is on is written, with the same word for off.
opposites := {
	"1": "0",
	"on": "off", "On": "Off", "ON": "OFF",
	"true": "false", "True": "False", "TRUE": "FALSE",
	"yes": "no", "Yes": "No", "YES": "NO",
}

# switch_off returns the edits that set a switch of a Compose service to the opposite, where the project decides it.
switch_off(path, value) := [{"set": path, "value": opposites[value]} | is_decided(path)]

# is_decided holds for what is written in the project without a variable, or as the default of one that nobody sets.
is_decided(path) if {
	object.get(input.document, path, null) != null
	every entry in interpolated(path) { is_default(entry) }
}

interpolated(path) := [entry | some entry in input.context.interpolated; entry.path == path]

is_default(entry) if {
	[variable] := entry.variables
	variable.default
	not variable.set
}

# pin returns the edits that write, in place of images of a Compose project, the one reference that the project itself
# has to the same image and that does not move; none where an image has no such reference, or several. By "digest" it
# has a digest and the same tag, by "version" a digest or a tag that stays.
pin(names, by) := [{"set": ["services", name, "image"], "value": ref} |
	every name in names { count(pins(name, by)) == 1 }
	some name in names
	some ref in pins(name, by)
]

pins(name, by) := {other.ref |
	info := image.services[name]
	some other in image.services
	[other.registry, other.path] == [info.registry, info.path]
	not contains(other.ref, "$")
	stays(by, info, other)
}

stays("digest", info, other) if {
	other.digest != ""
	other.tag == info.tag
}

stays("version", _, other) if other.digest != ""

stays("version", _, other) if {
	other.digest == ""
	not compose.moving(other)
}
