// Package literal builds the trees of configuration that programs write out in their code: dictionaries, lists and texts, with what is
// the same on every run put together through names, functions, loops over constants and templates. It knows no language: a package of
// internal/language says of each expression what form it has. Nothing is run, and what is not known is marked in the tree.
package literal

import "github.com/seclint/seclint/internal/source"

// Expression is an expression of a program. Its parts are what the language makes of it; two equal ones are the same expression.
type Expression struct{ Module, Node, Scope any }

// IsZero reports whether there is no expression.
func (e Expression) IsZero() bool { return e.Node == nil }

// Language says what expressions are.
type Language interface {
	Form(e Expression) Form
}

// Kind is what an expression is.
type Kind uint8

// The kinds of expressions.
const (
	// Unknown is anything that is not one of the others.
	Unknown Kind = iota
	// Scalar is a number, a boolean or nothing, in Value.
	Scalar
	// Text is a text of Parts.
	Text
	// Mapping and Sequence have Parts.
	Mapping
	Sequence
	// Same is what Of is, such as what a name is bound to, with Changes.
	Same
	// Parameter is one of the function Function.
	Parameter
	// Call calls Callee with Parts.
	Call
	// Item is what Of has under Key.
	Item
	// Sum is Of and Other together: two texts, lists or dictionaries, of which the second takes precedence.
	Sum
	// Loop has Of for every item of Other, which has the names Names there.
	Loop
)

// Form is an expression as its language sees it.
type Form struct {
	Kind Kind
	// At is where it is written.
	At source.Span
	// Name is the name that the expression is, or that what is not known has; "" for none.
	Name string
	// Value is that of a scalar: nil, bool, int64 or float64.
	Value any
	// Parts are those of a text, the entries of a mapping, the items of a sequence, the arguments of a call.
	Parts []Part
	// Of, Other and Key are the expressions that it is made of.
	Of, Other, Key Expression
	// Names are the names that each item has in a loop: one for the item, or more for its own items.
	Names []string
	// Function identifies the function of a parameter.
	Function any
	// Callee is the function of the program that is called, nil for any other. A loop may have it in place of Of.
	Callee *Function
	// Changes are what the program does to what a name is bound to, in order.
	Changes []Change
	// IsScalar is set where what is not known is a text or a number in any case.
	IsScalar bool
}

// Part is a part of a text, an entry, an item or an argument.
type Part struct {
	// At is the whole part, KeyAt the key.
	At, KeyAt source.Span
	// Key is the key of an entry or the keyword of an argument, "" for none; KeyOf is the expression that gives it.
	Key   string
	KeyOf Expression
	// Text is what a part of a text says where Value is no expression.
	Text  string
	Value Expression
	// IsSpread is set where the value brings entries, items or arguments of its own.
	IsSpread bool
}

// Function is a function of the program.
type Function struct {
	// ID identifies it.
	ID         any
	Parameters []FunctionParameter
	// Result is what it always returns, none where that depends.
	Result Expression
}

// FunctionParameter is a parameter of a function.
type FunctionParameter struct {
	Name string
	// Default is its default, IsRest set where it takes all arguments that are left.
	Default Expression
	IsRest  bool
	// Members are the names of the members of what is passed, where the parameter takes that apart.
	Members []Member
	// Items are the names of the items of what is passed, where it is a list that the parameter takes apart.
	Items []string
}

// Member is a member of an argument that a function takes by a name.
type Member struct {
	Name, Key string
	Default   Expression
}

// Change is what a program does to a dictionary or list after it has made it.
type Change struct {
	// At is the statement.
	At source.Span
	// Keys lead to what is changed.
	Keys []Expression
	// Value is what is put there, or added to the list there where IsAdded is set, or whose entries are put there where IsMerged is.
	Value             Expression
	IsAdded, IsMerged bool
	// IsUnclear is set where the change depends on something, or what changes is not known.
	IsUnclear bool
}
