# METADATA
# title: Tunnel detection by the shape of a name alone
# description: |
#   A tunnel through DNS or through the names of hosts is found by how much goes to one domain. Whoever knows the
#   thresholds for the length of a name or the number of its labels stays below them: the data only takes longer.
#
#   Reported is a function that is called after tunnels and judges by lengths or patterns, and changes no counter. Where
#   its name does not say that it judges, such as in `detect_tunnel`, it has to do both: a function that opens a tunnel
#   checks the length of its parameter, too. It documents a risk that stays: an accepted one is waived with a reason and
#   a date.
# related_resources:
# - https://attack.mitre.org/techniques/T1071/004/
# scope: package
# custom:
#   kinds: [app]
#   severity: note
#   precision: medium
#   remediation: |
#     Count requests and bytes for each domain, and limit them outside of the filter.
#   cwe: [693, 1039]
package lua["heuristic-dns-tunnel-detection"]

import data.lib.code

findings contains {
	"path": f.at,
	"message": sprintf("%q judges by the shape of a name and counts nothing", [f.name]),
} if {
	input.context.language == "lua"
	some f in code.of("functions")
	regex.match(`(?i)tunnel|exfil`, f.name)
	f.aside == ""
	judges_by_shape(f)
	not [f.file, f.name] in counting
}

judges_by_shape(f) if {
	says_so(f.name)
	compares(f)
}

judges_by_shape(f) if {
	says_so(f.name)
	matches(f)
}

judges_by_shape(f) if {
	compares(f)
	matches(f)
}

says_so(name) if {
	regex.match(`(?i)(detect|suspicious|suspect|looks|check|inspect|analy[sz]e|score|block|exfil)|(^|[._:])(is|has|might_?be|may_?be)_?`, name)
}

compares(f) if {
	some comparison in code.of("comparisons")
	code.same_function(comparison, {"file": f.file, "function": f.name})
	comparison.operator in {">", ">=", "<", "<="}
}

matches(f) if {
	some call in code.of("calls")
	code.same_function(call, {"file": f.file, "function": f.name})
	code.last(call.callee) in {"find", "match", "gmatch", "gsub"}
}

# counting are the functions that change what the file keeps.
counting contains [store.file, writer] if {
	some store in code.of("stores")
	some writer in store.writers
}
