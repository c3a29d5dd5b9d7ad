package lib.envoy

# is_on holds for an HTTP filter that is in force on a route: the override of the route decides, else that of its
# virtual host, else that of its route configuration, else the filter itself.
is_on(filter, index) if {
	chosen := override_of(filter, index)
	not turns_off(chosen)
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

# level_for says how far in an override of a route is: 2 for the route itself, 1 for its virtual host, 0 for its route
# configuration.
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

# overrides_by_filter are the positions of the overrides of each [connection manager, name of the filter].
overrides_by_filter[[override.connection_manager, override.filter]] contains position if {
	some position, override in overrides
}

# effective returns a filter with the configuration that it has on a route: rules of RBAC for a route replace the
# filter's own.
effective(filter, index) := object.union(
	object.remove(filter, ["config"]),
	{"config": mapping(rules_for(filter, index))},
)

effective(filter, index) := filter if not rules_for(filter, index)

rules_for(filter, index) := override.config.rbac if {
	override := override_of(filter, index)
	override.extension == "rbac"
}

# turns_off holds for an override that switches its filter off: an RBAC filter without rules lets everybody pass.
turns_off(override) if override.disabled

turns_off(override) if {
	endswith(override.type, ".RBACPerRoute")
	not override.config.rbac
}

# everywhere holds for an override that is in force for every path of what it belongs to.
everywhere(override) if {
	override.route < 0
	not every_route_turns_it_on(override)
}

everywhere(override) if {
	route := view("routes", override.route)
	route.action == "route"
	not route.conditional
	takes_everything(at(under(route.path, ["match"])))
}

# A virtual host may turn off what each of its routes turns on again.
every_route_turns_it_on(override) if {
	inside := [index | some index, route in routes; level_for(override, index, route) >= 0]
	count(inside) > 0
	every index in inside {
		index in turned_on[override.filter]
	}
}

# turned_on are the routes that turn a filter on, by the name of the filter.
turned_on[override.filter] contains override.route if {
	some override in overrides
	override.route >= 0
	not turns_off(override)
}

# level is what an override belongs to.
level(override) := "route" if override.route >= 0

level(override) := "virtual host" if {
	override.route < 0
	override.virtual_host >= 0
}

level(override) := "route configuration" if {
	override.route < 0
	override.virtual_host < 0
}
