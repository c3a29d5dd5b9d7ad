package plan

import (
	"encoding/json"
	"slices"
)

// collections are the shortcuts of built-ins on arrays, objects and sets.
var collections = map[string]shortcut{
	"count": func(args []Value) (Value, bool) {
		n := size(args[0])
		return int64(n), n >= 0
	},
	"internal.member_2": func(args []Value) (Value, bool) { return member(args[0], args[1]), true },
	"array.concat":      onBoth(func(a, b *Array) Value { return &Array{slices.Concat(a.items, b.items)} }),
	"array.flatten":     flatten,
	"array.slice":       slice,
	"sort":              sortItems,
	"max":               func(args []Value) (Value, bool) { return extreme(args[0], slices.MaxFunc[[]Value]) },
	"min":               func(args []Value) (Value, bool) { return extreme(args[0], slices.MinFunc[[]Value]) },
	"object.get":        objectGet,
	"object.keys":       objectKeys,
	"object.remove":     objectRemove,
	"json.marshal":      marshal,
	"object.union":      onBoth(func(a, b *Object) Value { return mergeObjects(a, b) }),
	"or":                onBoth(union),
	"and":               onBoth(func(a, b *Set) Value { return filtered(a, b.Has) }),
	"minus":             minus,
	"graph.reachable":   reachable,
	"walk":              func(args []Value) (Value, bool) { return walk(args[0]), true },
}

func member(v, of Value) bool {
	equal := func(other Value) bool { return Equal(v, other) }
	switch c := of.(type) {
	case *Set:
		return c.Has(v)
	case *Array:
		return slices.ContainsFunc(c.items, equal)
	case *Object:
		return slices.ContainsFunc(c.pairs, func(p Pair) bool { return equal(p.Value) })
	}
	return false
}

// flatten replaces arrays in an array by their items, not those in the items.
func flatten(args []Value) (Value, bool) {
	array, ok := args[0].(*Array)
	if !ok {
		return nil, false
	}
	n := len(array.items)
	for _, item := range array.items {
		if inner, ok := item.(*Array); ok {
			n += len(inner.items) - 1
		}
	}
	flat := make([]Value, 0, n)
	for _, item := range array.items {
		if inner, ok := item.(*Array); ok {
			flat = append(flat, inner.items...)
		} else {
			flat = append(flat, item)
		}
	}
	return &Array{flat}, true
}

func slice(args []Value) (Value, bool) {
	a, ok := args[0].(*Array)
	from, ok2 := args[1].(int64)
	to, ok3 := args[2].(int64)
	if !ok || !ok2 || !ok3 {
		return nil, false
	}
	from = max(from, 0)
	to = min(to, int64(len(a.items)))
	if from >= to {
		return &Array{}, true
	}
	return &Array{a.items[from:to:to]}, true
}

func sortItems(args []Value) (Value, bool) {
	list, ok := items(args[0])
	if !ok {
		return nil, false
	}
	list = slices.Clone(list)
	slices.SortFunc(list, Compare)
	return &Array{list}, true
}

// extreme picks an item; the result is undefined when there is none.
func extreme(v Value, pick func([]Value, func(a, b Value) int) Value) (Value, bool) {
	list, ok := items(v)
	if !ok {
		return nil, false
	}
	if len(list) == 0 {
		return nil, true
	}
	return pick(list, Compare), true
}

func objectGet(args []Value) (Value, bool) {
	object, ok := args[0].(*Object)
	if !ok {
		return nil, false
	}
	found := Value(object)
	if path, ok := args[1].(*Array); ok {
		for _, step := range path.items {
			if found = dot(found, step); found == nil {
				break
			}
		}
	} else {
		found = object.Get(args[1])
	}
	if found == nil {
		found = args[2]
	}
	return found, true
}

func objectKeys(args []Value) (Value, bool) {
	object, ok := args[0].(*Object)
	if !ok {
		return nil, false
	}
	keys := make([]Value, len(object.pairs))
	for i, p := range object.pairs {
		keys[i] = p.Key
	}
	return &Set{keys}, true
}

func objectRemove(args []Value) (Value, bool) {
	object, ok := args[0].(*Object)
	keys, ok2 := items(args[1])
	if !ok || !ok2 {
		return nil, false
	}
	kept := make([]Pair, 0, len(object.pairs))
	for _, p := range object.pairs {
		if !slices.ContainsFunc(keys, func(key Value) bool { return Equal(key, p.Key) }) {
			kept = append(kept, p)
		}
	}
	return &Object{kept}, true
}

