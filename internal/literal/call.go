package literal

import (
	"strconv"

	"github.com/seclint/seclint/internal/source"
)

// loopName returns what a name has in the loops around, nil for a name of anything else.
func (v *Evaluator) loopName(name string) *source.Node {
	for i := len(v.frames) - 1; i >= 0 && v.frames[i].function == nil; i-- {
		if n := v.frames[i].names[name]; n != nil {
			return n
		}
	}
	return nil
}

// parameter returns what a function gets for a parameter, nil where nothing calls it or it is not known.
func (v *Evaluator) parameter(f Form) *source.Node {
	for i := len(v.frames) - 1; i >= 0; i-- {
		if v.frames[i].function == f.Function {
			return v.frames[i].names[f.Name]
		}
	}
	return nil
}

// call returns what a function of the program returns, nil where that is not known.
func (v *Evaluator) call(f Form, depth int) *source.Node {
	calls := 0
	for _, known := range v.frames {
		if known.function != nil {
			calls++
		}
		if f.Callee != nil && known.function == f.Callee.ID {
			return nil // it calls itself
		}
	}
	if f.Callee == nil || f.Callee.Result.IsZero() || calls >= maxCalls {
		return nil
	}
	return v.run(f.Callee, v.arguments(f, depth), depth)
}

// run returns what a function returns that gets some arguments.
func (v *Evaluator) run(callee *Function, names map[string]*source.Node, depth int) *source.Node {
	v.takeApart(callee, names, depth)
	v.frames = append(v.frames, frame{callee.ID, names})
	n := v.node(callee.Result, depth+1)
	v.frames = v.frames[:len(v.frames)-1]
	return n
}

// apart is the name under which the argument is that a parameter takes apart.
func apart(position int) string { return "#" + strconv.Itoa(position) }

// takeApart adds the members of arguments that a function has by names of their own.
func (v *Evaluator) takeApart(callee *Function, names map[string]*source.Node, depth int) {
	for i, p := range callee.Parameters {
		of := names[apart(i)]
		for _, member := range p.Members {
			n := of.Get(member.Key)
			if n == nil && (of == nil || of.Kind == source.Mapping && of.Tag != source.Unclear) && !member.Default.IsZero() {
				n = v.node(member.Default, depth+1)
			}
			if n != nil {
				names[member.Name] = n
			}
		}
	}
}

// arguments returns what the parameters of a function get. One whose argument is not known is left out.
func (v *Evaluator) arguments(f Form, depth int) map[string]*source.Node {
	names, position, isOpen := map[string]*source.Node{}, 0, false
	for _, part := range f.Parts {
		if part.IsSpread {
			isOpen = true
			continue
		}
		name := part.Key
		if name == "" {
			if position >= len(f.Callee.Parameters) || isOpen {
				continue
			}
			if f.Callee.Parameters[position].IsRest {
				continue
			}
			name = f.Callee.Parameters[position].Name
			if len(f.Callee.Parameters[position].Members) > 0 {
				name = apart(position)
			}
			position++
		}
		names[name] = v.node(part.Value, depth+1)
	}
	for i, p := range f.Callee.Parameters {
		name := p.Name
		if len(p.Members) > 0 {
			name = apart(i)
		}
		if names[name] == nil && !isOpen && !p.Default.IsZero() {
			names[name] = v.node(p.Default, depth+1)
		}
	}
	return names
}

// loop returns the list that a loop over a list makes.
func (v *Evaluator) loop(f Form, depth int) *source.Node {
	over := v.node(f.Other, depth+1)
	list := over.Items
	for _, e := range over.Entries {
		item := str(e.KeySpan, e.Key)
		if len(f.Names) == 2 {
			item = &source.Node{Kind: source.Sequence, Span: e.KeySpan, Items: []source.Item{{Value: item}, {Value: e.Value}}}
		}
		list = append(list, source.Item{Value: item})
	}
	n := &source.Node{Kind: source.Sequence, Span: f.At}
	if over.Kind != source.Mapping && over.Kind != source.Sequence || over.Tag == source.Unclear || len(list) > maxLoop {
		n.Tag = source.Unclear
		list = nil
		turn := v.turn(f, nil, depth)
		n.Items = append(n.Items, source.Item{Value: turn, Via: via(turn, f.At)})
	}
	for _, item := range list {
		if v.left <= 0 {
			break
		}
		turn := v.turn(f, item.Value, depth)
		n.Items = append(n.Items, source.Item{Value: turn, Via: via(turn, f.At)})
	}
	return n
}

