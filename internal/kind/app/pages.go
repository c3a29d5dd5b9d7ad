package app

import (
	"path"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Pages implements kind.PageServer.
func (f *Facts) Pages() []kind.Page { return f.pages }

// pages lists where an application answers with files from a folder that is written down.
func (a *application) pages() []kind.Page {
	var all []kind.Page
	hasPolicy := a.hasPolicy()
	for _, m := range a.modules {
		if m.Aside != "" {
			continue
		}
		for i, call := range m.Calls {
			if call.Is != "static-files" && call.Is != "file-response" {
				continue
			}
			for _, name := range []string{"directory", "root", "path"} {
				if folder := builtFrom(writtenParts(call.Arguments[name], maxParts)); folder != "" {
					at := source.Path{"modules", m.File.Path, "calls", i}
					all = append(all, kind.Page{Path: at, HasPolicy: hasPolicy, Folder: folder, From: path.Dir(m.File.Path)})
					break
				}
			}
		}
	}
	return all
}

// maxParts is how deep in a value the parts of a path are looked for.
const maxParts = 4

// writtenParts returns the parts of a path that are written out: path.join(__dirname, "..", "web/dist") is ../web/dist.
func writtenParts(v *code.Value, steps int) string {
	if v == nil || steps == 0 {
		return ""
	}
	if text, ok := v.Is.(string); ok {
		return text
	}
	parts := make([]string, 0, len(v.Items))
	for _, item := range v.Items {
		parts = append(parts, strings.TrimPrefix(writtenParts(item, steps-1), "/"))
	}
	return path.Join(parts...)
}

// outputs are the names of the folders that build tools write pages into.
var outputs = lazyregexp.New(`^(dist|build|out|public|browser)$`)

// builtFrom returns the folder of the program that a path to its built pages is in, "" where the path does not name it.
func builtFrom(folder string) string {
	if folder == "" || path.IsAbs(folder) {
		return ""
	}
	folder = path.Clean(folder)
	if strings.HasSuffix(folder, ".html") {
		folder = path.Dir(folder)
	}
	for outputs.MatchString(path.Base(folder)) {
		folder = path.Dir(folder)
	}
	if base := path.Base(folder); base == "." || base == ".." {
		return ""
	}
	return folder
}

// hasPolicy reports whether an application sends a Content-Security-Policy, or uses what may send one.
func (a *application) hasPolicy() bool {
	for _, m := range a.modules {
		for _, header := range m.Headers {
			if strings.HasPrefix(header.Name, "content-security-policy") {
				return true
			}
		}
		for _, call := range m.Calls {
			if call.Is == "csp" || call.Is == "security-headers" && !isWithoutPolicy(call) {
				return true
			}
		}
		for _, name := range m.Imports {
			if senders.MatchString(name) && !strings.Contains(name, "helmet") {
				return true
			}
		}
	}
	return false
}

// senders are the names of packages that send a policy.
var senders = lazyregexp.New(`(?i)talisman|secure_?headers?|security_?headers?|(^|[./])(django|csp)([./]|$)`)

// isWithoutPolicy reports whether a call that sets headers says that it does not set a policy.
func isWithoutPolicy(call *code.Call) bool {
	csp := call.Arguments["csp"]
	return csp != nil && csp.Is == false
}
