package golang

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// plain are the packages of the standard library whose functions are no facts unless the table knows them: most calls are theirs.
var plain = []string{"fmt", "strings", "errors", "strconv", "sort", "slices", "maps", "log", "log/slog", "context", "sync", "sync/atomic",
	"bytes", "io", "math", "regexp", "path", "path/filepath", "unicode", "reflect", "os", "encoding/json", "encoding/base64", "encoding/hex",
	"bufio", "net/url", "testing", "unsafe", "encoding/binary", "math/rand", "runtime", "cmp", "iter", "unicode/utf8", "errors"}

// call adds a call whose callee is known.
func (w *walker) call(n *ast.CallExpr, c context) {
	full, isKnown := w.fullName(n.Fun, c.scope)
	if w.reader(full, isKnown) != nil {
		w.variable(n, c)
		return
	}
	_, isSelector := n.Fun.(*ast.SelectorExpr)
	is := frameworks().Find(full, isSelector)
	if name, ok := n.Fun.(*ast.Ident); ok && name.Name == "make" && len(n.Args) > 0 {
		full = w.madeOf(n.Args[0], c.scope)
		is, isKnown = frameworks().Callee(full), false
	}
	if name, ok := n.Fun.(*ast.Ident); ok && name.Name == "new" && len(n.Args) == 1 {
		w.made(n, c)
		return
	}
	if len(n.Args) >= 2 {
		w.header(n, n.Args[0], n.Args[1], c)
	}
	if w.ends(n, full, is, c) || !isKnown && is == nil || full == "" || len(w.out.Calls) == maxFacts {
		return
	}
	if is == nil && (slices.Contains(plain, full[:max(0, strings.LastIndexByte(full, '.'))]) || w.declared(full).kind == bindType) {
		return
	}
	call := &code.Call{Place: w.place(n), Context: c.code(), Callee: full, Target: c.target, Open: n.Ellipsis.IsValid()}
	w.fill(call, is, written(n), c)
	if call.Target == "" {
		call.Target = filled(n, is)
	}
	if call.Target != "" && (call.Is == "random" || call.Is == "weak-random") {
		call.Target = w.becomes(call.Target, n, c.scope)
	}
	w.out.Calls = append(w.out.Calls, call)
	w.middlewareOf(n, is, c)
	w.route(call, is, n, c)
	w.flag(call, is, n, c)
}

// made adds the cookie that new makes.
func (w *walker) made(n *ast.CallExpr, c context) {
	full := w.typeOfType(n.Args[0], c.scope)
	is := frameworks().Callee(full)
	if is == nil || is.Is != "cookie" || len(w.out.Calls) == maxFacts {
		return
	}
	call := &code.Call{Place: w.place(n), Context: c.code(), Callee: full, Target: c.target}
	w.fill(call, is, w.completed(nil, is, n, c), c)
	w.out.Calls = append(w.out.Calls, call)
}

// madeOf returns what a map by client is made of, as []TYPE: a limiter for each, or a struct of the application that has one. It is ""
// for anything else.
func (w *walker) madeOf(t ast.Expr, s *scope) string {
	of, ok := t.(*ast.MapType)
	if !ok || !slices.Contains([]string{"string", "net/netip.Addr"}, w.typeOfType(of.Key, s)) || !w.answers() {
		return ""
	}
	full := w.typeOfType(of.Value, s)
	if spec, owner := w.typeSpec(full); spec != nil {
		if fields, ok := spec.Type.(*ast.StructType); ok {
			for _, field := range fields.Fields.List {
				if in := "[]" + owner.typeOfType(field.Type, owner.pkg.top); frameworks().Callee(in) != nil {
					return in
				}
			}
		}
	}
	return "[]" + full
}

// answers reports whether the file imports a package that answers requests.
func (w *walker) answers() bool {
	for _, full := range w.imports {
		if slices.Contains([]string{"net/http", "gin", "echo", "chi", "fiber", "gorilla/mux"}, full) {
			return true
		}
	}
	return false
}

// filled returns the name that a call such as rand.Read(key) fills, "" for any other call.
func filled(n *ast.CallExpr, is *callee) string {
	if is == nil || is.Is != "random" {
		return ""
	}
	for _, argument := range n.Args {
		if slice, ok := argument.(*ast.SliceExpr); ok {
			argument = slice.X
		}
		if name, ok := argument.(*ast.Ident); ok {
			return name.Name
		}
	}
	return ""
}

// ends adds what a call says that goes no further: a comparison, the end of the program, an answer with an error. It reports whether
// the call is no fact beside.
func (w *walker) ends(n *ast.CallExpr, full string, is *callee, c context) bool {
	if full == "panic" {
		w.raise(n, &code.Value{Kind: "call", Name: full}, c)
		return true
	}
	if is == nil {
		return false
	}
	switch is.Is {
	case "compare":
		if len(n.Args) == 2 {
			w.comparison(n, "==", n.Args[0], n.Args[1], c)
		}
		return true
	case "exit":
		w.raise(n, &code.Value{Kind: "call", Name: full}, c)
		return true
	case "http-error":
		if status := argument(n, is, "status"); status != nil {
			v := w.value(status, c.scope, 4)
			if isSuccess(v) {
				return false
			}
			w.raise(n, &code.Value{Place: v.Place, Kind: "call", Name: full + "." + statusName(v)}, c)
		}
	}
	return false
}

// isSuccess reports whether an HTTP status is none of an error.
func isSuccess(v *code.Value) bool {
	if n, ok := v.Is.(int64); ok {
		return n < 400
	}
	return slices.Contains([]string{"OK", "Created", "Accepted", "NoContent", "PartialContent", "Found", "SeeOther", "MovedPermanently",
		"TemporaryRedirect", "PermanentRedirect", "NotModified", "SwitchingProtocols"}, statusName(v))
}

