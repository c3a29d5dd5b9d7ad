# METADATA
# title: Deployment directory served by a web server
# description: |
#   The folder that a web server serves is the project directory, or one above it. Whoever asks for `/compose.yaml`,
#   `/.env` or `/.git/config` gets the Compose file, the secrets of the project and its history; servers keep back
#   neither files with a dot nor those of Compose by themselves, and a read-only mount changes nothing.
#
#   The rule knows where the images of nginx, Apache and Caddy serve files from. A mount of a folder inside the project
#   is fine.
#
#   **Not judged yet**: roots that a configuration of the server sets.
# related_resources:
# - https://hub.docker.com/_/nginx
# - https://hub.docker.com/_/httpd
# - https://hub.docker.com/_/php
# - https://owasp.org/www-project-web-security-testing-guide/stable/4-Web_Application_Security_Testing/02-Configuration_and_Deployment_Management_Testing/04-Review_Old_Backup_and_Unreferenced_Files_for_Sensitive_Information
# scope: package
# custom:
#   severity: medium
#   situations:
#     development:
#       severity: low
#       because: the service is for development only
#     published-variables:
#       severity: high
#       because: other machines reach the server, and the project's file of variables is among what it serves
#     unpublished:
#       severity: low
#       because: only services on the same container network and programs on the host reach the server
#   remediation: |
#     Put the files of the site into a folder of their own, and mount that.
#   cwe: [538, 552]
package compose["project-dir-served"]

import data.lib.compose
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.image

findings contains finding if {
	some name, mounts in compose.mounts
	info := image.services[name]
	some mount in mounts
	regex.match(`^\.(\.(/\.\.)*)?$`, mount.host)
	some root, images in compose.web_roots
	trim_suffix(mount.target, "/") == root
	regex.match(images, sprintf("%s:%s", [info.path, info.tag]))
	finding := in_situation(
		{
			"path": mount.path,
			"message": sprintf("service %q serves the project directory to whoever asks", [name]),
			"related": array.concat(mount.related, exposure.related(name)),
		},
		[situation |
			some situation in ["development", "published-variables", "unpublished"]
			holds(situation, name)
		],
	)
}

holds("development", name) if name in compose.development

holds("published-variables", name) if {
	exposure.beyond_loopback(name)
	some file in input.context.project.files
	compose.base_name(file) == ".env"
}

holds("unpublished", name) if not exposure.beyond_loopback(name)
