package lib.compose

import data.lib.boolean

# security_options holds, for each service, its security_opt list as docker compose reads it: {key, value, index,
# written}.
security_options[name] contains option if {
	some name, service in input.document.services
	some index, item in service.security_opt
	is_string(item)
	parts := key_and_value(item)
	option := {"key": parts[0], "value": parts[1], "index": index, "written": item}
}

# key_and_value splits at the first "=", and only where there is none at the first ":"; a bare word has the value "".
key_and_value(item) := halves(item, "=") if contains(item, "=")

key_and_value(item) := halves(item, ":") if {
	not contains(item, "=")
	contains(item, ":")
}

key_and_value(item) := [item, ""] if {
	not contains(item, "=")
	not contains(item, ":")
}

halves(item, separator) := [substring(item, 0, at), substring(item, at + 1, -1)] if at := indexof(item, separator)

# without_seccomp and without_apparmor hold the names of the services that switch the protection off themselves.
without_seccomp contains name if {
	some name, options in security_options
	some option in options
	option.key == "seccomp"
	option.value == "unconfined"
}

without_apparmor contains name if {
	some name, options in security_options
	some option in options
	option.key == "apparmor"
	option.value == "unconfined"
}

# no_new_privileges holds the names of the services that set it; without a value it is on.
no_new_privileges contains name if {
	some name, options in security_options
	some option in options
	option.key == "no-new-privileges"
	bare_or_true(option.value)
}

bare_or_true("")

bare_or_true(value) if boolean.is_true(value)

# privileged holds the names of the services that run privileged: what else they give up no longer matters.
privileged contains name if {
	some name, service in input.document.services
	on(service.privileged)
}

# capability is the kernel's name without CAP_, in upper case: cap_net_raw and NET_RAW are the same one.
capability(written) := trim_prefix(upper(written), "CAP_") if is_string(written)

# added_capabilities and dropped_capabilities hold the sets for each service. A capability in both is added.
added_capabilities[name] contains capability(item) if {
	some name, service in input.document.services
	some item in service.cap_add
}

dropped_capabilities[name] contains capability(item) if {
	some name, service in input.document.services
	some item in service.cap_drop
}

# adds holds for a service that adds one of the capabilities, by itself or through ALL.
adds(name, capabilities) if {
	some added in added_capabilities[name]
	added in (capabilities | {"ALL"})
}
