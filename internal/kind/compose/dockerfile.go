package compose

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/dockerfile"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// stage is the image that a stage of a Dockerfile makes.
type stage struct {
	Build
}

// maxBuilt bounds how many files, variables and words of commands the images of one project have, those of an image counted for each
// service that is built so. maxStages bounds how many the stages of one Dockerfile have, those of a stage counted again in each that
// starts from it, with its instructions.
const (
	maxBuilt  = 20_000
	maxStages = 50_000
)

// size returns how many files, variables and words of commands an image has.
func (b *Build) size() int {
	return 1 + len(b.Copies) + len(b.Sources) + len(b.Environment) + len(b.Entrypoint) + len(b.Command) + len(b.HealthCheck)
}

// builds reads the Dockerfile of every service that is built, as far as it is in the scanned root.
func (p *project) builds(model *source.Node) map[string]*Build {
	found := map[string]*Build{}
	services := model.Get("services")
	if services == nil {
		return found
	}
	left := maxBuilt
	for _, e := range services.Entries {
		build := e.Value.Get("build")
		context, ok := p.rootPath(build.Get("context").Str())
		if build == nil || !ok {
			continue
		}
		built, ok := p.image(build, context)
		if !ok {
			continue
		}
		if left -= built.size(); left < 0 {
			p.problem(build.Span, finding.Error, fmt.Sprintf("the images of the services have more than %d files and variables: what builds the rest is not followed", maxBuilt), "")
			return found
		}
		found[e.Key] = built
	}
	return found
}

// rootPath turns a host path of the model into one relative to the scanned root.
func (p *project) rootPath(host string) (string, bool) { return rootPath(p.base, host) }

// rootPath turns a host path that is relative to a folder into one relative to the scanned root.
func rootPath(base, host string) (string, bool) {
	if path.IsAbs(host) || strings.HasPrefix(host, "~") || source.IsUnknown(host) || isRemote(host) {
		return "", false
	}
	file := path.Join(base, host)
	return file, file != ".." && !strings.HasPrefix(file, "../")
}

func (p *project) image(build *source.Node, context string) (*Build, bool) {
	content := []byte(build.Get("dockerfile_inline").Str())
	file := ""
	if len(content) == 0 {
		name := build.Get("dockerfile").Str()
		if name == "" {
			name = "Dockerfile"
		}
		if file = path.Join(context, name); source.IsUnknown(name) || !p.files.Exists(file) {
			return nil, false
		}
		f, err := p.files.Read(file)
		if err != nil {
			return nil, false
		}
		content = f.Content
	}
	args := argsOf(build)
	// Many services may be built alike.
	inline := [sha256.Size]byte{}
	if file == "" {
		inline = sha256.Sum256(content)
	}
	key := fmt.Sprintf("%s\n%s\n%s\n%q\n%x", file, context, build.Get("target").Str(), args, inline)
	if known, seen := p.built[key]; seen {
		return known, known != nil
	}
	p.built[key] = nil // unless it can be read
	parsed, err := dockerfile.Parse(content)
	if err != nil {
		p.problem(build.Span, finding.Warning, "the Dockerfile cannot be parsed: what it builds is unknown", "")
		return nil, false
	}
	s := &stages{assembly: p.assembly, context: context, set: args, args: map[string]string{}, contexts: build.Get("additional_contexts")}
	if !s.read(parsed.Instructions) {
		p.problem(build.Span, finding.Error, fmt.Sprintf("the stages of the Dockerfile have more than %d instructions and files: what it builds is unknown", maxStages), "")
		return nil, false
	}
	last := s.last(build.Get("target").Str())
	last.Dockerfile = file
	p.built[key] = &last.Build
	return &last.Build, true
}

// argsOf returns the arguments that a project sets for a build.
func argsOf(build *source.Node) map[string]string {
	args := map[string]string{}
	if set := build.Get("args"); set != nil {
		for _, e := range set.Entries {
			if e.Value.Kind != source.Null {
				args[e.Key] = e.Value.Text
			}
		}
	}
	return args
}

// stages are the build stages of a Dockerfile, in order.
type stages struct {
	*assembly
	names   []string
	list    []stage
	context string
	// set are the arguments of the project, args those in force where the file is read, global those in front of all stages.
	set, args, global map[string]string
	// contexts are the additional contexts, which stages may start from by name.
	contexts *source.Node
	// byName are the indices of the stages, by their names in lower case; of several with one name the last.
	byName map[string]int
	// left is how much of maxStages is left.
	left int
}

func (s *stages) last(target string) stage {
	for i := len(s.list) - 1; i >= 0; i-- {
		if target == "" || strings.EqualFold(s.names[i], target) {
			return s.list[i]
		}
	}
	return stage{}
}

// read takes up all instructions. It reports false where that are too many.
func (s *stages) read(instructions []dockerfile.Instruction) bool {
	s.left, s.byName = maxStages, map[string]int{}
	for _, instruction := range instructions {
		words := instruction.Words
		if s.left -= 1 + len(words); s.left < 0 {
			return false
		}
		if len(words) == 0 {
			continue
		}
		switch {
		case instruction.Name == "from":
			s.begin(words)
		case instruction.Name == "arg":
			s.argument(words)
		case len(s.list) > 0:
			s.instruction(instruction, words)
		}
	}
	return s.left >= 0
}

// argument takes up ARG NAME or ARG NAME=DEFAULT.
func (s *stages) argument(words []string) {
	for _, word := range words {
		name, value, hasDefault := strings.Cut(word, "=")
		if set, ok := s.set[name]; ok {
			s.args[name] = set
		} else if hasDefault {
			s.args[name] = s.resolve(strings.Trim(value, `"'`))
		}
	}
}

