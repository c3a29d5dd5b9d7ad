package seccomp

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// profile is a seccomp profile as a runtime reads it.
type profile struct {
	node   *source.Node
	at     source.Path
	format string
	action action // of every call that no entry decides
	rules  []*rule
	// rulesAt is the path of the list that the rules are the first items of.
	rulesAt source.Path
	// truncated: there are more entries than rules.
	truncated bool
}

// maxCost bounds the names and conditions that are looked at. A filter of that size would not fit into the 4096 instructions
// that the kernel takes.
const maxCost = 8192

// action is an action with the key that it stands at.
type action struct {
	name  string
	errno int64
	class string
	key   string
}

// The classes of action: what becomes of the call.
const (
	classAllow   = "allow"
	classLog     = "log" // allowed, and logged
	classTrace   = "trace"
	classNotify  = "notify"
	classDeny    = "deny"
	classAbsent  = "absent"
	classUnknown = "unknown"
)

var classes = map[string]string{
	"SCMP_ACT_ALLOW": classAllow, "SCMP_ACT_LOG": classLog, "SCMP_ACT_TRACE": classTrace, "SCMP_ACT_NOTIFY": classNotify,
	"SCMP_ACT_ERRNO": classDeny, "SCMP_ACT_TRAP": classDeny, "SCMP_ACT_KILL": classDeny, "SCMP_ACT_KILL_THREAD": classDeny,
	"SCMP_ACT_KILL_PROCESS": classDeny, "": classAbsent,
}

// rule is one entry of syscalls.
type rule struct {
	node     *source.Node
	names    []any  // strings
	nameKey  string // of the single name, "" for a list
	action   action
	args     []argument
	includes *guard
	excludes *guard
	// skipped: its action is the default's, so that runc and crun drop the entry without a word.
	skipped bool
	// inForce: it applies to a container with Docker's default capabilities on a recent kernel, on some architecture.
	inForce bool
	// always: it matches whatever the arguments are.
	always bool
}

// called is a name where it stands.
type called struct {
	name string
	at   source.Path
}

// guard is an includes or excludes of Docker's format.
type guard struct {
	node      *source.Node
	key       string
	caps      []any        // strings
	arches    []any        // strings
	kernel    *source.Node // minKernel as written, nil without one
	minKernel string
}

// DefaultCapabilities returns what Docker gives a container
// (https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go).
func DefaultCapabilities() []string {
	return []string{
		"CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD", "CAP_NET_RAW", "CAP_SETGID", "CAP_SETUID",
		"CAP_SETFCAP", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE",
	}
}

// given reports whether Docker gives a capability to every container.
func given(capability any) bool {
	name, _ := capability.(string)
	return slices.Contains(DefaultCapabilities(), name)
}

func newProfile(node *source.Node, at source.Path, format string) *profile {
	p := &profile{node: node, at: at, format: format}
	p.action = readAction(node, "defaultAction", "defaultErrnoRet")
	syscalls, key := field(node, "syscalls")
	p.rulesAt = at.Child(key)
	if syscalls == nil {
		return p
	}
	cost := 0
	for _, item := range syscalls.Items {
		r := p.newRule(item.Value)
		if cost += r.cost(); cost > maxCost {
			p.truncated = true
			return p
		}
		p.rules = append(p.rules, r)
	}
	return p
}

// disabled holds for a profile that Docker, Podman and runc take for no filter at all.
func (p *profile) disabled() bool { return p.action.name == "" && len(p.rules) == 0 && !p.truncated }

func (p *profile) newRule(node *source.Node) *rule {
	r := &rule{node: node, action: readAction(node, "action", "errnoRet"), args: readArguments(node)}
	r.names = stringsOf(node, "names")
	if p.format != formatOCI {
		if name, key := field(node, "name"); name.Str() != "" && len(r.names) == 0 {
			r.names, r.nameKey = []any{name.Scalar}, key
		}
		r.includes, r.excludes = readGuard(node, "includes"), readGuard(node, "excludes")
	}
	r.skipped = r.action.name == p.action.name && r.action.errno == p.action.errno
	r.inForce = !r.skipped && r.includes.met() && !r.excludes.hit()
	r.always = len(r.args) == 0 || slices.ContainsFunc(r.alternatives(), func(all []argument) bool {
		return !slices.ContainsFunc(all, func(a argument) bool { return !a.trivial() })
	})
	return r
}

