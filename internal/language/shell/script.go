package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/source"
)

// The limits of one script: how many facts of one sort it has, and how deep its constructs are followed.
const (
	maxFacts = 5000
	maxDepth = 200
)

// script is a script while it is read. A Dockerfile is several of them with one module.
type script struct {
	file *source.File
	out  *code.Module
	// base is the offset of the script in its file.
	base int
	// names are the variables that the script has set, with what they are.
	names map[string]*code.Value
	// exported are those of them that the programs which it starts see.
	exported map[string]bool
	// settings are the variables from outside that have a setting already, checked those that are looked at before it refuses to go on.
	settings map[string]*code.Setting
	checked  map[string]bool
	// refusing are the functions that end the script with an error.
	refusing map[string]bool
	// traced is set while the shell writes all commands to its log, tracer is the command that made it so.
	traced bool
	tracer *code.Call
	// fetched are the files that programs write what they fetch to, with the call that does. isVerified is set behind a look at a checksum
	// or a signature.
	fetched    map[string]*code.Call
	isVerified bool
	depth      int
	steps      int
	partial    string
}

func newScript(file *source.File, language string) *script {
	return &script{
		file: file, names: map[string]*code.Value{}, exported: map[string]bool{}, settings: map[string]*code.Setting{}, checked: map[string]bool{},
		refusing: map[string]bool{}, fetched: map[string]*code.Call{},
		out: &code.Module{Place: code.Place{End: len(file.Content)}, Language: language, File: file},
	}
}

// context is where a command is.
type context struct {
	function string
	guards   []*code.Guard
	// target is the variable that gets what the command writes.
	target string
	// isTaken is set where something takes what the command writes, so that nobody reads it.
	isTaken bool
}

func (c context) code() code.Context { return code.Context{Function: c.function, Guards: c.guards} }

func (c context) when(g *code.Guard) context {
	c.guards = code.Guarded(c.guards, g)
	return c
}

// run collects the facts of a script that begins at an offset of the file.
func (s *script) run(file *syntax.File, base int) {
	s.base = base
	syntax.Walk(file, func(n syntax.Node) bool {
		if f, ok := n.(*syntax.FuncDecl); ok && f.Name != nil && f.Body != nil && refuses(f) {
			s.refusing[f.Name.Value] = true
		}
		return true
	})
	s.statements(file.Stmts, context{})
}

// finish returns the module.
func (s *script) finish() *code.Module {
	for name := range s.checked {
		if setting := s.settings[name]; setting != nil {
			setting.Checked = true
		}
	}
	return s.out
}

// refuses reports whether a function ends the script with an error whatever happens in it.
func refuses(f *syntax.FuncDecl) bool {
	block, ok := f.Body.Cmd.(*syntax.Block)
	return ok && slices.ContainsFunc(block.Stmts, func(stmt *syntax.Stmt) bool {
		call, ok := stmt.Cmd.(*syntax.CallExpr)
		return ok && len(call.Args) > 0 && call.Args[0].Lit() == "exit" && (len(call.Args) == 1 || call.Args[1].Lit() != "0")
	})
}

func (s *script) place(n syntax.Node) code.Place {
	size := len(s.file.Content)
	if !n.Pos().IsValid() || !n.End().IsValid() { // what the parser made up to recover from a mistake
		return code.Place{Start: min(s.base, size), End: min(s.base, size)}
	}
	start := min(s.base+int(n.Pos().Offset()), size)
	return code.Place{Start: start, End: min(max(start, s.base+int(n.End().Offset())), size)}
}

func (s *script) statements(all []*syntax.Stmt, c context) {
	for _, stmt := range all {
		s.statement(stmt, c)
	}
}