// statusName returns the name of an HTTP status: Unauthorized for 401 and for net/http.StatusUnauthorized.
func statusName(v *code.Value) string {
	switch v.Is {
	case int64(401):
		return "Unauthorized"
	case int64(403):
		return "Forbidden"
	}
	return strings.TrimPrefix(v.Name[strings.LastIndexByte(v.Name, '.')+1:], "Status")
}

// raise adds an exit with an error. What a condition refuses is checked.
func (w *walker) raise(n ast.Node, v *code.Value, c context) {
	if len(w.out.Exits) < maxFacts {
		w.out.Exits = append(w.out.Exits, &code.Exit{Place: w.place(n), Context: c.code(), Is: "raise", Value: v})
	}
	code.Refuse(c.guards, w.checked)
}

// passed is an argument of a call or a field of a composite literal.
type passed struct {
	keyword  string
	position int // from 0
	value    ast.Expr
	whole    ast.Node
}

// written returns the arguments of a call.
func written(n *ast.CallExpr) []passed {
	list := make([]passed, len(n.Args))
	for i, argument := range n.Args {
		list[i] = passed{position: i, value: argument, whole: argument}
	}
	return list
}

// fill gives a call its arguments by the names that policies use, with the defaults of those that are absent.
func (w *walker) fill(call *code.Call, is *callee, list []passed, c context) {
	call.Arguments = map[string]*code.Value{}
	for _, a := range list {
		name, ok := is.Parameter(a.keyword, a.position)
		if !ok {
			if name = a.keyword; name == "" {
				name = digits[min(a.position, len(digits)-1)]
			}
		}
		call.Arguments[name] = code.At(w.place(a.whole), w.value(a.value, c.scope, maxSteps))
	}
	if is == nil {
		return
	}
	call.Is = is.Is
	w.special(call, list, c)
	if call.Open {
		return
	}
	for name, fallback := range is.Defaults {
		if call.Arguments[name] == nil {
			if f, ok := fallback.(float64); ok {
				fallback = int64(f)
			}
			call.Arguments[name] = &code.Value{Place: call.Place, Kind: "default", Is: fallback}
		}
	}
}

// digits are the names of arguments by position.
var digits = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

// special turns the arguments of some meanings into what they have in every language.
func (w *walker) special(call *code.Call, list []passed, c context) {
	switch call.Is {
	case "tls-client":
		if off := call.Arguments["insecure"]; off != nil && call.Arguments["custom"] == nil {
			call.Arguments["verify"] = code.At(off.Place, not(off))
		}
	case "cors":
		if call.Arguments["function"] != nil && call.Arguments["origins"] == nil { // it decides, not the default
			call.Arguments["origins"] = &code.Value{Place: call.Place, Kind: "unknown"}
		}
		call.Open = call.Open || call.Arguments["config"] != nil // which is a call of its own
	case "session-middleware":
		call.Open = call.Open || call.Arguments["config"] != nil
	case "session-manager":
		w.sessionCookie(call)
	case "jwt-decode":
		if w.checksMethod(list, c) {
			call.Arguments["algorithms"] = &code.Value{Place: call.Place, Kind: "unknown"}
		}
	case "limiter":
		call.Open = call.Open || call.Arguments["config"] != nil && !strings.Contains(call.Callee, "Memory")
	case "listen", "listen-address":
		if a := call.Arguments["address"]; a != nil {
			call.Arguments["address"] = address(a)
		}
	case "process":
		w.process(call, list)
	case "pause":
		if v := call.Arguments["seconds"]; v != nil {
			call.Arguments["seconds"] = seconds(v)
		}
	}
}

var shells = []string{"sh", "bash", "ash", "dash", "zsh", "ksh", "cmd", "cmd.exe", "powershell", "pwsh"}

// process makes one command of the program and its arguments. The third word of sh -c is a line for the shell.
func (w *walker) process(call *code.Call, list []passed) {
	command := &code.Value{Kind: "list"}
	for i := range list {
		if word := call.Arguments[digits[min(i, len(digits)-1)]]; word != nil {
			command.Items = append(command.Items, word)
		}
	}
	if len(command.Items) == 0 {
		return
	}
	command.Place = code.Place{Start: command.Items[0].Start, End: command.Items[len(command.Items)-1].End}
	if len(command.Items) > 2 {
		program, _ := command.Items[0].Is.(string)
		option, _ := command.Items[1].Is.(string)
		isLine := strings.HasPrefix(option, "-") && strings.HasSuffix(option, "c") || strings.EqualFold(option, "/c") || strings.EqualFold(option, "-Command")
		if isLine && slices.Contains(shells, program[strings.LastIndexByte(program, '/')+1:]) {
			call.Arguments["shell"] = code.Literal(call.Place, true)
			command = command.Items[2]
		}
	}
	call.Arguments["command"] = command
}

// middlewareOf adds the middlewares that are passed on by their name, as calls: r.Use(middleware.RealIP).
func (w *walker) middlewareOf(n *ast.CallExpr, is *callee, c context) {
	if is == nil || is.Is != "middleware" {
		return
	}
	for _, argument := range n.Args {
		switch argument.(type) {
		case *ast.SelectorExpr, *ast.Ident:
		default:
			continue
		}
		full, isKnown := w.fullName(argument, c.scope)
		if of := frameworks().Callee(full); isKnown && of != nil && len(w.out.Calls) < maxFacts {
			call := &code.Call{Place: w.place(argument), Context: c.code(), Callee: full}
			w.fill(call, of, nil, c)
			w.out.Calls = append(w.out.Calls, call)
		}
	}
}
