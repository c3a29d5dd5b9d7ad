// Package code has the facts of programs: what an application calls, reads and decides, the same for every language. A package of
// internal/language fills them in from source code; package app makes documents of them. It knows no language and no framework.
package code

import "github.com/seclint/seclint/internal/source"

// Place is where a fact is written: byte offsets in the file of its module.
type Place struct{ Start, End int }

// Module is one source file of an application.
type Module struct {
	Place
	// Language is the language of the file, such as python.
	Language string `json:"language"`
	// Aside is what the file is where it is not part of what runs: test, example or development (a module of settings for developers).
	Aside string `json:"aside,omitempty"`
	// Imports are the full names of what the module imports.
	Imports []string `json:"imports,omitempty"`
	// Text is the documentation of the module.
	Text string `json:"text,omitempty"`
	// Calls are the calls whose callee is known or that a table of frameworks knows.
	Calls []*Call `json:"calls,omitempty"`
	// Settings are the named values that people can change.
	Settings []*Setting `json:"settings,omitempty"`
	// Assignments are the names and keys that get a text or a number that is written out.
	Assignments []*Assignment `json:"assignments,omitempty"`
	// Functions are the functions and methods.
	Functions []*Function `json:"functions,omitempty"`
	// Classes are the classes.
	Classes []*Class `json:"classes,omitempty"`
	// Routes are the handlers of requests.
	Routes []*Route `json:"routes,omitempty"`
	// Inputs are the places where data of a request is read by name.
	Inputs []*Input `json:"inputs,omitempty"`
	// Comparisons are those of two values of which at least one is not written out.
	Comparisons []*Comparison `json:"comparisons,omitempty"`
	// Exits are the returns and the exceptions that are raised.
	Exits []*Exit `json:"exits,omitempty"`
	// Headers are the headers of responses that the module sets, and those of requests that prove who sends them.
	Headers []*Header `json:"headers,omitempty"`
	// Stores are what the module keeps in memory from one request to the next: names of its own that functions change.
	Stores []*Store `json:"stores,omitempty"`
	// Counts are the places that add to a count that outlives the function: an item or an attribute of something.
	Counts []*Count `json:"counts,omitempty"`
	// Embedded are the dictionaries, lists and texts in the code that may be configuration. What they are is a document of its own.
	Embedded []*Embedded `json:"embedded,omitempty"`

	// File is the file itself.
	File *source.File
}

// Context is where a statement is.
type Context struct {
	// Function is the function around it, such as Class.method, "" for the module itself.
	Function string `json:"function"`
	// Guards are the conditions under which it runs, outermost first.
	Guards []*Guard `json:"guards,omitempty"`
	// Aside is development where it is in a class of settings for developers or tests, such as TestingConfig. Policies see there what the
	// module is where that is not part of what runs.
	Aside string `json:"aside,omitempty"`
}

// Guard is a condition.
type Guard struct {
	Place
	// Test is what is tested.
	Test *Value `json:"test"`
	// Negated is set where the statement runs when the test is false.
	Negated bool `json:"negated,omitempty"`
}

// Call is a call of a function, a method or a class.
type Call struct {
	Place
	Context
	// Callee is the full name, through imports and aliases: jinja2.Environment. A method has the class of its object in front. The name
	// is as written where nothing says what it is.
	Callee string `json:"callee"`
	// Is is what the tables of frameworks call the callee, such as cors.
	Is string `json:"is,omitempty"`
	// Target is the name that the result is assigned to; of a decorator the function below it.
	Target string `json:"target,omitempty"`
	// Arguments are the arguments by the names that the tables give them, else by their keyword or position. One that is absent and has a
	// known default is there with the kind default.
	Arguments map[string]*Value `json:"arguments,omitempty"`
	// Open is set where more arguments are passed in a form that shows no names, such as **options.
	Open bool `json:"open,omitempty"`
	// Managed is set where the language itself ends the use of the result, as with does in Python.
	Managed bool `json:"managed,omitempty"`
}

// Value is what an expression is, as far as that is known.
type Value struct {
	Place
	// Kind is literal, default (an argument that is not written), list, dictionary, environment, setting, parameter, request, call, name,
	// template (a text with parts), not, and, comparison, exception (of a guard), loop (of a guard: items has the condition under
	// which it goes on), either (one of items), function (of which an item is what it always returns), or unknown.
	Kind string `json:"kind"`
	// Is is the value of a literal or a default.
	Is any `json:"value,omitempty"`
	// Name is the name of a variable of the environment, a setting, a parameter, a callee, or what is read of a request.
	Name string `json:"name,omitempty"`
	// As is the name under which the program keeps what a call returns, where it is read from there.
	As string `json:"as,omitempty"`
	// Part is what of a request is read, as that of an input; or the type of a parameter; or the operator of a comparison; or required
	// for a variable or setting without which the program does not run.
	Part string `json:"part,omitempty"`
	// Default is the value of an environment variable or a setting that nobody sets, or of what a request does not have; absent where it
	// has none.
	Default *Value `json:"default,omitempty"`
	// Items are the items of a list, the parts of a template, the arguments of a call, the sides of a comparison.
	Items []*Value `json:"items,omitempty"`
	// Entries are the entries of a dictionary with keys that are texts.
	Entries map[string]*Value `json:"entries,omitempty"`
}

