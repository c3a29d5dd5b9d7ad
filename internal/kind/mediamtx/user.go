package mediamtx

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// user is one of those whom internal authentication lets in.
type user struct {
	at source.Path
	// origin says where the user comes from: written, default (authInternalUsers is absent) or legacy (publishUser and the
	// like, which paths had before v1.6.0).
	origin      string
	name        any // nil when it is a placeholder
	ips         []any
	permissions []permission
	password    string // how it is written: none, plain, sha256, argon2 or unknown
}

type permission struct {
	action string
	path   string // "" is every path
}

func (u user) context() map[string]any {
	permissions := make([]any, len(u.permissions))
	for i, p := range u.permissions {
		permissions[i] = map[string]any{"action": p.action, "path": p.path}
	}
	return map[string]any{
		"path": u.at.Value(), "origin": u.origin, "user": u.name, "ips": u.ips, "permissions": permissions, "password": u.password,
	}
}

var loopback = []any{"127.0.0.1/32", "::1/128"}

// users returns the users in force when authentication is internal.
func users(root *source.Node, all []*scope) []user {
	list, key := spelled(root, "authInternalUsers")
	if list != nil {
		return listed(list, source.Path{key})
	}
	if slices.ContainsFunc(all, (*scope).credentials) {
		return legacy(all)
	}
	at := source.Path{"authInternalUsers"}
	return []user{
		{at, "default", "any", []any{}, grant("publish", "read", "playback"), "none"},
		{at, "default", "any", loopback, grant("api", "metrics", "pprof"), "none"},
	}
}

func grant(actions ...string) []permission {
	var all []permission
	for _, action := range actions {
		all = append(all, permission{action: action})
	}
	return all
}

func listed(list *source.Node, path source.Path) []user {
	var all []user
	for i, item := range list.Items {
		at := path.Child(i)
		u := user{at: at, origin: "written", name: text.read(orNull(field(item.Value, "user"))), ips: addresses(field(item.Value, "ips")), password: strength(field(item.Value, "pass"))}
		permissions := field(item.Value, "permissions")
		if permissions != nil {
			for _, p := range permissions.Items {
				u.permissions = append(u.permissions, permission{scalar(field(p.Value, "action")), scalar(field(p.Value, "path"))})
			}
		}
		all = append(all, u)
	}
	return all
}

func orNull(n *source.Node) *source.Node {
	if n == nil {
		return &source.Node{}
	}
	return n
}

func addresses(n *source.Node) []any {
	if n == nil {
		return []any{}
	}
	return texts(n, func(item *source.Node) *source.Node { return item }).([]any)
}

// strength says how a password is written.
func strength(n *source.Node) string {
	v := scalar(n)
	switch {
	case v == "":
		return "none"
	case source.IsTemplate(v):
		return "unknown"
	case strings.HasPrefix(v, "sha256:"):
		return "sha256"
	case strings.HasPrefix(v, "argon2:"):
		return "argon2"
	}
	return "plain"
}

// credentials reports whether a scope has credentials of its own, in the manner of releases before v1.6.0. Null sets none.
func (s *scope) credentials() bool {
	for _, key := range []string{"publishUser", "publishPass", "publishIPs", "readUser", "readPass", "readIPs"} {
		if n := field(s.node, key); n != nil && n.Kind != source.Null {
			return true
		}
	}
	return false
}

// legacy returns the users that MediaMTX makes of the credentials of paths. A path without a user is open to anyone, and
// so are recordings.
func legacy(all []*scope) []user {
	defaults := all[0]
	users := []user{
		{source.Path{"authInternalUsers"}, "legacy", "any", []any{}, grant("playback"), "none"},
		{source.Path{"authInternalUsers"}, "legacy", "any", loopback, grant("api", "metrics", "pprof"), "none"},
	}
	for _, s := range all[1:] {
		for _, action := range []string{"publish", "read"} {
			path := s.name
			if slices.Contains(everyPath, path) {
				path = ""
			}
			name, at := s.inherited(defaults, action+"User")
			pass, _ := s.inherited(defaults, action+"Pass")
			ips, _ := s.inherited(defaults, action+"IPs")
			u := user{at: at, origin: "legacy", name: text.read(orNull(name)), ips: addresses(ips), password: strength(pass)}
			if u.name == "" {
				u.name = "any"
			}
			u.permissions = []permission{{action, path}}
			users = append(users, u)
		}
	}
	return users
}

// inherited returns a key of the scope or else of pathDefaults, with the path where it is or would be.
func (s *scope) inherited(defaults *scope, key string) (*source.Node, source.Path) {
	for _, level := range []*scope{s, defaults} {
		if n := field(level.node, key); n != nil && n.Kind != source.Null {
			return n, level.at.Child(key)
		}
	}
	return nil, s.at.Child(key)
}
