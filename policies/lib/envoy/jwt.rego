package lib.envoy

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

# lenient lists the requirements that let requests without a valid token through, as [path, key]; requires nests one
# level.
lenient(config) := [[array.concat(base, steps), key] |
	some [base, requirement] in requirements(config)
	some [steps, inner] in alternatives(requirement)
	some key in ["allow_missing", "allow_missing_or_failed"]
	is_object(inner[key])
]

requirements(config) := array.concat(
	[[["rules", index, "requires"], rule.requires] | some index, rule in config.rules; not exact(rule)],
	[[["requirement_map", name], requirement] | some name, requirement in config.requirement_map],
)

alternatives(requirement) := array.concat(
	[[[], requirement]],
	[[[key, "requirements", index], inner] |
		some key in ["requires_any", "requires_all"]
		some index, inner in requirement[key].requirements
	],
)

# exact holds for a rule for one path, which may be public on purpose.
exact(rule) if is_string(rule.match.path)

# requires_something holds for a rule of jwt_authn with a requirement, though it may be a lenient one. Envoy refuses a
# name that is not in requirement_map.
requires_something(rule) if rule.requirement_name

requires_something(rule) if count(mapping(rule.requires)) > 0

# covers_everything holds for rules of jwt_authn of which one matches whatever the request is.
covers_everything(rules) if {
	some rule in rules
	takes_everything(rule.match)
}

covers_everything(rules) if {
	some rule in rules
	rule.match.connect_matcher
}
