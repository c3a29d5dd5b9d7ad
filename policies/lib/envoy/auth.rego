package lib.envoy

# authenticating are the HTTP filters that decide who may pass.
authenticating := {"ext_authz", "jwt_authn", "rbac", "basic_auth", "oauth2", "api_key_auth"}

# has_auth holds for connection managers (by index) with an HTTP filter that decides who may pass, on a route at least.
has_auth(index) if {
	some filter in of_manager("http_filters", index)
	not filter.disabled
	decides(filter)
}

# is_guarded holds for a route (by index) whose requests somebody decides about: an HTTP filter that is in force there,
# a network filter in front of the connection manager, or TLS with client certificates.
is_guarded(index) if {
	route := routes[index]
	some filter in of_manager("http_filters", route.connection_manager)
	is_on(filter, index)
	decides(effective(filter, index))
}

is_guarded(index) if chain_decides(routes[index].filter_chain)

# chain_decides holds for a filter chain (by index) that lets nobody pass whom it does not know.
chain_decides(index) if {
	some filter in of_chain("network_filters", index)
	filter.extension in {"rbac", "ext_authz"}
	decides(filter)
}

chain_decides(index) if {
	context := view("tls_contexts", view("filter_chains", index).tls)
	context.anchor != "none"
	at(under(context.path, ["require_client_certificate"])) == true
}

# is_on holds for an HTTP filter that is in force on a route: the override of the route decides, else that of its
# virtual host, else that of its route configuration, else the filter itself.
is_on(filter, index) if {
	chosen := override_of(filter, index)
	not chosen.disabled
}

is_on(filter, index) if {
	not override_of(filter, index)
	not filter.is_off
}

# override_of returns the override that is in force for a filter on a route; it is undefined where there is none.
override_of(filter, index) := found[count(found) - 1][2] if {
	route := routes[index]
	found := sort([[level, position, override] |
		some position in overrides_by_filter[[filter.connection_manager, filter.name]]
		override := overrides[position]
		level := level_for(override, index, route)
	])
	count(found) > 0
}

level_for(override, index, _) := 2 if override.route == index

level_for(override, _, route) := 1 if {
	override.route < 0
	override.virtual_host >= 0
	override.virtual_host == route.virtual_host
}

level_for(override, _, route) := 0 if {
	override.route < 0
	override.virtual_host < 0
	override.route_config >= 0
	override.route_config == route.route_config
}

overrides_by_filter[[override.connection_manager, override.filter]] contains position if {
	some position, override in overrides
}

# effective returns a filter with the configuration that it has on a route: rules of RBAC for a route replace the
# filter's own.
effective(filter, index) := object.union(filter, {"config": mapping(rules_for(filter, index))})

effective(filter, index) := filter if not rules_for(filter, index)

rules_for(filter, index) := override.config.rbac if {
	override := override_of(filter, index)
	override.extension == "rbac"
}

# decides holds for a filter that refuses somebody whom it does not know. passes says why one does not.
decides(filter) if {
	filter.extension in authenticating
	not passes(filter)
}

# passes holds for a filter that lets everybody through, whoever they are.
passes(filter) if {
	filter.extension == "ext_authz"
	is_object(filter.config.filter_enabled)
	percent(filter.config.filter_enabled, 100) == 0
	not filter.config.deny_at_disable.default_value == true
}

passes(filter) if {
	filter.extension == "ext_authz"
	filter.config.shadow_mode == true
}

passes(filter) if {
	filter.extension == "rbac"
	not rbac_decides(filter.config)
}

passes(filter) if {
	filter.extension == "jwt_authn"
	not jwt_decides(filter)
}

passes(filter) if {
	filter.extension == "oauth2"
	some matcher in filter.config.config.pass_through_matcher
	by_anybody(matcher)
}

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

# jwt_decides holds for a jwt_authn filter that wants a token somewhere, on all paths that no other rule is for.
jwt_decides(filter) if filter.config.filter_state_rules

jwt_decides(filter) if {
	some rule in filter.config.rules
	wants_token(filter, rule)
}

jwt_decides(filter) if {
	not filter.config.rules
	count(mapping(object.get(filter.config, "requirement_map", {}))) > 0
}

# wants_token holds for a rule of jwt_authn that refuses requests without a valid token.
wants_token(_, rule) if {
	demands(rule.requires)
}

wants_token(filter, rule) if {
	demands(filter.config.requirement_map[rule.requirement_name])
}

# demands holds for a requirement that a request without a valid token does not satisfy; alternatives are looked into
# once.
demands(requirement) if names_provider(requirement)

demands(requirement) if {
	some inner in requirement.requires_all.requirements
	names_provider(inner)
}

demands(requirement) if {
	alternatives := list(requirement.requires_any.requirements)
	count(alternatives) > 0
	every inner in alternatives {
		names_provider(inner)
	}
}

names_provider(requirement) if {
	some key in ["provider_name", "provider_and_audiences"]
	requirement[key]
}
