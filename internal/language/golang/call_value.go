package golang

import (
	"go/ast"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// callValue returns what a call gives.
func (m *module) callValue(e *ast.CallExpr, s *scope, steps int) *code.Value {
	if v := m.request(e, s, steps-1); v != nil {
		return v
	}
	full, isKnown := m.fullName(e.Fun, s)
	if v := m.readSetting(e, full, isKnown, s, steps); v != nil {
		return v
	}
	if v := m.converted(e, full, isKnown, s, steps); v != nil {
		return v
	}
	if v := m.joined(e, full, s, steps); v != nil {
		return v
	}
	if b, ok := m.function(full); ok && isKnown && len(b.decl.Type.Params.List) == 0 { // a getter
		if v := b.module.functionValue(b.decl.Body, b.module.scopes[b.decl], steps-1); len(v.Items) == 1 && v.Items[0].Kind != "unknown" {
			return v.Items[0]
		}
	}
	v := &code.Value{Kind: "call", Name: full}
	for _, argument := range e.Args[:min(len(e.Args), maxItems)] {
		v.Items = append(v.Items, m.value(argument, s, min(steps-1, 4)))
	}
	return v
}

// readSetting returns the variable of the environment, the option of the command line or the key of a configuration that a call reads;
// nil for any other call.
func (m *module) readSetting(e *ast.CallExpr, full string, isKnown bool, s *scope, steps int) *code.Value {
	if r := m.reader(full, isKnown); r != nil {
		return m.environment(r, e, s, steps)
	}
	is := frameworks().Find(full, !isKnown)
	if is == nil {
		return nil
	}
	switch is.Is {
	case "flag":
		name, _ := m.value(argument(e, is, "name"), s, 3).Is.(string)
		if name == "" {
			return nil
		}
		return &code.Value{Kind: "setting", Name: name, Default: code.PlainDefault(m.value(argument(e, is, "default"), s, steps-1))}
	case "flag-clause": // kingpin: app.Flag("name", "help").Default("x").String()
		return m.clause(e, s, steps)
	case "read-setting":
		name, _ := m.value(argument(e, is, "name"), s, 3).Is.(string)
		if name == "" {
			return nil
		}
		v := &code.Value{Kind: "setting", Name: name}
		if b, ok := m.defaults[name]; ok {
			v.Default = code.PlainDefault(b.module.value(b.node, b.scope, min(steps-1, 6)))
		}
		return v
	}
	return nil
}

// clause returns the option that a chain of calls declares.
func (m *module) clause(e *ast.CallExpr, s *scope, steps int) *code.Value {
	v := &code.Value{Kind: "setting"}
	for call := e; ; {
		selector, ok := call.Fun.(*ast.SelectorExpr)
		if !ok { // a function of the application that declares the option
			for _, a := range call.Args {
				if v.Name, ok = m.value(a, s, 3).Is.(string); ok {
					return v
				}
			}
			return nil
		}
		switch selector.Sel.Name {
		case "Default":
			if len(call.Args) > 0 && v.Default == nil {
				v.Default = code.PlainDefault(m.value(call.Args[0], s, min(steps-1, 6)))
			}
		case "Flag", "Arg":
			if len(call.Args) == 0 {
				return nil
			}
			v.Name, _ = m.value(call.Args[0], s, 3).Is.(string)
			if v.Name == "" {
				return nil
			}
			return v
		}
		if call, ok = selector.X.(*ast.CallExpr); !ok {
			return nil
		}
	}
}

// argument returns the argument of a call that the table gives a name, nil for none.
func argument(e *ast.CallExpr, is *callee, name string) ast.Expr {
	for i, a := range e.Args {
		if ours, ok := is.Parameter("", i); ok && ours == name {
			return a
		}
	}
	return nil
}

// reader says where a function that reads the environment has the name of the variable and what it gives without one; -1 for none.
type reader struct {
	name, fallback int
	// isRequired is set where the function does not come back without the variable.
	isRequired bool
}

// reader returns how a callee reads the environment, nil for one that does not: os.Getenv, or a function of the application that
// hands one of its parameters to such a callee and returns another.
func (m *module) reader(full string, isKnown bool) *reader {
	if _, ok := frameworks().Readers[full]; ok && isKnown {
		return &reader{name: 0, fallback: -1}
	}
	b, ok := m.function(full)
	if !ok || !isKnown || b.decl.Body == nil || len(b.decl.Type.Params.List) == 0 {
		return nil
	}
	if known, found := m.readers[b.decl]; found {
		return known
	}
	m.readers[b.decl] = nil // a function that calls itself
	r := b.module.readerOf(b.decl)
	m.readers[b.decl] = r
	return r
}

// readerOf looks into a function for a call that reads the environment with one of its parameters.
func (m *module) readerOf(d *ast.FuncDecl) *reader {
	var parameters []string
	for _, field := range d.Type.Params.List {
		for _, name := range field.Names {
			parameters = append(parameters, name.Name)
		}
	}
	r := &reader{name: -1, fallback: -1}
	ast.Inspect(d.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			full, isKnown := m.fullName(n.Fun, m.scopes[d])
			if is := frameworks().Find(full, !isKnown); is != nil && is.Is == "exit" || full == "panic" {
				r.isRequired = true
			}
			if of := m.reader(full, isKnown); of != nil && of.name < len(n.Args) {
				if at := parameterIn(n.Args[of.name], parameters); at >= 0 && r.name < 0 {
					r.name = at
				}
				if of.fallback >= 0 && of.fallback < len(n.Args) {
					r.fallback = parameterIn(n.Args[of.fallback], parameters)
				}
			}
		case *ast.ReturnStmt:
			if len(n.Results) > 0 {
				if at := parameterIn(n.Results[0], parameters); at >= 0 {
					r.fallback = at
				}
			}
		}
		return true
	})
	if r.name < 0 || r.name == r.fallback {
		return nil
	}
	return r
}

