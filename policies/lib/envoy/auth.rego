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
