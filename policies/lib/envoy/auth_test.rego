package lib.envoy_test

import data.lib.envoy

any_policy := {"permissions": [{"any": true}], "principals": [{"any": true}]}

rbac(rules) := {"extension": "rbac", "config": {"rules": rules}}

test_rbac_that_decides if {
	every rules in [
		{},
		{"policies": {}},
		{"policies": {"a": {"permissions": [{"any": true}], "principals": [{"authenticated": {}}]}}},
		{"policies": {"a": {"permissions": [{"destination_port": 80}], "principals": [{"any": true}]}}},
		{"policies": {"a": object.union(any_policy, {"condition": {"x": 1}})}},
		{"action": "DENY", "policies": {"a": {"permissions": [{"any": true}], "principals": [{"not_id": {"any": true}}]}}},
		{"action": "DENY", "policies": {"a": {"permissions": [{"not_rule": {"destination_port": 80}}], "principals": []}}},
	] {
		envoy.decides(rbac(rules))
	}
}

test_rbac_that_admits_everybody if {
	every rules in [
		{"policies": {"a": any_policy}},
		{"policies": {"a": {
			"permissions": [{"and_rules": {"rules": [{"any": true}]}}],
			"principals": [{"or_ids": {"ids": [{"any": true}]}}],
		}}},
		{"policies": {"a": {
			"permissions": [{"url_path": {"path": {"prefix": "/"}}}],
			"principals": [{"remote_ip": {"address_prefix": "10.0.0.0"}}],
		}}},
		{"policies": {"a": {
			"permissions": [{"header": {"name": ":method", "present_match": true}}],
			"principals": [{"header": {"name": ":path", "string_match": {"prefix": "/"}}}],
		}}},
		{"action": "LOG", "policies": {"a": {"permissions": [], "principals": []}}},
		{"action": "DENY"},
		{"action": "DENY", "policies": {"a": {
			"permissions": [{"any": true}],
			"principals": [{"source_ip": {"address_prefix": "1.2.3.4", "prefix_len": 32}}],
		}}},
	] {
		not envoy.decides(rbac(rules))
	}
}

allow := {"action": {"typed_config": {"@type": "type.googleapis.com/envoy.config.rbac.v3.Action"}}}

deny := {"action": {"typed_config": {
	"@type": "type.googleapis.com/envoy.config.rbac.v3.Action",
	"action": "DENY",
}}}

test_rbac_by_a_matcher if {
	envoy.decides({"extension": "rbac", "config": {"matcher": {"matcher_tree": {}}}})
	envoy.decides({"extension": "rbac", "config": {"matcher": {"matcher_list": deny, "on_no_match": allow}}})
	not envoy.decides({"extension": "rbac", "config": {"matcher": {"matcher_list": allow, "on_no_match": allow}}})
	not envoy.decides({"extension": "rbac", "config": {"shadow_rules": {}}})
}

share(percent) := {"filter_enabled": {"default_value": {"numerator": percent}}}

test_ext_authz_that_decides if {
	envoy.decides({"extension": "ext_authz", "config": {"failure_mode_allow": true}})
	envoy.decides({"extension": "ext_authz", "config": share(1)})
	denies := object.union(share(0), {"deny_at_disable": {"default_value": true}})
	envoy.decides({"extension": "ext_authz", "config": denies})
	not envoy.decides({"extension": "ext_authz", "config": share(0)})
	not envoy.decides({"extension": "ext_authz", "config": {"shadow_mode": true}})
}

jwt(config) := {"extension": "jwt_authn", "config": config}

test_jwt_authn_that_decides if {
	provider := {"provider_name": "p"}
	envoy.decides(jwt({"rules": [{"requires": provider}]}))
	envoy.decides(jwt({"rules": [{"requires": {"requires_all": {"requirements": [{"allow_missing": {}}, provider]}}}]}))
	envoy.decides(jwt({"rules": [{"requirement_name": "r"}], "requirement_map": {"r": provider}}))
	envoy.decides(jwt({"requirement_map": {"r": provider}}))
	envoy.decides(jwt({"filter_state_rules": {"name": "n"}}))
	not envoy.decides(jwt({"rules": [{}]}))
	not envoy.decides(jwt({"rules": [{"requires": {}}]}))
	lenient := {"requires_any": {"requirements": [{"allow_missing": {}}, provider]}}
	not envoy.decides(jwt({"rules": [{"requires": lenient}]}))
	not envoy.decides(jwt({}))
}

