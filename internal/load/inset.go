package load

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// maxInsets bounds how many texts of one file are read as files.
const maxInsets = 500

// openInsets adds the documents that are texts in documents of the outcome.
func (s *recorder) openInsets(o *outcome, docs []*source.Document, kinds []kind.Kind) {
	for _, doc := range docs {
		holder, ok := doc.Facts.(kind.Holder)
		if !ok {
			continue
		}
		left := maxInsets
		for _, inset := range holder.Insets() {
			if left--; left >= 0 {
				s.openInset(o, doc, inset, kinds)
			}
		}
		for i := range kinds {
			if kinds[i].Options != nil {
				left -= s.openOptions(o, doc, holder.Commands(nil), &kinds[i], left)
			}
		}
		for _, command := range holder.Commands(textOptions(kinds)) {
			for i := range kinds {
				if a := kinds[i].Arguments; a != nil && left > 0 {
					left -= s.openArguments(o, doc, command, &kinds[i])
				}
			}
		}
	}
}

// openOptions adds the documents of the settings that programs get one by one, as far as a limit. It returns how many it added.
func (s *recorder) openOptions(o *outcome, parent *source.Document, commands []kind.Command, k *kind.Kind, limit int) int {
	added := 0
	for _, command := range commands {
		root := k.Options(command)
		if root == nil || added >= limit || !k.Detect(root, true) {
			continue
		}
		added++
		path := source.Path{"services", command.Service, "command"}
		s.inset(o, parent, k, []*source.Node{root}, source.Inset{
			Document: parent.ID, Path: path, Uses: []source.InsetUse{{Service: command.Service, Path: path}},
		})
	}
	return added
}

// textOptions lists the options of all programs whose value is configuration.
func textOptions(kinds []kind.Kind) []string {
	var options []string
	for _, k := range kinds {
		if k.Arguments != nil {
			options = append(options, k.Arguments.Text...)
		}
	}
	return options
}

// openInset reads a text that programs read as a file.
func (s *recorder) openInset(o *outcome, parent *source.Document, inset kind.Inset, kinds []kind.Kind) {
	named, other := byName(inset.Name, kinds)
	format := source.FormatOf(inset.Name)
	if format.IsCode() {
		s.openCode(o, parent, inset, format, kinds)
		return
	}
	if format != nil && format != source.YAML && format != source.JSON && !format.IsOwn() {
		return
	}
	if !format.IsOwn() {
		format = source.YAML // which takes JSON too
	}
	texts := readings([]byte(inset.Text.Str()))
	candidates := slices.DeleteFunc(append(named, other...), func(c candidate) bool {
		isHinted := hasHint(texts, c.Hints)
		return c.Name == parent.Kind || !c.takesFormat(format) || c.Format.IsOwn() && !format.IsOwn() || !c.named && !isHinted
	})
	if len(candidates) == 0 {
		return
	}
	roots, err := source.ReadTextAs(inset.Text, format, source.DefaultLimits())
	if err != nil {
		o.problems = append(o.problems, kind.UnreadText(candidates[0].Name, inset.Text, err))
		return
	}
	for _, k := range candidates {
		if slices.ContainsFunc(roots, func(root *source.Node) bool { return k.Detect(root, k.named) }) {
			s.inset(o, parent, k.Kind, roots, source.Inset{Document: parent.ID, Path: inset.Path, Uses: inset.Uses})
			return
		}
	}
}

// openCode reads a text that is the source code of a program.
func (s *recorder) openCode(o *outcome, parent *source.Document, inset kind.Inset, format *source.Format, kinds []kind.Kind) {
	i := slices.IndexFunc(kinds, func(k kind.Kind) bool { return k.Embedded != nil })
	if i < 0 {
		return
	}
	doc, problem := kinds[i].Embedded(inset.Text, format)
	if problem != "" {
		o.problems = append(o.problems, finding.Problem{
			Level: finding.Warning, Path: parent.File.Path, At: inset.Text.Span, Message: "not all of this " + format.Name() + " code was looked at: " + problem,
		})
	}
	if doc != nil {
		addInsets(o, parent, []*source.Document{doc}, source.Inset{Document: parent.ID, Path: inset.Path, Uses: inset.Uses})
	}
}