func parameterIn(expr ast.Expr, parameters []string) int {
	if name, ok := expr.(*ast.Ident); ok {
		return slices.Index(parameters, name.Name)
	}
	return -1
}

// environment returns the variable of the environment that a call reads.
func (m *module) environment(r *reader, e *ast.CallExpr, s *scope, steps int) *code.Value {
	if r.name >= len(e.Args) {
		return unknown()
	}
	name, ok := m.value(e.Args[r.name], s, 3).Is.(string)
	if !ok {
		if constant := m.value(e.Args[r.name], s, 3).Default; constant != nil { // const key = "PORT"
			name, ok = constant.Is.(string)
		}
	}
	if !ok {
		return unknown()
	}
	v := &code.Value{Kind: "environment", Name: name}
	switch {
	case r.fallback >= 0 && r.fallback < len(e.Args):
		v.Default = code.PlainDefault(m.value(e.Args[r.fallback], s, steps-1))
	case r.isRequired:
		v.Part = "required"
	}
	return v
}

// kept are the functions that leave their first argument what it is.
var kept = []string{"strings.TrimSpace", "strings.TrimSuffix", "strings.TrimPrefix", "strings.Trim", "strings.TrimRight",
	"strings.TrimLeft", "bytes.TrimSpace", "os.ExpandEnv", "string", "html/template.HTML", "strings.Clone", "filepath.Clean", "path.Clean",
	"time.Duration", "int", "int64", "uint16", "uint", "int32", "path/filepath.Clean"}

// converted returns what a conversion makes of its argument; nil for any other call.
func (m *module) converted(e *ast.CallExpr, full string, isKnown bool, s *scope, steps int) *code.Value {
	if len(e.Args) == 0 {
		return nil
	}
	of := func() *code.Value { return m.value(e.Args[0], s, steps-1) }
	switch e.Fun.(type) {
	case *ast.ArrayType:
		return of()
	}
	switch {
	case slices.Contains(kept, full):
		return of()
	case full == "strings.ToLower":
		return code.Changed(of(), strings.ToLower)
	case full == "strings.ToUpper":
		return code.Changed(of(), strings.ToUpper)
	case full == "strconv.Atoi", full == "strconv.ParseInt", full == "strconv.ParseUint", full == "strconv.ParseBool", full == "strconv.ParseFloat":
		return parsed(of())
	case (full == "strings.Split" || full == "strings.Fields") && (of().Kind == "literal" || of().Kind == "environment" || of().Kind == "setting"):
		separator := ","
		if len(e.Args) > 1 {
			separator, _ = m.value(e.Args[1], s, 3).Is.(string)
		}
		return code.Split(of(), separator)
	case full == "append" && !isKnown:
		v := of()
		if v.Kind != "list" {
			return nil
		}
		list := &code.Value{Kind: "list", Items: slices.Clone(v.Items)}
		for _, more := range e.Args[1:min(len(e.Args), maxItems)] {
			list.Items = append(list.Items, m.value(more, s, min(steps-1, 4)))
		}
		return list
	}
	return nil
}

// parsed returns a text as the number or boolean that it is, or the default of what is read from outside so.
func parsed(v *code.Value) *code.Value {
	if v.Default != nil {
		with := *v
		with.Default = parsed(v.Default)
		return &with
	}
	if text, ok := v.Is.(string); ok && v.Kind == "literal" {
		return code.Literal(v.Place, valueOfText(text))
	}
	return v
}

// valueOfText returns a text as the number or boolean that it is, else the text itself.
func valueOfText(text string) any {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	if text == "true" || text == "false" {
		return text == "true"
	}
	return text
}
