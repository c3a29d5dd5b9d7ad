package mediamtx

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// anybody is the name of the user who needs no password.
const anybody = "any"

var loopback = []string{"127.0.0.1/32", "::1/128"}

// unnamed returns a user who needs no password, and whom the file does not write.
func unnamed(origin string, ips []string, actions ...string) User {
	name := anybody
	u := User{Path: source.Path{"authInternalUsers"}, Origin: origin, User: &name, IPs: ips, Password: "none"}
	for _, action := range actions {
		u.Permissions = append(u.Permissions, Permission{Action: action})
	}
	return u
}

// users returns the users in force when authentication is internal.
func users(root *source.Node, all []*scope) []User {
	list, key := spelled(root, "authInternalUsers")
	if list != nil {
		return listed(list, source.Path{key})
	}
	if slices.ContainsFunc(all, (*scope).credentials) {
		return legacy(all)
	}
	return []User{
		unnamed("default", nil, "publish", "read", "playback"),
		unnamed("default", loopback, "api", "metrics", "pprof"),
	}
}

func listed(list *source.Node, path source.Path) []User {
	var all []User
	for i, item := range list.Items {
		u := User{
			Path: path.Child(i), Origin: "written", User: userName(field(item.Value, "user")),
			IPs: addresses(field(item.Value, "ips")), Password: strength(field(item.Value, "pass")),
		}
		permissions := field(item.Value, "permissions")
		if permissions != nil {
			for _, p := range permissions.Items {
				u.Permissions = append(u.Permissions, Permission{scalar(field(p.Value, "action")), scalar(field(p.Value, "path"))})
			}
		}
		all = append(all, u)
	}
	return all
}

// userName returns a name as written, nil when it is a placeholder.
func userName(n *source.Node) *string {
	name := scalar(n)
	if source.IsTemplate(name) {
		return nil
	}
	return &name
}

func addresses(n *source.Node) []string {
	if n == nil {
		return nil
	}
	return texts(n, func(item *source.Node) *source.Node { return item })
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
func legacy(all []*scope) []User {
	defaults := all[0]
	users := []User{unnamed("legacy", nil, "playback"), unnamed("legacy", loopback, "api", "metrics", "pprof")}
	for _, s := range all[1:] {
		for _, action := range []string{"publish", "read"} {
			path := s.name
			if slices.Contains(everyPath, path) {
				path = ""
			}
			name, at := s.inherited(defaults, action+"User")
			pass, _ := s.inherited(defaults, action+"Pass")
			ips, _ := s.inherited(defaults, action+"IPs")
			u := User{
				Path: at, Origin: "legacy", User: userName(name), IPs: addresses(ips), Password: strength(pass),
				Permissions: []Permission{{action, path}},
			}
			if u.User != nil && *u.User == "" {
				*u.User = anybody
			}
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
