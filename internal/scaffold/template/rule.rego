# METADATA
# title: A short noun phrase
# description: |
#   What can go wrong, in the terms of somebody who would exploit it, and when the rule stays silent.
# related_resources:
# - https://docs.docker.com/reference/compose-file/
# scope: package
# custom:
#   severity: medium
#   remediation: |
#     What to write instead, in one sentence.
#   cwe: [693]
{{- if ne .Family "compose"}}
#   kinds: [compose]
{{- end}}
package {{.Package}}

findings contains finding if {
	some name, service in input.document.services
	service.hostname == "unsafe"
	finding := {
		"path": ["services", name, "hostname"],
		"message": sprintf("service %q does something unsafe", [name]),
	}
}