// inset adds the documents of a kind that the trees in a text are.
func (s *recorder) inset(o *outcome, parent *source.Document, k *kind.Kind, roots []*source.Node, at source.Inset) {
	docs, problems := k.Expand(s, parent.File, roots)
	o.problems = append(o.problems, problems...)
	addInsets(o, parent, docs, at)
}

// addInsets adds the documents that a text in a document is.
func addInsets(o *outcome, parent *source.Document, docs []*source.Document, at source.Inset) {
	for i, doc := range docs {
		doc.ID = parent.ID + "#" + at.Path.String()
		if i > 0 {
			doc.ID += "#" + strconv.Itoa(i+1)
		}
		inset := at
		doc.Inset, doc.Deployment = &inset, parent.Deployment
		for _, tag := range parent.Tags {
			if len(tag.Path) == 0 {
				doc.Tags = append(doc.Tags, tag)
			}
		}
		doc.Tags = append(doc.Tags, tagsOfUses(parent.Tags, at.Uses)...)
		o.documents = append(o.documents, doc)
	}
}

// tagsOfUses returns a tag that all services which read a text have: none where one of them runs for real.
func tagsOfUses(tags []source.Tag, uses []source.InsetUse) []source.Tag {
	for _, tag := range tags {
		isForAll := func(u source.InsetUse) bool {
			return slices.ContainsFunc(tags, func(other source.Tag) bool {
				return other.Name == tag.Name && len(other.Path) > 0 && other.Covers(u.Path)
			})
		}
		if len(tag.Path) > 0 && len(uses) > 0 && !slices.ContainsFunc(uses, func(u source.InsetUse) bool { return !isForAll(u) }) {
			return []source.Tag{{Name: tag.Name, Reason: tag.Reason}}
		}
	}
	return nil
}

// openArguments reads the configuration that a program takes from its command, over that of the file that the command names. It
// returns how many texts it read.
func (s *recorder) openArguments(o *outcome, parent *source.Document, command kind.Command, k *kind.Kind) int {
	read := 0
	for _, argument := range valuesOf(command.Words, k.Arguments.Text) {
		roots, err := source.ReadText(argument.Node, source.DefaultLimits())
		read++
		if err != nil {
			o.problems = append(o.problems, kind.UnreadText(k.Name, argument.Node, err))
			continue
		}
		if len(roots) == 0 || roots[0].Kind != source.Mapping {
			continue
		}
		root := roots[0]
		if file := s.configOf(command, k); file != nil {
			root = k.Arguments.Merge(file, root)
		}
		if k.Detect(root, true) {
			s.inset(o, parent, k, []*source.Node{root}, source.Inset{
				Document: parent.ID, Path: argument.Path, Uses: []source.InsetUse{{Service: command.Service, Path: argument.Path}},
			})
		}
	}
	return read
}

// configOf returns the configuration in the file that a command names, nil where it is not in the scanned root.
func (s *recorder) configOf(command kind.Command, k *kind.Kind) *source.Node {
	var roots []*source.Node
	for _, named := range valuesOf(command.Words, k.Arguments.File) {
		name := named.Node.Str()
		if text := command.Text(name); text != nil {
			roots, _ = source.ReadText(text, source.DefaultLimits()) // what is wrong with it is said where it is
		} else if file := command.File(name); file != "" && s.Exists(file) {
			roots, _ = s.Parse(file)
		}
	}
	if len(roots) == 0 || roots[0].Kind != source.Mapping {
		return nil
	}
	return roots[0]
}

// valuesOf returns the values of options in a command: behind the option, or joined to it by an equals sign.
func valuesOf(words []kind.Word, options []string) []kind.Word {
	var found []kind.Word
	for i, word := range words {
		option, value, joined := strings.Cut(word.Node.Str(), "=")
		switch {
		case !slices.Contains(options, option):
		case joined:
			text := *word.Node
			text.Scalar, text.Text = value, value
			found = append(found, kind.Word{Path: word.Path, Node: &text})
		case i+1 < len(words):
			found = append(found, words[i+1])
		}
	}
	return found
}
