package t

# A program with each form of statement that Dump prints.

default owner(_) := "nobody"

owner(service) := service.labels.owner

public contains name if {
	some name, service in input.services
	some port in service.ports
	not loopback(port)
}

loopback(port) if startswith(port, "127.")

loopback(port) if regex.match(`^\[::1\]`, port)

limits.cpu := count(input.services)

limits.memory := 2.5

checks["all have ports"] if {
	every service in input.services {
		service.ports != []
	}
}

known := {"a": [1, null], "b": {true}}

replaced := x if x := public with input.services.web as {"ports": ["80"]} with data.u.v as known

result := {
	"public": [name | some name in public; name in object.keys(known)],
	"owner": owner(input.services.web),
	"limits": [limit | some key in input.keys; limit := data.t.limits[key]],
	"checks": checks,
	"replaced": replaced,
	"everything": data.t.limits,
}
