package lib.seccomp

# topics are the escapes of data.json, with the names and the capabilities of each as a set.
topics := {name: object.union(topic, {"names": calls, "capabilities": capabilities}) |
	some name, topic in data.lib.seccomp.escapes
	calls := {call | some call in topic.names}
	capabilities := {capability | some capability in topic.capabilities}
}

# traced are the calls that Docker's default profile lets through from Linux 4.8 on: before, a tracer could change a
# call after the filter had looked at it.
traced := topics.tracing.names

# dangerous are the names of all topics.
dangerous contains name if {
	some topic in topics
	some name in topic.names
}

# escaping are the dangerous calls without those that only disclose something, or do little without their capability.
escaping contains name if {
	some topic in topics
	not object.get(topic, "without", "") in {"allows little", "discloses"}
	some name in topic.names
}

# exposed are the dangerous calls that the profile does nothing against, sorted.
exposed := sort([name |
	some name in dangerous
	unhindered(name)
])

# makes_user_namespaces holds for a profile under which every process can create a user namespace.
makes_user_namespaces if {
	some name in ["unshare", "clone", "clone3"]
	unhindered(name)
}

makes_user_namespaces if {
	some entry in profile.rules
	entry.in_force
	entry.class in letting_through
	"clone" in entry.names
	not keeps_user_namespaces_out(entry)
}

# 268435456 is CLONE_NEWUSER.
keeps_user_namespaces_out(entry) if {
	some arg in entry.args
	arg.op == "SCMP_CMP_MASKED_EQ"
	bits.and(to_number(arg.value), 268435456) > 0
	bits.and(to_number(arg.value_two), 268435456) == 0
}
