# METADATA
# title: Dependencies that nobody checks for vulnerabilities
# description: |
#   A library that was safe when it was added gets a published hole later. Without something that compares the
#   dependencies with the lists of known vulnerabilities again and again, the service runs with it until somebody
#   reads of it by chance.
#
#   Reported once, at the file that names the dependencies, for an application whose repository has pipelines, where
#   none of them and nothing that they run has an audit, and no Dependabot, Renovate or the like is set up. Without any
#   pipeline in the scan nothing is reported: then the scan does not show how changes are checked.
# related_resources:
# - https://owasp.org/Top10/A06_2021-Vulnerable_and_Outdated_Components/
# - https://docs.github.com/en/code-security/dependabot/dependabot-security-updates/about-dependabot-security-updates
# scope: package
# custom:
#   severity: note
#   precision: medium
#   remediation: |
#     Run `pip-audit`, `osv-scanner` or `npm audit` in a pipeline with a schedule, or set up Dependabot or Renovate.
#   cwe: [1395, 937]
package app["dependency-audit-missing"]

findings contains finding if {
	input.context.format == "program"
	count(object.get(input.context, "audits", [])) == 0
	manifest := input.context.manifests[0]
	pipeline := input.context.pipelines[0]
	finding := {
		"path": ["manifests", manifest],
		"related": [{"path": ["pipelines", pipeline], "message": "what is run for a change, without an audit"}],
		"message": sprintf(
			"%q names dependencies that nothing checks for known vulnerabilities, %s included",
			[manifest, pipeline],
		),
	}
}