// statement collects the facts of a command and of what is inside of it.
func (s *script) statement(stmt *syntax.Stmt, c context) {
	if stmt == nil { // where the parser made something up
		return
	}
	if s.depth++; s.depth > maxDepth {
		s.partial = "what is inside of more than 200 constructs was not looked at"
		s.depth--
		return
	}
	defer func() { s.depth-- }()
	c = s.redirects(stmt, c)
	switch cmd := stmt.Cmd.(type) {
	case *syntax.CallExpr:
		s.simple(stmt, cmd, c)
	case *syntax.DeclClause:
		for _, a := range cmd.Args {
			s.assign(a, cmd.Variant.Value == "export", c)
		}
	case *syntax.Block:
		s.statements(cmd.Stmts, c)
	case *syntax.Subshell:
		s.statements(cmd.Stmts, c)
	case *syntax.IfClause:
		s.condition(cmd, c)
	case *syntax.WhileClause:
		s.statements(cmd.Cond, c)
		s.statements(cmd.Do, c.when(s.loop(cmd)))
	case *syntax.ForClause:
		s.statements(cmd.Do, c)
	case *syntax.CaseClause:
		s.choice(cmd, c)
	case *syntax.BinaryCmd:
		s.binary(stmt, cmd, c)
	case *syntax.FuncDecl:
		s.function(cmd, c)
	case *syntax.TestClause:
		s.walk(cmd, c)
	case *syntax.TimeClause:
		if cmd.Stmt != nil {
			s.statement(cmd.Stmt, c)
		}
	case *syntax.CoprocClause:
		s.statement(cmd.Stmt, c)
	}
}

func (s *script) function(f *syntax.FuncDecl, c context) {
	if f.Body == nil {
		return
	}
	if f.Name == nil {
		s.statement(f.Body, c)
		return
	}
	if len(s.out.Functions) < maxFacts {
		s.out.Functions = append(s.out.Functions, &code.Function{Place: s.place(f.Name), Name: f.Name.Value, Guards: c.guards})
	}
	c.function = f.Name.Value
	s.statement(f.Body, c)
}

// condition goes through the branches of an if.
func (s *script) condition(clause *syntax.IfClause, c context) {
	before := c
	for clause != nil {
		s.statements(clause.Cond, before)
		inner := before
		if len(clause.Cond) > 0 {
			guard := s.guard(clause.Cond[len(clause.Cond)-1])
			inner = before.when(guard)
			negated := *guard
			negated.Negated = true
			before = before.when(&negated)
		}
		s.statements(clause.Then, inner)
		clause = clause.Else
	}
}

// choice goes through the branches of a case.
func (s *script) choice(clause *syntax.CaseClause, c context) {
	s.words(c, clause.Word)
	subject := s.value(clause.Word)
	for _, item := range clause.Items {
		inner := c
		if len(item.Patterns) == 1 {
			pattern := s.value(item.Patterns[0])
			inner = c.when(&code.Guard{Place: s.place(item.Patterns[0]), Test: &code.Value{
				Place: s.place(item.Patterns[0]), Kind: "comparison", Part: "==", Items: []*code.Value{subject, pattern},
			}})
		}
		s.statements(item.Stmts, inner)
	}
}

// binary goes through two commands that are joined.
func (s *script) binary(stmt *syntax.Stmt, cmd *syntax.BinaryCmd, c context) {
	switch cmd.Op {
	case syntax.Pipe, syntax.PipeAll:
		s.pipeline(stmt, c)
		return
	}
	s.statement(cmd.X, c)
	guard := s.guard(cmd.X)
	guard.Negated = cmd.Op == syntax.OrStmt
	s.statement(cmd.Y, c.when(guard))
}

// pipeline goes through the commands of a pipe: only what the last one writes may get to somebody.
func (s *script) pipeline(stmt *syntax.Stmt, c context) {
	parts := stages(stmt)
	if len(parts) > maxDepth {
		parts = parts[:maxDepth]
	}
	inner := c
	inner.isTaken = true
	for _, part := range parts[:len(parts)-1] {
		s.statement(part, inner)
	}
	s.statement(parts[len(parts)-1], c)
	s.runDownload(stmt, parts, c)
	s.changesPasswords(stmt, parts, c)
}

// stages returns the commands of a pipe.
func stages(stmt *syntax.Stmt) []*syntax.Stmt {
	var last []*syntax.Stmt
	for {
		pipe, ok := stmt.Cmd.(*syntax.BinaryCmd)
		if !ok || pipe.Op != syntax.Pipe && pipe.Op != syntax.PipeAll {
			break
		}
		last = append(last, pipe.Y)
		stmt = pipe.X
	}
	last = append(last, stmt)
	slices.Reverse(last)
	return last
}