// resolve replaces the arguments and variables in a word.
func (s *stages) resolve(word string) string {
	if !strings.Contains(word, "$") {
		return word
	}
	text, err := s.substitute(word, scanVariables(word), func(name string) (string, bool) {
		if len(s.list) > 0 {
			if value, ok := s.list[len(s.list)-1].Environment[name]; ok {
				return value, true
			}
		}
		value, ok := s.args[name]
		return value, ok
	})
	if err != nil {
		return word
	}
	return text
}

// instruction takes up what is in a stage.
func (s *stages) instruction(instruction dockerfile.Instruction, words []string) {
	current := &s.list[len(s.list)-1]
	switch instruction.Name {
	case "user":
		current.User = s.resolve(words[0])
	case "workdir":
		current.Workdir = inImage(current.Workdir, s.resolve(words[0]))
	case "expose":
		for _, port := range words {
			if port = s.resolve(port); len(current.Exposed) < maxExposed && !slices.Contains(current.Exposed, port) {
				current.Exposed = append(current.Exposed, port)
			}
		}
	case "copy", "add":
		if i, known := s.byName[stageOf(instruction.Flags)]; known {
			current.take(s.list[i].Build)
		} else {
			current.copy(instruction.Flags, words, s.context)
		}
	case "entrypoint":
		// The image starts with the command of its base no more.
		current.Entrypoint, current.Command = startedBy(instruction, words), nil
	case "cmd":
		current.Command = startedBy(instruction, words)
	case "healthcheck":
		current.HealthCheck = words
		if strings.EqualFold(words[0], "cmd") && !instruction.IsJSON {
			current.HealthCheck = append([]string{"CMD-SHELL"}, words[1:]...)
		}
	case "env":
		fresh := map[string]string{}           // an instruction does not see what it sets itself
		for i := 0; i+1 < len(words); i += 3 { // name, value, what was between them
			fresh[words[i]] = s.resolve(strings.Trim(words[i+1], `"'`))
		}
		if current.Environment == nil {
			current.Environment = map[string]string{}
		}
		maps.Copy(current.Environment, fresh)
	}
}

// startedBy returns the words of ENTRYPOINT or CMD: without brackets it is the command of a shell.
func startedBy(instruction dockerfile.Instruction, words []string) []string {
	if instruction.IsJSON {
		return words
	}
	return []string{"/bin/sh", "-c", words[0]}
}

// begin starts a stage; one that starts from an earlier stage has all of it.
func (s *stages) begin(words []string) {
	if len(s.list) == 0 {
		s.global = maps.Clone(s.args)
	}
	s.args = maps.Clone(s.global)
	base := s.from(words[0])
	next, name := stage{Build: Build{Base: base}}, ""
	if i, known := s.byName[strings.ToLower(base)]; known {
		next = s.list[i]
		next.Copies, next.Environment = slices.Clone(next.Copies), maps.Clone(next.Environment)
		next.Sources, next.Exposed = slices.Clone(next.Sources), slices.Clone(next.Exposed)
		s.left -= next.size()
	}
	s.args = map[string]string{} // those in front of all stages are in none of them
	if len(words) > 2 && strings.EqualFold(words[1], "as") {
		name = words[2]
		s.byName[strings.ToLower(name)] = len(s.list)
	}
	s.names, s.list = append(s.names, name), append(s.list, next)
}

// from returns the image or stage that a stage starts from.
func (s *stages) from(word string) string {
	base := word
	if strings.Contains(word, "$") {
		text, err := s.substitute(word, scanVariables(word), func(name string) (string, bool) {
			value, ok := s.args[name]
			return value, ok
		})
		if err == nil {
			base = text
		}
	}
	if image, ok := strings.CutPrefix(s.contexts.Get(base).Str(), "docker-image://"); ok {
		return image
	}
	return base
}

// stageOf returns the name of the stage that an instruction copies from in lower case, "" for the context of the build.
func stageOf(flags []string) string {
	for _, flag := range flags {
		if name, ok := strings.CutPrefix(flag, "--from="); ok {
			return strings.ToLower(name)
		}
	}
	return ""
}

// maxExposed bounds how many ports of one image are remembered.
const maxExposed = 100

// maxSources bounds how many files and folders of earlier stages are remembered of one stage.
const maxSources = 100

// take notes what another stage was made of, of which this one gets something.
func (s *stage) take(from Build) {
	for _, c := range from.Copies {
		if len(s.Sources) < maxSources && !slices.Contains(s.Sources, c.From) {
			s.Sources = append(s.Sources, c.From)
		}
	}
	for _, file := range from.Sources {
		if len(s.Sources) < maxSources && !slices.Contains(s.Sources, file) {
			s.Sources = append(s.Sources, file)
		}
	}
}

func (s *stage) copy(flags, words []string, context string) {
	for _, flag := range flags {
		if strings.HasPrefix(flag, "--from=") {
			return
		}
	}
	if len(words) < 2 {
		return
	}
	sources, target := words[:len(words)-1], words[len(words)-1]
	folder := strings.HasSuffix(target, "/") || target == "." || len(sources) > 1
	for _, from := range sources {
		if strings.ContainsAny(from, "*?[$") || strings.Contains(from, "://") || strings.Contains(target, "$") {
			continue
		}
		file := path.Join(context, from)
		if file == ".." || strings.HasPrefix(file, "../") {
			continue
		}
		to := inImage(s.Workdir, target)
		if folder && path.Ext(from) != "" {
			to = path.Join(to, path.Base(from))
		}
		s.Copies = append(s.Copies, kind.Copy{From: file, To: to})
	}
}

func inImage(workdir, file string) string {
	if path.IsAbs(file) {
		return path.Clean(file)
	}
	return path.Join("/", workdir, file)
}
