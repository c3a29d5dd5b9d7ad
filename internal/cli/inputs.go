package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
)

const inputHelp = `input prints the input of policies for a document that FILE is part of, as JSON:
file, kind, document, context and parameters. The folder around FILE is loaded
as for a scan, because other files decide what is known of this one.

The values of secrets are masked. It exits with 0, and with 2 when there is no
such document.`

// inputOptions are the flags of input as they were written.
type inputOptions struct {
	scanOptions
	document    int
	showSecrets bool
}

func newInputCommand(s *session) *cobra.Command {
	o := &inputOptions{}
	c := &cobra.Command{
		Use:   "input FILE",
		Short: "print what a policy sees of a file",
		Long:  inputHelp,
		Example: `  seclint input compose.yaml | jq '.document.services'
  seclint input envoy.yaml --document 2
  seclint input compose.yaml | opa eval --bundle policies -I data.compose.privileged.findings`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return s.input(c.Context(), o, args) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.IntVar(&o.document, "document", 0, "the `NUMBER` of the document where FILE is part of several, from 1")
	f.BoolVar(&o.showSecrets, "show-secrets", false, "print the values of secrets too, on a terminal only")
	o.inputFlags(f)
	return c
}

// input prints what policies see of the file that args name.
func (s *session) input(ctx context.Context, o *inputOptions, args []string) error {
	if _, terminal := terminalWidth(s.stdout); o.showSecrets && !terminal {
		return usage(errors.New("--show-secrets writes to a terminal only"), "leave it out: the values of secrets are then masked")
	}
	in, opts, err := s.prepare(ctx, &o.scanOptions, args)
	if err != nil {
		return err
	}
	defer in.root.Close()
	file := in.paths[0]
	inputs, problems, err := scan.Inputs(ctx, in.around(), opts, file)
	if err != nil {
		return err
	}
	s.tell(about(problems, file), report.Options{DisplayRoot: in.display, WorkDir: in.workDir})
	chosen, err := choose(inputs, o.document, args[0])
	if err != nil {
		return err
	}
	if len(inputs) > 1 && o.document == 0 {
		s.list(inputs)
	}
	return s.writeInput(chosen, o.showSecrets)
}

// list says which documents there are to choose from.
func (s *session) list(inputs []scan.Input) {
	fmt.Fprintln(s.stderr, "seclint: the file is part of several documents; this is the first, --document chooses another:")
	for i, input := range inputs {
		name := input.Document.ID
		if d := input.Document.Deployment; d != "" {
			name += " (" + d + ")"
		}
		fmt.Fprintf(s.stderr, "  %d  %s\n", i+1, printable(name))
	}
}

// about returns the problems of a file.
func about(problems []finding.Problem, file string) []finding.Problem {
	var some []finding.Problem
	for _, p := range problems {
		if p.Path == file {
			some = append(some, p)
		}
	}
	return some
}

// choose returns the input with a number, the first for 0.
func choose(inputs []scan.Input, number int, file string) (scan.Input, error) {
	switch {
	case len(inputs) == 0:
		return scan.Input{}, usage(fmt.Errorf("%s is part of no document of a kind that seclint knows", file), "seclint -v lists the files that were looked at")
	case number < 0 || number > len(inputs):
		return scan.Input{}, usage(fmt.Errorf("%s has no document %d", file, number), fmt.Sprintf("there are %d: --document takes 1 to %d", len(inputs), len(inputs)))
	}
	return inputs[max(number, 1)-1], nil
}

func (s *session) writeInput(input scan.Input, showSecrets bool) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(input.Value); err != nil {
		return fmt.Errorf("writing the input of %s: %w", input.Document.ID, err)
	}
	safe := report.EscapeJSON(text.Bytes())
	out := string(safe)
	if !showSecrets {
		out = masked(input.Document, safe)
	}
	_, err := io.WriteString(s.stdout, out)
	return err
}

// masked hides the secrets in the input of a document: what looks like one in the JSON, and the values that are secret in the
// files of the document.
func masked(doc *source.Document, text []byte) string {
	masker := mask.New(nil, nil)
	paths := make([]string, len(doc.Files))
	for i, f := range doc.Files {
		masker.Know(f)
		paths[i] = f.Path
	}
	hidden := masker.Message(mask.File(source.NewFile("input.json", text)), paths...)
	return quoted(hidden)
}

// quoted puts what is left of masked numbers into quotes, as JSON has to have it. A value is on a line of its own.
func quoted(text string) string { return unquoted.ReplaceAllString(text, `$1"$2"$3`) }

var unquoted = lazyregexp.New(`(?m)^( *(?:"(?:[^"\\]|\\.)*": )?)([\w.+-]*\*+[\w.+-]*)(,?)$`)