func marshal(args []Value) (Value, bool) {
	text, err := json.Marshal(ToGo(args[0]))
	return string(text), err == nil
}

// mergeObjects returns an object with the pairs of both. Objects at the same key are merged in turn; else the value of b is taken.
func mergeObjects(a, b *Object) *Object {
	merged := make([]Pair, 0, len(a.pairs)+len(b.pairs))
	i, j := 0, 0
	for i < len(a.pairs) && j < len(b.pairs) {
		switch order := Compare(a.pairs[i].Key, b.pairs[j].Key); {
		case order < 0:
			merged = append(merged, a.pairs[i])
			i++
		case order > 0:
			merged = append(merged, b.pairs[j])
			j++
		default:
			pair := b.pairs[j]
			below, isObject := a.pairs[i].Value.(*Object)
			above, isObject2 := pair.Value.(*Object)
			if isObject && isObject2 {
				pair.Value = mergeObjects(below, above)
			}
			merged = append(merged, pair)
			i, j = i+1, j+1
		}
	}
	return &Object{append(append(merged, a.pairs[i:]...), b.pairs[j:]...)}
}

func union(a, b *Set) Value {
	all := make([]Value, 0, len(a.items)+len(b.items))
	x, y := a.items, b.items
	for len(x) > 0 && len(y) > 0 {
		order := Compare(x[0], y[0])
		if order <= 0 {
			all, x = append(all, x[0]), x[1:]
		} else {
			all = append(all, y[0])
		}
		if order >= 0 {
			y = y[1:]
		}
	}
	return &Set{append(append(all, x...), y...)}
}

func filtered(s *Set, keep func(Value) bool) Value {
	var kept []Value
	for _, item := range s.items {
		if keep(item) {
			kept = append(kept, item)
		}
	}
	return &Set{kept}
}

// reachable returns the vertices of a graph that some vertices lead to, themselves included; a graph maps each to its neighbours.
func reachable(args []Value) (Value, bool) {
	graph, ok := args[0].(*Object)
	queue, ok2 := items(args[1])
	if !ok || !ok2 {
		return nil, false
	}
	reached := &Set{}
	for queue = slices.Clone(queue); len(queue) > 0; queue = queue[1:] {
		neighbours := graph.Get(queue[0])
		if neighbours == nil || reached.Has(queue[0]) {
			continue
		}
		reached.add(queue[0])
		next, _ := items(neighbours)
		queue = append(queue, next...)
	}
	return reached, true
}

// walk returns an array of [path, value] for each value in v, beginning with v.
func walk(v Value) Value {
	values, steps := walkedSize(v, 0)
	w := walker{found: make([]Value, 0, values), free: make([]walked, values), steps: make([]Value, steps)}
	w.add(nil, v)
	return &Array{w.found}
}

// walkedSize returns how many values there are in a value at a depth, and how many steps the paths to them have.
func walkedSize(v Value, depth int) (values, steps int) {
	values, steps = 1, depth
	children(v, func(_, child Value) bool {
		more, longer := walkedSize(child, depth+1)
		values, steps = values+more, steps+longer
		return true
	})
	return values, steps
}

// children calls visit for what is directly in a value, until it returns false.
func children(v Value, visit func(step, child Value) bool) {
	switch x := v.(type) {
	case *Array:
		for i, item := range x.items {
			if !visit(int64(i), item) {
				return
			}
		}
	case *Object:
		for i := range x.pairs {
			if !visit(x.pairs[i].Key, x.pairs[i].Value) {
				return
			}
		}
	case *Set:
		for _, item := range x.items {
			if !visit(item, item) {
				return
			}
		}
	}
}

type walker struct {
	found []Value
	// free and steps are memory that no value has yet: it is made for all at once.
	free  []walked
	steps []Value
}

// walked is what walk makes of a value: the pair, and the path in it.
type walked struct {
	pair, path Array
	items      [2]Value
}

func (w *walker) add(path []Value, v Value) {
	next := &w.free[0]
	w.free = w.free[1:]
	next.path.items, next.items = path, [...]Value{&next.path, v}
	next.pair.items = next.items[:]
	w.found = append(w.found, &next.pair)
	children(v, func(step, child Value) bool {
		w.add(w.below(path, step), child)
		return true
	})
}

// below returns a path with one more step.
func (w *walker) below(path []Value, step Value) []Value {
	length := len(path) + 1
	longer := w.steps[:length:length]
	w.steps = w.steps[length:]
	copy(longer, path)
	longer[length-1] = step
	return longer
}
