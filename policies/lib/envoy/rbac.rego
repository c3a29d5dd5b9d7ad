package lib.envoy

# rbac_decides holds for the configuration of an RBAC filter that refuses somebody.
rbac_decides(config) if {
	rules := mapping(config.rules)
	object.get(rules, "action", "ALLOW") == "ALLOW"
	not admits_everybody(rules)
}

# What denies some and lets all others pass is a wall only if it denies whoever is not on a list.
rbac_decides(config) if {
	config.rules.action == "DENY"
	some policy in config.rules.policies
	names_the_rest(policy)
}

rbac_decides(config) if {
	not config.rules
	refuses(config.matcher)
}

names_the_rest(policy) if {
	some key in ["permissions", "principals"]
	some entry in policy[key]
	some step in ["not_id", "not_rule"]
	entry[step]
}

names_the_rest(policy) if {
	some entry in policy.principals
	everyone(entry)
}

# refuses holds for a matcher that does not lead to ALLOW or LOG whatever the request is: without a match it denies.
refuses(matcher) if not matcher.on_no_match

refuses(matcher) if {
	some action in actions_of(matcher)
	action == "DENY"
}

actions_of(matcher) := {object.get(node, "action", "ALLOW") |
	walk(matcher, [_, node])
	is_object(node)
	endswith(text(object.get(node, "@type", "")), ".rbac.v3.Action")
}

# admits_everybody holds for rules that allow, with a policy that every request satisfies.
admits_everybody(rules) if {
	some policy in rules.policies
	is_object(policy)
	not policy.condition
	not policy.checked_condition
	some permission in policy.permissions
	everything(permission)
	some principal in policy.principals
	everyone(principal)
}

# everything holds for a permission that every request has, everyone for a principal that everybody is; a set of them is
# looked into once.
everything(permission) if every_request(permission)

everything(permission) if {
	some inner in permission.or_rules.rules
	every_request(inner)
}

everything(permission) if {
	rules := list(permission.and_rules.rules)
	count(rules) > 0
	every inner in rules {
		every_request(inner)
	}
}

every_request(permission) if permission.any == true

every_request(permission) if any_path(permission.url_path.path)

every_request(permission) if by_anybody(permission.header)

every_request(permission) if everybody(permission.destination_ip)

everyone(principal) if every_peer(principal)

everyone(principal) if {
	some inner in principal.or_ids.ids
	every_peer(inner)
}

everyone(principal) if {
	ids := list(principal.and_ids.ids)
	count(ids) > 0
	every inner in ids {
		every_peer(inner)
	}
}

every_peer(principal) if principal.any == true

every_peer(principal) if {
	some key in ["source_ip", "direct_remote_ip", "remote_ip"]
	everybody(principal[key])
}

every_peer(principal) if any_path(principal.url_path.path)

every_peer(principal) if by_anybody(principal.header)

# any_path holds for a StringMatcher that every path satisfies.
any_path(matcher) if {
	is_object(matcher)
	every path in ["/any.invalid", "/other/path.invalid"] {
		matches_text(matcher, path)
	}
}

# by_anybody holds for a HeaderMatcher that any client can satisfy and that nobody has to know a value for: requests
# choose their own path, method and headers.
by_anybody(matcher) if {
	not matcher.invert_match == true
	matcher.present_match == true
}

by_anybody(matcher) if {
	not matcher.invert_match == true
	some steps in [["prefix_match"], ["string_match", "prefix"]]
	prefix := object.get(mapping(matcher), steps, null)
	is_string(prefix)
	not narrows_path(matcher, prefix)
}

narrows_path(matcher, prefix) if {
	matcher.name == ":path"
	not prefix in {"", "/"}
}
