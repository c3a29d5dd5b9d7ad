package literal

// Changes are what a program does to what its names are bound to, by name. S is the scope of a language.
type Changes[S comparable] map[string][]scoped[S]

// scoped is a change with the scope of its statement.
type scoped[S comparable] struct {
	Change
	scope S
}

// maxChanges bounds how many changes of one name are followed.
const maxChanges = 200

// Add notes a change by a statement in a scope. The last of too many says no more than where it is, so that the value is not known.
func (c Changes[S]) Add(name string, change Change, scope S) {
	switch len(c[name]) {
	case maxChanges:
		return
	case maxChanges - 1:
		change = Change{At: change.At}
	}
	c[name] = append(c[name], scoped[S]{change, scope})
}

// Of returns the changes of a name by the statements whose scope fits.
func (c Changes[S]) Of(name string, fits func(scope S) bool) []Change {
	var all []Change
	for _, change := range c[name] {
		if fits(change.scope) {
			all = append(all, change.Change)
		}
	}
	return all
}