// cost says how much an entry adds to what policies look at.
func (r *rule) cost() int {
	cost := 1 + len(r.names)*(1+len(r.args)) + len(r.args)
	for _, g := range []*guard{r.includes, r.excludes} {
		if g != nil {
			cost += len(g.caps) + len(g.arches)
		}
	}
	return cost
}

// eperm is the errno of actions that name none.
const eperm = 1

func readAction(n *source.Node, key, errnoKey string) action {
	value, key := field(n, key)
	a := action{name: value.Str(), key: key}
	var known bool
	if a.class, known = classes[a.name]; !known {
		a.class = classUnknown
	}
	if a.name == "SCMP_ACT_ERRNO" || a.name == "SCMP_ACT_TRACE" {
		a.errno = eperm
		if errno, _ := field(n, errnoKey); errno != nil {
			if number, ok := errno.Scalar.(int64); ok {
				a.errno = number
			}
		}
	}
	if a.name == "SCMP_ACT_KILL_THREAD" {
		a.name = "SCMP_ACT_KILL" // its older name
	}
	return a
}

// stringsOf returns the strings of a list.
func stringsOf(n *source.Node, key string) []any {
	list, _ := field(n, key)
	if list == nil {
		return []any{}
	}
	texts := make([]any, 0, len(list.Items))
	for _, item := range list.Items {
		if isString(item.Value) {
			texts = append(texts, item.Value.Scalar)
		}
	}
	return texts
}

// texts returns the strings of a list where they stand.
func texts(n *source.Node, at source.Path, key string) []called {
	list, key := field(n, key)
	if list == nil {
		return nil
	}
	at = at.Child(key)
	names := make([]called, 0, len(list.Items))
	for i, item := range list.Items {
		if item.Value.Kind == source.String {
			names = append(names, called{item.Value.Str(), at.Child(i)})
		}
	}
	return names
}

func readGuard(n *source.Node, key string) *guard {
	node, key := field(n, key)
	if node == nil || node.Kind != source.Mapping {
		return nil
	}
	kernel, _ := field(node, "minKernel")
	return &guard{node: node, key: key, caps: stringsOf(node, "caps"), arches: stringsOf(node, "arches"), kernel: kernel, minKernel: kernel.Str()}
}

// met reports whether an includes lets its entry apply: all capabilities, on some architecture, on a recent kernel.
func (g *guard) met() bool {
	return g == nil || !slices.ContainsFunc(g.caps, func(c any) bool { return !given(c) })
}

// hit reports whether an excludes takes its entry out: any capability, or a kernel that is at least the one named. An
// architecture takes it out for that architecture alone.
func (g *guard) hit() bool {
	return g != nil && (g.minKernel != "" || slices.ContainsFunc(g.caps, given))
}

// decision is what becomes of one system call for a container with Docker's default capabilities.
type decision struct {
	class string // of an action, or classFiltered
	entry int64  // the number of the entry that decides
}

// classFiltered is the class of a call whose arguments decide.
const classFiltered = "filtered"

// decisions returns what becomes of each system call that entries in force name. libseccomp lets an entry without arguments
// win over those with arguments, wherever it stands, and the first of several without arguments win over the others.
func (p *profile) decisions() map[string]decision {
	names := 0
	for _, r := range p.rules {
		names += len(r.names)
	}
	decided := make(map[string]decision, names)
	allowed := map[string][][]argument{}
	for i, r := range p.rules {
		if !r.inForce {
			continue
		}
		for _, item := range r.names {
			name, _ := item.(string)
			before, seen := decided[name]
			switch {
			case r.always && (!seen || before.class == classFiltered):
				decided[name] = decision{r.action.class, int64(i)}
			case !seen:
				decided[name] = decision{classFiltered, int64(i)}
			}
			if !r.always && (r.action.class == classAllow || r.action.class == classLog) {
				allowed[name] = append(allowed[name], r.alternatives()...)
			}
		}
	}
	for name, d := range decided {
		if d.class == classFiltered && coverAll(allowed[name]) {
			d.class = classAllow
			decided[name] = d
		}
	}
	return decided
}

// comments returns what people wrote about a profile or an entry.
func comments(n *source.Node) string {
	var all []string
	for _, key := range []string{"comment", "comments", "description", "_comment", "//"} {
		if text, _ := field(n, key); text.Str() != "" {
			all = append(all, text.Str())
		}
	}
	return strings.Join(all, "\n")
}
