package shell

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/dockerfile"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Dockerfile is the language of Dockerfiles: the commands of their instructions, and the variables that they set. It implements
// code.Language and code.Single.
type Dockerfile struct{}

// Name implements code.Language.
func (Dockerfile) Name() string { return "dockerfile" }

// Formats implements code.Language.
func (Dockerfile) Formats() []*source.Format { return []*source.Format{source.Dockerfile} }

// IsSingle implements code.Single: a Dockerfile makes an image by itself.
func (Dockerfile) IsSingle() {}

// from finds the instruction without which a file is no Dockerfile.
var from = lazyregexp.New(`(?im)^\s*FROM\s+\S`)

// Matters implements code.Language.
func (Dockerfile) Matters(file *source.File) bool { return from.Match(file.Content) }

// Unavailable implements code.Language.
func (Dockerfile) Unavailable() string { return "" }

// Read implements code.Language.
func (Dockerfile) Read(app code.Application) []code.Read {
	reads := make([]code.Read, len(app.Files))
	for i, file := range app.Files {
		parsed, err := dockerfile.Parse(file.Content)
		if err != nil {
			reads[i].Partial = "cannot be parsed: " + firstLine(err.Error())
			continue
		}
		b := &build{script: newScript(file, "dockerfile"), parsed: parsed}
		for _, instruction := range parsed.Instructions {
			b.instruction(instruction)
		}
		b.starts()
		reads[i] = code.Read{Module: b.finish(), Partial: b.partial}
	}
	return reads
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// build is a Dockerfile while it is read.
type build struct {
	*script
	parsed *dockerfile.File
	// entrypoint and command are what the stage at hand starts, nil for nothing.
	entrypoint, command *dockerfile.Instruction
	// shell is set where RUN is a script for a shell that is read here.
	isOtherShell bool
}

// instruction collects the facts of an instruction.
func (b *build) instruction(i dockerfile.Instruction) {
	switch i.Name {
	case "from":
		b.starts()
		b.names, b.isOtherShell = map[string]*code.Value{}, false
	case "arg":
		b.arguments(i)
	case "env":
		for n := 0; n+1 < len(i.Words); n += 3 { // name, value, what was between them
			b.setVariable(i, i.Words[n], strings.Trim(i.Words[n+1], `"'`), "environment")
		}
	case "shell":
		b.isOtherShell = len(i.Words) > 0 && !strings.HasSuffix(i.Words[0], "sh")
	case "run":
		b.runs(i, context{})
	case "entrypoint":
		b.entrypoint, b.command = &i, nil
	case "cmd":
		b.command = &i
	case "healthcheck":
		b.checks(i)
	}
}

// arguments collects the arguments of a build with their defaults.
func (b *build) arguments(i dockerfile.Instruction) {
	for _, word := range i.Words {
		if name, value, ok := strings.Cut(word, "="); ok {
			b.setVariable(i, name, strings.Trim(value, `"'`), "flag")
		}
	}
}

// setVariable collects a variable that whoever runs the image, or builds it, may set to something else.
func (b *build) setVariable(i dockerfile.Instruction, name, value, origin string) {
	if !isName(name) {
		return
	}
	at := b.parsed.Find(i, name+"=", 0)
	if at.Start == i.Start {
		at = b.parsed.Find(i, name, 0) // ENV NAME VALUE
	}
	place := code.Place{Start: at.Start, End: max(at.Start, min(at.End+len(value), i.End))}
	v := code.Literal(place, value)
	if strings.Contains(value, "$") {
		v = &code.Value{Place: place, Kind: "unknown"}
	}
	b.names[name] = &code.Value{Place: place, Kind: "environment", Name: name, Default: v}
	if value == "" || v.Kind == "unknown" || len(b.out.Settings) >= maxFacts {
		return
	}
	b.out.Settings = append(b.out.Settings, &code.Setting{Place: place, Name: name, From: origin, Default: v})
	b.unverified(place, name, v, context{})
}

// runs collects the facts of a command: a script, or words in brackets.
func (b *build) runs(i dockerfile.Instruction, c context) {
	b.traced = false
	if i.IsJSON {
		b.commandOf(i, b.words(i), c)
		return
	}
	if b.parsed.Escape != '\\' || b.isOtherShell {
		return
	}
	text, at := b.parsed.Script(i)
	b.embed(text, at, c)
}

// words returns the words of an instruction with brackets.
func (b *build) words(i dockerfile.Instruction) []*code.Value {
	var values []*code.Value
	for _, word := range b.parsed.JSON(i) {
		values = append(values, code.Literal(code.Place{Start: word.Start, End: word.End}, word.Text))
	}
	return values[:min(len(values), maxWords)]
}

// commandOf collects the facts of a command in words. The script behind sh -c is one of a shell.
func (b *build) commandOf(i dockerfile.Instruction, words []*code.Value, c context) {
	if len(words) == 0 {
		return
	}
	at := code.Place{Start: words[0].Start, End: words[len(words)-1].End}
	inner := started(words, nil)
	for n, word := range inner {
		text, _ := word.Is.(string)
		if program, _ := inner[0].Is.(string); n > 0 && strings.HasSuffix(program, "sh") && text == "-c" && n+1 < len(inner) {
			b.quoted(inner[n+1], c)
			return
		}
	}
	b.script.command(at, words, map[string]*code.Value{}, c)
}

// quoted collects the facts of a script in a word of brackets, where it is written as it is.
func (b *build) quoted(word *code.Value, c context) {
	text, _ := word.Is.(string)
	raw := string(b.file.Content[word.Start:word.End])
	if offset := strings.Index(raw, text); offset >= 0 && text != "" {
		b.embed(text, word.Start+offset, c)
	}
}

// checks collects the facts of the command of a health check.
func (b *build) checks(i dockerfile.Instruction) {
	if len(i.Words) < 2 || !strings.EqualFold(i.Words[0], "cmd") {
		return
	}
	rest := i
	rest.Body = b.parsed.Find(i, i.Words[0], 0).End
	b.runs(rest, context{})
}

// starts collects the facts of what the stage that ends here starts. CMD has the arguments of ENTRYPOINT where both have brackets.
func (b *build) starts() {
	entrypoint, command := b.entrypoint, b.command
	b.entrypoint, b.command = nil, nil
	switch {
	case entrypoint != nil && command != nil && entrypoint.IsJSON && command.IsJSON:
		first := b.words(*entrypoint)
		text := ""
		if len(first) > 0 {
			text, _ = first[len(first)-1].Is.(string)
		}
		if isScript := strings.HasSuffix(text, ".sh") || strings.HasSuffix(text, "entrypoint"); isScript {
			first = nil // which starts its arguments
		}
		b.commandOf(*entrypoint, slices.Concat(first, b.words(*command)), context{})
	case entrypoint != nil:
		b.runs(*entrypoint, context{})
	case command != nil:
		b.runs(*command, context{})
	}
}
