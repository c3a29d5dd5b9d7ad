package lib.credential

import data.lib.exposure
import data.lib.secret
import data.lib.software

# opens_itself holds for a credential that opens the service which has it: a data store's own, or any whose name does
# not say that the service logs in somewhere else with it.
opens_itself(service, _) if software.is_store(service)

opens_itself(_, key) if not secret.is_client(key)

# opens_store holds for a credential that opens a data store which other machines reach: whoever knows it is in.
opens_store(service) if {
	software.is_store(service)
	exposure.beyond_loopback(service)
}

# opens_published holds for a credential that opens a service which other machines reach.
opens_published(service, key) if {
	exposure.beyond_loopback(service)
	opens_itself(service, key)
}

# is_for_store holds for a secret with which a service most likely logs in to a data store of the project, whatever its
# name: the store has the same one, and another variable of the service leads to the store.
is_for_store(service, name, value) if {
	not regex.match(`(^|_)(admin|auth|initial|login|root|superuser|ui|web)(_|$)`, secret.flatten(name))
	some store in stores_with[value]
	store != service
	some text in input.document.services[service].environment
	is_string(text)
	regex.match(sprintf(`(^|[^\w.-])%s($|[^\w.-])`, [regex.replace(store, `[^\w-]`, ".")]), text)
}

stores_with[setting.secret] contains setting.service if {
	some setting in of("literal")
	software.is_store(setting.service)
}

# fails_closed holds for a setting that the entrypoint of the service's image wants to have a value.
fails_closed(setting) if setting.key in refused_when_empty[software.names[setting.service]]

refused_when_empty := {
	"mariadb": {"MARIADB_ROOT_PASSWORD", "MYSQL_ROOT_PASSWORD"},
	"mysql": {"MYSQL_ROOT_PASSWORD"},
	"pgadmin": {"PGADMIN_DEFAULT_PASSWORD"},
	"postgresql": {"POSTGRES_PASSWORD"},
}
