package seccomp

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// profile is a seccomp profile as a runtime reads it.
type profile struct {
	config
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

// action is an action with the key that it is written at.
type action struct {
	name  string
	errno int64
	class Class
	key   string
}

var classes = map[string]Class{
	"SCMP_ACT_ALLOW": Allow, "SCMP_ACT_LOG": Log, "SCMP_ACT_TRACE": Trace, "SCMP_ACT_NOTIFY": Notify,
	"SCMP_ACT_ERRNO": Deny, "SCMP_ACT_TRAP": Deny, "SCMP_ACT_KILL": Deny, "SCMP_ACT_KILL_THREAD": Deny,
	"SCMP_ACT_KILL_PROCESS": Deny, "": Absent,
}

// rule is one entry of syscalls with the nodes that it was read from.
type rule struct {
	Rule
	node     *source.Node
	nameKey  string // of the single name, "" for a list
	action   action
	includes *guard
	excludes *guard
}

// guard is a Guard with the nodes that it was read from.
type guard struct {
	Guard
	node *source.Node
	key  string
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
func given(capability string) bool { return slices.Contains(DefaultCapabilities(), capability) }

func newProfile(c config) *profile {
	p := &profile{config: c}
	p.action = p.readAction(p.node, "defaultAction", "defaultErrno")
	syscalls, key := field(p.node, "syscalls")
	p.rulesAt = p.at.Child(key)
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

// isOCI reports whether the runtime reads the profile as the OCI runtime specification has it, without Docker's keys.
func (p *profile) isOCI() bool { return p.format == formatOCI || p.format == formatKubernetes }

// disabled holds for a profile that Docker, Podman and runc take for no filter at all.
func (p *profile) disabled() bool { return p.action.name == "" && len(p.rules) == 0 && !p.truncated }

func (p *profile) newRule(node *source.Node) *rule {
	r := &rule{node: node, action: p.readAction(node, "action", "errno")}
	r.Action, r.Class = r.action.name, r.action.class
	r.Names, r.Args = stringsOf(node, "names"), readArguments(node)
	if !p.isOCI() {
		if name, key := field(node, "name"); name.Str() != "" && len(r.Names) == 0 {
			r.Names, r.nameKey = []string{name.Str()}, key
		}
		r.includes, r.excludes = p.readGuard(node, "includes"), p.readGuard(node, "excludes")
		r.Includes, r.Excludes = r.includes.asked(), r.excludes.asked()
	}
	r.Skipped = r.action.name == p.action.name && r.action.errno == p.action.errno
	r.InForce = !r.Skipped && r.includes.met() && !r.excludes.hit()
	r.Always = len(r.Args) == 0 || slices.ContainsFunc(r.alternatives(), func(all []Argument) bool {
		return !slices.ContainsFunc(all, func(a Argument) bool { return !a.trivial() })
	})
	r.Repeats = r.repeats()
	r.Covers = r.Repeats && !r.Always && coverAll(r.alternatives())
	r.Places = r.places()
	return r
}

// cost says how much an entry adds to what policies look at.
func (r *rule) cost() int {
	cost := 1 + len(r.Names)*(1+len(r.Args)) + len(r.Args)
	for _, g := range []*guard{r.includes, r.excludes} {
		if g != nil {
			cost += len(g.Caps) + len(g.Arches)
		}
	}
	return cost
}

// eperm is the errno of actions that name none.
const eperm = 1

// readAction reads an action with its error: the number at a key that ends with Ret, or what Podman's dialect has at the key
// without.
func (p *profile) readAction(n *source.Node, key, errnoKey string) action {
	value, key := field(n, key)
	a := action{name: value.Str(), key: key}
	var known bool
	if a.class, known = classes[a.name]; !known {
		a.class = Unknown
	}
	if a.name == "SCMP_ACT_ERRNO" || a.name == "SCMP_ACT_TRACE" {
		a.errno = eperm
		if errno, _ := field(n, errnoKey+"Ret"); errno != nil {
			if number, ok := errno.Scalar.(int64); ok {
				a.errno = number
			}
		}
		if name, _ := field(n, errnoKey); p.format == formatPodman {
			if number, ok := errnoOf(name.Str()); ok {
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
func stringsOf(n *source.Node, key string) []string {
	list, _ := field(n, key)
	if list == nil {
		return nil
	}
	texts := make([]string, 0, len(list.Items))
	for _, item := range list.Items {
		if isString(item.Value) {
			texts = append(texts, item.Value.Str())
		}
	}
	return texts
}

// mentions returns the strings of a list with their paths.
func mentions(n *source.Node, at source.Path, key string) []Mention {
	list, key := field(n, key)
	if list == nil {
		return nil
	}
	at = at.Child(key)
	names := make([]Mention, 0, len(list.Items))
	for i, item := range list.Items {
		if isString(item.Value) {
			names = append(names, Mention{item.Value.Str(), at.Child(i)})
		}
	}
	return names
}

// readGuard reads an includes or excludes. Podman knows no minKernel.
func (p *profile) readGuard(n *source.Node, key string) *guard {
	node, key := field(n, key)
	if node == nil || node.Kind != source.Mapping {
		return nil
	}
	g := &guard{Guard: Guard{Caps: stringsOf(node, "caps"), Arches: stringsOf(node, "arches")}, node: node, key: key}
	if kernel, _ := field(node, "minKernel"); p.format != formatPodman {
		g.MinKernel = kernel.Str()
	}
	return g
}

// asked returns what a guard asks for, nil for nothing.
func (g *guard) asked() *Guard {
	if g == nil || len(g.Caps)+len(g.Arches)+len(g.MinKernel) == 0 {
		return nil
	}
	return &g.Guard
}

// met reports whether an includes lets its entry apply: all capabilities, on some architecture, on a recent kernel.
func (g *guard) met() bool {
	return g == nil || !slices.ContainsFunc(g.Caps, func(c string) bool { return !given(c) })
}

// hit reports whether an excludes takes its entry out: any capability, or a kernel that is at least the one named. An
// architecture takes it out for that architecture alone.
func (g *guard) hit() bool {
	return g != nil && (g.MinKernel != "" || slices.ContainsFunc(g.Caps, given))
}

// decision is what becomes of one system call for a container with Docker's default capabilities.
type decision struct {
	class Class
	entry int // the index of the entry that decides
}

// decisions returns what becomes of each system call that entries in force name. libseccomp lets an entry without arguments
// win over those with arguments, wherever it stands, and the first of several without arguments win over the others.
func (p *profile) decisions() map[string]decision {
	names := 0
	for _, r := range p.rules {
		names += len(r.Names)
	}
	decided := make(map[string]decision, names)
	allowed := map[string][][]Argument{}
	for i, r := range p.rules {
		if !r.InForce {
			continue
		}
		for _, name := range r.Names {
			before, seen := decided[name]
			switch {
			case r.Always && (!seen || before.class == Filtered):
				decided[name] = decision{r.Class, i}
			case !seen:
				decided[name] = decision{Filtered, i}
			}
			if !r.Always && (r.Class == Allow || r.Class == Log) {
				allowed[name] = append(allowed[name], r.alternatives()...)
			}
		}
	}
	for name, d := range decided {
		if d.class == Filtered && coverAll(allowed[name]) {
			d.class = Allow
			decided[name] = d
		}
	}
	return decided
}

// comments returns what people wrote about a profile or an entry.
func comments(n *source.Node) string {
	var all []string
	for _, key := range []string{"comment", "comments", "_comment", "description", "//", "$comment"} {
		if text, _ := field(n, key); text.Str() != "" {
			all = append(all, text.Str())
		}
	}
	return strings.Join(all, "\n")
}
