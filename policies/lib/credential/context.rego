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

# fails_closed holds for a setting that the entrypoint of the service's image wants to have a value.
fails_closed(setting) if setting.key in refused_when_empty[software.names[setting.service]]

refused_when_empty := {
	"mariadb": {"MARIADB_ROOT_PASSWORD", "MYSQL_ROOT_PASSWORD"},
	"mysql": {"MYSQL_ROOT_PASSWORD"},
	"pgadmin": {"PGADMIN_DEFAULT_PASSWORD"},
	"postgresql": {"POSTGRES_PASSWORD"},
}
