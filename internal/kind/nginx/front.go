package nginx

import "slices"

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
