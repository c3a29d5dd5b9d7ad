package nginx

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
)

// FrontHeaders implements kind.Front.
func (f *Facts) FrontHeaders() []string {
	var common []string
	isFirst := true
	for _, scope := range f.Nginx.Scopes {
		if scope.Handler != "proxy" && scope.Handler != "application" {
			continue
		}
		names := make([]string, 0, len(scope.Headers))
		for _, header := range scope.Headers {
			names = append(names, header.Name)
			if boundsFrames(header) {
				names = append(names, "x-frame-options")
			}
		}
		if isFirst {
			common, isFirst = names, false
			continue
		}
		common = slices.DeleteFunc(common, func(name string) bool { return !slices.Contains(names, name) })
	}
	slices.Sort(common)
	return slices.Compact(common)
}

// boundsFrames reports whether a header is a policy that says who may show the page in a frame, or may say so.
func boundsFrames(header Header) bool {
	return header.Name == "content-security-policy" && slices.ContainsFunc(header.Values, func(value string) bool {
		return strings.Contains(strings.ToLower(value), "frame-ancestors") || strings.Contains(value, "$")
	})
}

// Pages implements kind.PageServer.
func (f *Facts) Pages() []kind.Page {
	var pages []kind.Page
	for _, scope := range f.Nginx.Scopes {
		if !scope.Page || scope.Internal {
			continue
		}
		isPolicy := func(h Header) bool { return h.Name == "content-security-policy" }
		pages = append(pages, kind.Page{Path: scope.Path, HasPolicy: scope.OpenEnded || slices.ContainsFunc(scope.Headers, isPolicy)})
	}
	return pages
}
