# METADATA
# title: Encryption key that cannot be rotated
# description: |
#   One key from one setting encrypts everything, and nothing can read what an earlier key wrote: after a leak the key
#   stays, because changing it would lose the data, or everything has to be decrypted and written again at once.
#
#   Reported is a key of Fernet or of an AEAD cipher that comes from a setting, in an application without
#   `MultiFernet`, a list of previous keys, key ids, or a client of a key service.
# related_resources:
# - https://cryptography.io/en/latest/fernet/#cryptography.fernet.MultiFernet
# - https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final
# scope: package
# custom:
#   severity: low
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Read a list of keys: `MultiFernet([Fernet(new), Fernet(old)])` encrypts with the first and decrypts with all.
#
#     Write down how the keys are rotated, and do it once.
#   cwe: [320, 324]
package app["static-encryption-key"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("encryption-key")
	code.kinds(code.argument(call, "key")) & {"environment", "setting"} != set()
	not rotates
	finding := in_situation(
		{
			"path": code.path(call, "key"),
			"message": sprintf("%q has one key, and no way to change it", [code.subject(call)]),
		},
		code.situations(call),
	)
}

rotates if count(code.calls("key-rotation")) > 0

rotates if {
	some name in ["settings", "functions", "assignments"]
	some fact in code.of(name)
	regex.match(`(?i)(old|previous|prev|former|fallback|retired|legacy)_?\w*keys?|keys?_?(ring|id|version|fallbacks)|rotat`, fact.name)
}

rotates if {
	some name in code.imports
	regex.match(`(?i)(^|[._])(kms|hvac|keyvault|tink)`, name)
}
