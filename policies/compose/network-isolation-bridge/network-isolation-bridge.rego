# METADATA
# title: Service on both an isolated and a routable network
# description: |
#   `internal: true` cuts a network off from the outside, so that what runs there can neither call home nor be called. A
#   service that is on such a network and on a routable one as well is a way around: whoever takes it over can forward
#   traffic between the two. That is worst for tunnels and for services that may change routes, whose job it is to carry
#   traffic.
#
#   What counts is an isolated network that keeps something in: one with a service that runs untrusted code, one that is
#   named for it (agents, sandbox, untrusted, guests), or one in the parameter `untrusted-networks`. The ordinary stack
#   of three tiers, in which an application is on an internal network with its data store and on the one of its proxy,
#   is not reported, unless the service is a tunnel or may change routes.
#
#   Networks named in the parameter `untrusted-networks` count like internal ones. A service without `networks` is only
#   on `default`; two internal networks are no bridge. When the other network is `external`, nothing here says whether
#   it is routable.
#
#   A gateway is expected to have a foot in both worlds: one that has the role `gateway` in the config, one that a
#   service on internal networks alone uses for `dns` or as its proxy or waits for (`depends_on`, unless it is a data
#   store or carries traffic), and a published reverse proxy. It stays in the report as a note, so that a new bridge
#   cannot hide among the known ones.
# related_resources:
# - https://docs.docker.com/reference/compose-file/networks/#internal
# - https://docs.docker.com/compose/how-tos/networking/
# - https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-190.pdf
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-5-be-mindful-of-inter-container-connectivity
# scope: package
# custom:
#   severity: medium
#   situations:
#     carries-traffic:
#       severity: high
#       because: the service is a tunnel or may change routes, so it forwards traffic out of the network by design
#     gateway:
#       severity: note
#       because: the service is the gateway of the internal network by design
#     external-network:
#       severity: note
#       because: the other network belongs to another project, so it cannot be told whether it is routable
#   remediation: |
#     Take the service off one of the two networks, and let a dedicated gateway pass on the little that must cross.
#
#     When the service is that gateway, give it the role in the config: `roles: {gateway: [NAME]}`.
#   cwe: [653, 923]
#   parameters:
#     untrusted-networks: []
package compose["network-isolation-bridge"]

import data.lib.compose
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.image

parameters := input.parameters["compose/network-isolation-bridge"]

findings contains finding if {
	count(isolated) > 0
	some name, service in compose.containers
	service.networks
	attached := exposure.networks(name)
	inside := attached & isolated
	count(inside) > 0
	outside := attached - isolated
	count(outside) > 0
	is_way_around(name, inside)
	[from, to] := [array.concat(sort(inside & guarded), sort(inside))[0], sort(outside)[0]]
	finding := in_situation(
		{
			"path": ["services", name, "networks"],
			"message": sprintf("service %q joins the isolated network %q to %q", [name, from, to]),
			"related": [{"path": isolation(from), "message": sprintf("network %q is isolated", [from])}],
		},
		situations(name, inside, outside),
	)
}

# is_way_around holds where the isolated networks keep something in, or the service carries traffic by design.
is_way_around(_, inside) if count(inside & guarded) > 0

is_way_around(name, _) if carries_traffic(name)

# guarded are the isolated networks that keep something in.
guarded contains network if some network in parameters["untrusted-networks"]

guarded contains network if {
	some name in exposure.untrusted
	some network in exposure.networks(name)
	network in isolated
}

guarded contains network if {
	some network in isolated
	some token in compose.tokens(network)
	token in {"agent", "agents", "guest", "guests", "isolated", "quarantine", "restricted", "sandbox", "untrusted"}
}

isolated contains network if {
	some network, _ in input.document.networks
	exposure.is_internal(network)
}

isolated contains network if some network in parameters["untrusted-networks"]

isolation(network) := ["networks", network, "internal"] if exposure.is_internal(network)

isolation(network) := ["networks", network] if not exposure.is_internal(network)

situations(name, inside, outside) := [situation |
	some situation in ["gateway", "carries-traffic", "external-network"]
	holds(situation, name, inside, outside)
]

holds("gateway", name, _, _) if name in gateways

holds("carries-traffic", name, inside, _) if {
	count(inside & guarded) > 0
	carries_traffic(name)
}

holds("external-network", _, _, outside) if {
	every network in outside {
		exposure.is_external(network)
	}
}

gateways contains name if {
	some name, _ in input.context.services
	exposure.gateway(name) in {"declared", "named"}
}

gateways contains name if {
	some name, _ in input.context.services
	exposure.gateway(name) == "awaited"
	not image.is(name, "datastore")
	not carries_traffic(name)
}

gateways contains name if {
	some name in exposure.published_proxies
	not carries_traffic(name)
}

carries_traffic(name) if image.is(name, "tunnel")

carries_traffic(name) if compose.adds(name, {"NET_ADMIN"})

carries_traffic(name) if {
	some key, value in input.document.services[name].sysctls
	key in {"net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding", "net.ipv6.conf.all.forwarding"}
	value in {"1", 1}
}

carries_traffic(name) if {
	some token in compose.tokens(name)
	token in {"tunnel", "frpc", "cloudflared", "tailscale", "wireguard", "ngrok"}
}

carries_traffic(name) if {
	service := input.document.services[name]
	some place in ["entrypoint", "command"]
	text := concat(" ", [word | some word in service[place]; is_string(word)])
	regex.match(`(^|[\s/])(frpc|cloudflared|tailscaled|wg-quick|ngrok|rathole)(\s|$)|(^|[\s/])(auto)?ssh\s(.*\s)?-[A-Za-z]*[RLDw]`, text)
}
