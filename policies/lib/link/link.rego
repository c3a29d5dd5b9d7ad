# METADATA
# description: |
#   Reads what linking found: who uses this document, and from where its listeners can be reached. Where nothing in the
#   scan refers to the document, the exposure is "unknown".
package lib.link

# consumers are the services that use this document's file; each is an object with file, service, path, container_path,
# how, runtime, sandboxed, exposure and untrusted_peers, and what the service says of image, user, capabilities,
# environment and command.
consumers := object.get(input, ["context", "consumers"], [])

# exposure returns how far the listener at a path can be reached: loopback, peers, host_loopback, unknown, one_address
# or all_interfaces.
exposure(path) := object.get(listener, [path, "exposure"], "unknown")

# because returns the reason for the exposure, as a clause.
because(path) := object.get(listener, [path, "because"], "nothing in the scan says how it is deployed")

# related returns the places that show the exposure, for a finding's related.
related(path) := object.get(listener, [path, "related"], [])

# untrusted_peers returns the names of the services that nobody vouches for and that share a network with the listener.
untrusted_peers(path) := object.get(listener, [path, "untrusted_peers"], [])

# beyond_host holds when other machines reach the listener.
beyond_host(path) if exposure(path) in {"one_address", "all_interfaces"}

# inside holds when the listener is known to be reached from its host alone, or from even less.
inside(path) if exposure(path) in {"loopback", "peers", "host_loopback"}

listener[found.path] := found if some found in input.context.listeners