// turn returns what a loop makes of an item, nil for one that is not known.
func (v *Evaluator) turn(f Form, item *source.Node, depth int) *source.Node {
	names := map[string]*source.Node{}
	if f.Callee != nil {
		if item != nil {
			first := f.Callee.Parameters[0]
			if names[first.Name] = item; len(first.Members) > 0 {
				names = map[string]*source.Node{apart(0): item}
			}
		}
		return v.run(f.Callee, names, depth)
	}
	for i, name := range f.Names {
		n := item
		if len(f.Names) > 1 && item != nil {
			n = item.At(i)
		}
		if n == nil {
			n = unknown(Form{At: f.At, Name: name})
		}
		names[name] = n
	}
	v.frames = append(v.frames, frame{names: names})
	n := v.node(f.Of, depth+1)
	v.frames = v.frames[:len(v.frames)-1]
	return n
}

// changed returns what a name is bound to after what the program does to it.
func (v *Evaluator) changed(n *source.Node, f Form, depth int) *source.Node {
	if len(f.Changes) == 0 || n.Kind != source.Mapping && n.Kind != source.Sequence {
		return n
	}
	n = v.copied(n)
	for _, change := range f.Changes {
		v.change(n, change, depth)
	}
	return n
}

// copied returns a tree of its own for what is to be changed.
func (v *Evaluator) copied(n *source.Node) *source.Node {
	fresh := *n
	v.left--
	fresh.Entries, fresh.Items = nil, nil
	if v.left <= 0 {
		return &fresh
	}
	for _, e := range n.Entries {
		e.Value = v.copied(e.Value)
		fresh.Entries = append(fresh.Entries, e)
	}
	for _, item := range n.Items {
		item.Value = v.copied(item.Value)
		fresh.Items = append(fresh.Items, item)
	}
	return &fresh
}

// change carries out a change. What cannot be followed makes what it may change unclear.
func (v *Evaluator) change(n *source.Node, c Change, depth int) {
	keys := c.Keys
	isSet := !c.IsAdded && !c.IsMerged
	for len(keys) > 0 && (!isSet || len(keys) > 1) {
		key, ok := v.key(keys[0], depth)
		next := n.Get(key)
		if ok && n.Kind == source.Sequence {
			next = v.indexed(n, keys[0], depth)
		}
		if !ok || next == nil {
			blur(n)
			return
		}
		n, keys = next, keys[1:]
	}
	switch {
	case c.Value.IsZero():
		blur(n)
	case isSet:
		v.set(n, keys[0], c, depth)
	case c.IsUnclear:
		blur(n)
	case c.IsAdded && n.Kind == source.Sequence:
		value := v.node(c.Value, depth+1)
		n.Items = append(n.Items, source.Item{Value: value, Via: via(value, c.At)})
	case c.IsMerged && n.Kind == source.Mapping:
		v.merge(n, v.node(c.Value, depth+1), c.At)
	case c.IsMerged && n.Kind == source.Sequence:
		v.extend(n, v.node(c.Value, depth+1))
	default:
		blur(n)
	}
}

func (v *Evaluator) indexed(n *source.Node, key Expression, depth int) *source.Node {
	index := v.node(key, depth+1)
	if i, ok := index.Scalar.(int64); ok && i >= 0 && i < int64(len(n.Items)) {
		return n.Items[i].Value
	}
	return nil
}

func (v *Evaluator) set(n *source.Node, keyOf Expression, c Change, depth int) {
	key, ok := v.key(keyOf, depth)
	if !ok || n.Kind != source.Mapping {
		blur(n)
		return
	}
	value := v.node(c.Value, depth+1)
	if c.IsUnclear {
		value = unknown(Form{At: c.At, Name: key})
	}
	put(n, source.Entry{Key: key, KeySpan: c.At, Value: value, Via: via(value, c.At)})
}

// blur says that a change may be anything.
func blur(n *source.Node) {
	if n.Kind == source.Mapping {
		obscure(n)
	}
	n.Tag = source.Unclear
}