oauth2(matcher) := {"extension": "oauth2", "config": {"config": {"pass_through_matcher": [matcher]}}}

test_other_filters_that_decide if {
	envoy.decides({"extension": "basic_auth", "config": {}})
	envoy.decides({"extension": "api_key_auth", "config": {}})
	envoy.decides(oauth2({"name": ":path", "prefix_match": "/healthz"}))
	not envoy.decides(oauth2({"name": "authorization", "present_match": true}))
	not envoy.decides({"extension": "lua", "config": {}})
}

place := {"connection_manager": 0, "listener": 0, "filter_chain": 0, "config_path": ["none"]}

one_route := object.union(place, {"route_config": 0, "virtual_host": 0})

# Two routes of one virtual host.
two_routes := {
	"clusters": [],
	"connection_managers": [],
	"filter_chains": [{"tls": -1}],
	"listener_filters": [],
	"listeners": [],
	"network_filters": [],
	"routes": [one_route, one_route],
	"tls_contexts": [],
	"transport_sockets": [],
	"virtual_hosts": [],
}

filter := object.union(place, {"name": "f", "extension": "basic_auth", "is_off": false, "disabled": false})

override := object.union(place, {
	"filter": "f",
	"extension": "basic_auth",
	"virtual_host": -1,
	"route_config": 0,
	"route": -1,
})

# guarded are the routes on which a filter is in force with some overrides.
guarded[name] := [index |
	some index in [0, 1]
	lists := object.union(two_routes, {
		"http_filters": [object.union(filter, {"is_off": case.is_off})],
		"overrides": [object.union(override, changes) | some changes in case.overrides],
	})
	envoy.is_guarded(index) with input as {"document": {}, "context": {"envoy": lists}}
] if {
	some name, case in cases
}

cases := {
	"on": {"is_off": false, "overrides": []},
	"off": {"is_off": true, "overrides": []},
	"on for a route": {"is_off": true, "overrides": [{"route": 1, "virtual_host": 0, "disabled": false}]},
	"off for a host, on for a route": {"is_off": false, "overrides": [
		{"virtual_host": 0, "disabled": true},
		{"route": 0, "virtual_host": 0, "disabled": false},
	]},
	"on for all, off for a host": {"is_off": false, "overrides": [
		{"disabled": false},
		{"virtual_host": 0, "disabled": true},
	]},
	"on for all": {"is_off": true, "overrides": [{"disabled": false}]},
}

test_overrides_by_their_level if {
	guarded == {
		"on": [0, 1],
		"off": [],
		"on for a route": [1],
		"off for a host, on for a route": [0],
		"on for all, off for a host": [],
		"on for all": [0, 1],
	}
}

# rbac_guarded are the routes on which RBAC is in force when the route 1 brings a configuration of its own. Without
# rules it turns the filter off there; with rules it replaces the filter's own.
rbac_guarded[name] := [index |
	some index in [0, 1]
	lists := object.union(two_routes, {
		"http_filters": [object.union(filter, {"extension": "rbac", "config": {"rules": case.own}})],
		"overrides": [object.union(override, {
			"extension": "rbac",
			"route": 1,
			"disabled": false,
			"type": "envoy.extensions.filters.http.rbac.v3.RBACPerRoute",
			"config": case.config,
		})],
	})
	envoy.is_guarded(index) with input as {"document": {}, "context": {"envoy": lists}}
] if {
	some name, case in rbac_cases
}

rbac_cases := {
	"no rules": {"own": {}, "config": {}},
	"empty": {"own": {}, "config": {"rbac": {}}},
	"nobody": {"own": {}, "config": {"rbac": {"rules": {}}}},
	"everybody": {"own": {}, "config": {"rbac": {"rules": {"policies": {"b": any_policy}}}}},
	"nobody instead of everybody": {"own": {"policies": {"a": any_policy}}, "config": {"rbac": {"rules": {}}}},
}

test_rbac_of_a_route if {
	rbac_guarded == {
		"no rules": [0],
		"empty": [0],
		"nobody": [0, 1],
		"everybody": [0],
		"nobody instead of everybody": [1],
	}
}
