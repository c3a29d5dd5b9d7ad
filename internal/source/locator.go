package source

// manyEntries is the number of entries from which an index of a mapping is worth its cost.
const manyEntries = 32

// Locator locates many paths in one tree: it keeps an index of the large mappings that it has passed. It is not for several
// goroutines at once, nor for a tree that still changes.
type Locator struct {
	root    *Node
	indexes map[*Node]map[string]int
}

// NewLocator returns a locator for the tree of root.
func NewLocator(root *Node) *Locator {
	return &Locator{root: root, indexes: map[*Node]map[string]int{}}
}

// Root returns the root of the tree.
func (l *Locator) Root() *Node { return l.root }

// Locate is Node.Locate for the root.
func (l *Locator) Locate(path Path) Place { return l.root.locate(path, l.entry) }

// At is Node.At for the root.
func (l *Locator) At(path ...any) *Node {
	n := l.root
	for _, step := range path {
		if n = l.Child(n, step); n == nil {
			return nil
		}
	}
	return n
}

// Child returns the node that one step leads to from a node of the tree, or nil when there is none.
func (l *Locator) Child(n *Node, step any) *Node {
	child, _, _ := n.follow(step, l.entry)
	return child
}

func (l *Locator) entry(n *Node, key string) *Entry {
	if n == nil || n.Kind != Mapping || len(n.Entries) < manyEntries {
		return n.Entry(key)
	}
	index := l.indexes[n]
	if index == nil {
		index = make(map[string]int, len(n.Entries))
		for i := len(n.Entries) - 1; i >= 0; i-- { // so that the first of equal keys counts
			index[n.Entries[i].Key] = i
		}
		l.indexes[n] = index
	}
	i, ok := index[key]
	if !ok {
		return nil
	}
	return &n.Entries[i]
}