// Setting is a named value that people can change.
type Setting struct {
	Place
	Context
	// Name is the name of the setting: of the variable of the environment, the field, the flag or the constant.
	Name string `json:"name"`
	// From is environment, field (of a class of settings), flag (of a command line), or constant.
	From string `json:"from"`
	// Class is the class of a field.
	Class string `json:"class,omitempty"`
	// Default is what the setting is when nobody sets it, absent where it has to be set.
	Default *Value `json:"default,omitempty"`
	// Checked is set where a validator or a condition refuses values of it.
	Checked bool `json:"checked,omitempty"`
	// Masked is set where the type of a field, or what it is declared with, leaves its value out of what is printed.
	Masked bool `json:"masked,omitempty"`
	// Target is the name that the value is assigned to.
	Target string `json:"target,omitempty"`
}

// Assignment gives a name or a key a value that is written out.
type Assignment struct {
	Place
	Context
	// Name is the name, the last part of an attribute, or the key of a dictionary.
	Name string `json:"name"`
	// Value is the value.
	Value *Value `json:"value"`
}

// Function is a function or method.
type Function struct {
	Place
	// Name has the class in front: Class.method.
	Name string `json:"name"`
	// Parameters are the parameters in their order.
	Parameters []*Parameter `json:"parameters,omitempty"`
	// Decorators are the full names of what decorates it.
	Decorators []string `json:"decorators,omitempty"`
	// Text is its documentation.
	Text string `json:"text,omitempty"`
	// Guards are the conditions under which it is defined.
	Guards []*Guard `json:"guards,omitempty"`
}

// Class is a class.
type Class struct {
	Place
	// Name is its name.
	Name string `json:"name"`
	// Bases are the full names of the classes that it extends.
	Bases []string `json:"bases,omitempty"`
	// Text is its documentation.
	Text string `json:"text,omitempty"`
}

// Parameter is a parameter of a function.
type Parameter struct {
	Place
	// Name is its name.
	Name string `json:"name"`
	// Type is the full name of its type, "" where none is written.
	Type string `json:"type,omitempty"`
	// Default is its default, absent where it has none.
	Default *Value `json:"default,omitempty"`
	// Marker is the call beside its type that says where its value comes from, as in Annotated[str, Query()], absent for none.
	Marker *Value `json:"marker,omitempty"`
}

// Route is a handler of requests.
type Route struct {
	Place
	// Path is the path, "" where it is not written out.
	Path string `json:"path"`
	// Methods are the HTTP methods in upper case; empty where any, or where it is not known.
	Methods []string `json:"methods,omitempty"`
	// Handler is the name of the function.
	Handler string `json:"handler,omitempty"`
	// Through are the functions that the route names in front of the handler, in their order: what they do not refuse reaches it.
	Through []string `json:"through,omitempty"`
	// Is is route, websocket, or procedure: a mutation of GraphQL or tRPC, or a function of the server that pages call, whose name is the path.
	Is string `json:"is"`
	// Open is set where the route says nothing of a dependency or decorator that may ask for a login.
	Open bool `json:"open,omitempty"`
}

// Input is a place where data of a request is read.
type Input struct {
	Place
	Context
	// Part is query, header, body, path, cookie, client (the address of the peer) or forwarded (the address of the client as a framework
	// takes it from the headers that proxies write).
	Part string `json:"part"`
	// Name is the name of the parameter, header or cookie, ? where it is not known, "" for client, that of the method for forwarded.
	Name string `json:"name"`
	// Within is the last part of the name of the function that gets what is read, "" where it is none's argument.
	Within string `json:"within,omitempty"`
	// Logged is set where what is read goes to a log and nowhere else, directly or through a name.
	Logged bool `json:"logged,omitempty"`
	// First is set where the first of several values is taken, as by .split(",")[0].
	First bool `json:"first,omitempty"`
}

// Comparison compares two values.
type Comparison struct {
	Place
	Context
	// Operator is ==, !=, in or "not in".
	Operator string `json:"operator"`
	// Left is the left side.
	Left *Value `json:"left"`
	// Right is the right side.
	Right *Value `json:"right"`
}

// Exit is a return or an exception that is raised.
type Exit struct {
	Place
	Context
	// Is is return or raise.
	Is string `json:"is"`
	// Value is what is returned or raised, absent for nothing.
	Value *Value `json:"value,omitempty"`
}

// Header is a header that is set.
type Header struct {
	Place
	Context
	// Name is the name in lower case.
	Name string `json:"name"`
	// Value is the value.
	Value *Value `json:"value"`
}

// Store is a name of a module that functions change.
type Store struct {
	Place
	// Name is the name.
	Name string `json:"name"`
	// Writers are the functions that change it.
	Writers []string `json:"writers"`
}

// Count adds to a number.
type Count struct {
	Place
	Context
	// Name is what it is kept under, such as metrics.failures for metrics["failures"].
	Name string `json:"name"`
}

// Embedded is a dictionary, list or text in the code that may be configuration.
type Embedded struct {
	Place
	// Name is the name that it is assigned to, or that of the function that makes it; "" for none.
	Name string `json:"name"`

	// Root is the tree of it, with what is not known as source.Unclear says.
	Root *source.Node
	// Own is the literal that it is, Parts are the literals that it is made of: numbers that are the same in all modules of a program.
	Own   any
	Parts map[any]bool
}
