package golang

import (
	"go/ast"
	"reflect"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// settingsName finds the structs that have settings by their name.
var settingsName = lazyregexp.New(`(?:[Cc]onfig|Conf|Cfg|Configuration|[Ss]ettings|[Oo]ptions|Opts|Flags)$`)

func isSettings(name string) bool { return settingsName.MatchString(name) }

// class adds a struct, with the settings that its tags declare.
func (w *walker) class(n *ast.TypeSpec, c context) {
	t, ok := n.Type.(*ast.StructType)
	if !ok {
		return
	}
	class := &code.Class{Place: w.place(n.Name), Name: n.Name.Name}
	for _, field := range t.Fields.List {
		if len(field.Names) == 0 {
			class.Bases = append(class.Bases, w.typeOfType(field.Type, c.scope))
		}
		for _, name := range field.Names {
			s := taggedSetting(field, name.Name)
			if s == nil || len(w.out.Settings) == maxFacts {
				continue
			}
			s.Place, s.Context, s.Class, s.Target = w.place(field), c.code(), n.Name.Name, name.Name
			if s.Default != nil {
				s.Default.Place = s.Place
			}
			w.out.Settings = append(w.out.Settings, s)
		}
	}
	if len(w.out.Classes) < maxFacts {
		w.out.Classes = append(w.out.Classes, class)
	}
}

// The keys of tags by which libraries read settings into structs: caarlos0/env v11, kelseyhightower/envconfig v1.4, sethvargo/go-envconfig
// v1, ilyakaznacheev/cleanenv v1.5, alecthomas/kong v1, alexflint/go-arg v1, jessevdk/go-flags v1, creasty/defaults v1.
var (
	environmentTags = []string{"env", "envconfig", "environment"}
	defaultTags     = []string{"envDefault", "env-default", "default"}
)

// taggedSetting returns the setting that the tag of a field declares, nil for none.
func taggedSetting(field *ast.Field, name string) *code.Setting {
	if field.Tag == nil {
		return nil
	}
	text, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return nil
	}
	tag := reflect.StructTag(text)
	s := &code.Setting{Name: name, From: "field"}
	found := false
	for _, key := range environmentTags {
		value, ok := tag.Lookup(key)
		if !ok {
			continue
		}
		variable, options, _ := strings.Cut(value, ",")
		if variable != "" && variable != "-" {
			s.Name, s.From, found = variable, "environment", true
		}
		for option := range strings.SplitSeq(options, ",") {
			if fallback, ok := strings.CutPrefix(strings.TrimSpace(option), "default="); ok {
				s.Default = tagged(field, fallback)
			} else if strings.Contains(option, "required") || strings.Contains(option, "notEmpty") {
				s.Checked = true
			}
		}
	}
	for _, key := range defaultTags {
		if value, ok := tag.Lookup(key); ok {
			s.Default, found = tagged(field, value), true
		}
	}
	for _, key := range []string{"required", "validate", "binding"} {
		if value := tag.Get(key); value == "true" || strings.Contains(value, "required") || key == "required" && tag.Get(key) != "" {
			s.Checked = true
		}
	}
	if !found {
		return nil
	}
	return s
}

// tagged returns the default of a tag as a value of the type of the field.
func tagged(field *ast.Field, text string) *code.Value {
	switch t := field.Type.(type) {
	case *ast.Ident:
		if t.Name != "string" {
			return code.Literal(code.Place{}, valueOfText(text))
		}
	case *ast.ArrayType:
		return code.Split(code.Literal(code.Place{}, text), ",")
	}
	return code.Literal(code.Place{}, text)
}

// variable adds the setting that an expression reads from the environment. Its default may come from a condition behind it.
func (w *walker) variable(n *ast.CallExpr, c context) {
	v := w.value(n, c.scope, maxSteps)
	if v.Kind != "environment" || len(w.out.Settings) == maxFacts {
		return
	}
	for _, to := range []ast.Expr{c.to, c.whole} {
		if to == nil || v.Default != nil {
			continue
		}
		if read := w.value(to, c.scope, maxSteps); read.Kind == "environment" && read.Name == v.Name {
			v.Default = read.Default
		}
	}
	w.out.Settings = append(w.out.Settings, &code.Setting{
		Place: w.place(n), Context: c.code(), Name: v.Name, From: "environment", Default: v.Default, Checked: v.Part == "required",
		Target: c.target,
	})
}

// flag adds the setting that a call makes of an option of the command line or of a default of a configuration.
func (w *walker) flag(call *code.Call, is *callee, n *ast.CallExpr, c context) {
	if is == nil || is.Is != "flag" && is.Is != "set-default" && is.Is != "flag-clause" || len(w.out.Settings) == maxFacts {
		return
	}
	name, fallback := "", call.Arguments["default"]
	if is.Is == "flag-clause" {
		selector, ok := n.Fun.(*ast.SelectorExpr)
		if !ok || selector.Sel.Name != "Default" {
			return
		}
		v := w.value(n, c.scope, maxSteps)
		name, fallback = v.Name, v.Default
	} else if v := call.Arguments["name"]; v != nil {
		name, _ = v.Is.(string)
	}
	if name == "" {
		return
	}
	if fallback != nil {
		fallback = code.PlainDefault(fallback)
	}
	w.out.Settings = append(w.out.Settings, &code.Setting{
		Place: call.Place, Context: call.Context, Name: name, From: "flag", Default: fallback,
	})
}

// flagOfLiteral adds the option of the command line that a literal declares: &cli.StringFlag{Name: "addr", Value: ":80"}.
func (w *walker) flagOfLiteral(call *code.Call) {
	if call.Is != "flag" || call.Arguments["name"] == nil || len(w.out.Settings) == maxFacts {
		return
	}
	if name, ok := call.Arguments["name"].Is.(string); ok {
		s := &code.Setting{Place: call.Place, Context: call.Context, Name: name, From: "flag"}
		if v := call.Arguments["default"]; v != nil {
			s.Default = code.PlainDefault(v)
		}
		w.out.Settings = append(w.out.Settings, s)
	}
}
