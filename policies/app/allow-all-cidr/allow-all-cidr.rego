# METADATA
# title: Allow list that allows everybody
# description: |
#   A list that lets every address or host in is no list: the check is in the code, and refuses nobody. As a default or
#   as seed data it stays until somebody looks.
#
#   Reported is `0.0.0.0/0`, `::/0` or `*` in a setting, a list or a record whose name says that it is about who may
#   come in, and Django's `ALLOWED_HOSTS = ["*"]`. Rules of cloud firewalls, routes, origins of CORS and trusted proxies
#   are not reported here, nor is a list that names what is refused.
# related_resources:
# - https://docs.djangoproject.com/en/6.0/ref/settings/#allowed-hosts
# - https://cwe.mitre.org/data/definitions/284.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     development:
#       severity: low
#       because: it is so in a branch for developers alone
#   remediation: |
#     Begin with an empty list or with loopback, and name the networks that may come in.
#   cwe: [284, 1188]
package app["allow-all-cidr"]

import data.lib.client
import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some setting in code.of("settings")
	some name in {setting.name, object.get(setting, "target", setting.name)}
	is_allow_list(name)
	some text in code.texts_of(setting.default)
	client.is_any(text)
	finding := in_situation(
		{"path": setting.at, "message": sprintf("%q lets everybody in", [setting.name])},
		context(setting),
	)
}

findings contains finding if {
	count(clouds & code.packages) == 0
	some said in code.of("assignments")
	is_record(said)
	said.value.value in {"0.0.0.0/0", "::/0"}
	finding := in_situation(
		{"path": said.at, "message": sprintf("%q lets everybody in", [said.name])},
		context(said),
	)
}

# Firewalls of clouds open ports to the world by design.
clouds := {"boto3", "botocore", "aws_cdk", "pulumi", "pulumi_aws", "troposphere", "googleapiclient", "azure"}

is_allow_list(name) if name in {"ALLOWED_HOSTS", "INTERNAL_IPS"}

is_allow_list(name) if {
	regex.match(`(?i)(^|_)(acl|allow|allowed|allow_?list|white_?list|trusted|permitted)(_|$)`, name)
	regex.match(`(?i)(ip|cidr|net|network|subnet|host|client|addr|address|range|source|acl|list)(e?s)?(_|$)`, name)
	not is_other(name)
}

is_other(name) if {
	regex.match(`(?i)(origin|cors|prox(y|ies)|forwarded|header|method|egress|outbound|deny|block|redirect|peer|tunnel|wireguard|vpn|route)`, name)
}

# What a client of WireGuard sends through its tunnel is called AllowedIPs.
is_other(name) if regex.match(`(?i)(^|_)wg_?|client_allowed_ips|^(extra_?)?allowed_?ips$`, name)

# is_record holds for a network of a list of who may come in: its own name, or that of the function around says so.
is_record(said) if {
	is_allow_list(said.name)
	not is_setting(said)
}

is_record(said) if {
	lower(said.name) in {"cidr", "network", "ip_range", "source", "subnet", "ip_network", "cidr_block"}
	regex.match(`(?i)(acl|allow|whitelist|trust|seed|bootstrap)`, object.get(said, "function", ""))
	not regex.match(`(?i)(route|egress|firewall|security_group|vpc)`, said.function)
}

# A setting has a finding of its own.
is_setting(said) if {
	some setting in code.of("settings")
	setting.file == said.file
	said.name in {setting.name, object.get(setting, "target", "")}
}

context(fact) := array.concat(code.situations(fact), ["development" |
	some guard in object.get(fact, "guards", [])
	not guard.negated
	some name in code.names(guard.test)
	regex.match(`(?i)(debug|dev|local)`, name)
])
