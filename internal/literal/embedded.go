package literal

import (
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/needle"
	"github.com/seclint/seclint/internal/source"
)

// Words are those of which a program has one that writes out configuration of the kinds that seclint knows.
var Words = []string{
	"type.googleapis.com/envoy.", "load_assignment", "static_resources", "filter_chains", "virtual_hosts", "envoy.filters.", "envoy.transport_sockets.", // of Envoy
	"loadAssignment", "staticResources", "filterChains", "virtualHosts", "envoy_on_request", "envoy_on_response",
	"SCMP_ACT_",                                                                                    // of seccomp
	"security_opt", "cap_add", "network_mode", "services:", `services"`, `services'`, "services =", // of Compose
	"runOnReady", "runOnInit", "rtspAddress", "authInternalUsers", "runOnDemand", "pathDefaults", "hlsAddress", // of MediaMTX
	"insecure-registries", "default-runtime", "userland-proxy", "no-new-privileges", "userns-remap", // of the Docker daemon
}

var words = sync.OnceValue(func() *needle.Long { return needle.NewLong(Words...) })

// Matters reports whether a program may write out configuration.
func Matters(content []byte) bool { return words().InBytes(content) }

// keys are those that configuration has, of which a tree must have one, at least in a part of it.
var keys = map[string]bool{}

func init() {
	for key := range strings.FieldsSeq(`static_resources staticResources load_assignment loadAssignment filter_chains filterChains
		virtual_hosts virtualHosts @type typed_config typedConfig services defaultAction syscalls paths pathDefaults authInternalUsers
		rtspAddress insecure-registries default-runtime hosts userland-proxy no-new-privileges userns-remap runtimes security_opt cap_add
		network_mode container_name privileged runOnReady runOnInit runOnDemand transport_socket transportSocket http_filters httpFilters`) {
		keys[key] = true
	}
}

// Embedded returns a tree as what may be configuration, nil for one that has no key of any. A text may be configuration or a program
// where it has more than one line and one of the words.
func Embedded(root *source.Node, own Expression, parts map[Expression]bool) *code.Embedded {
	if root.Kind == source.String && (!isLong(root) || !words().In(root.Str())) || root.Kind != source.String && !hasKey(root) {
		return nil
	}
	e := &code.Embedded{Root: root, Parts: make(map[any]bool, len(parts))}
	if !own.IsZero() {
		e.Own = own
	}
	for part := range parts {
		e.Parts[part] = true
	}
	return e
}

func hasKey(n *source.Node) bool {
	for _, e := range n.Entries {
		if keys[e.Key] || hasKey(e.Value) {
			return true
		}
	}
	for _, item := range n.Items {
		if hasKey(item.Value) {
			return true
		}
	}
	return n.Kind == source.String && isLong(n) && words().In(n.Str())
}
