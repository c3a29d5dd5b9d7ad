package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/rules"
)

// explainOptions are the flags of explain.
type explainOptions struct {
	policies []string
	color    string
}

func newExplain(s *session) *cobra.Command {
	o := &explainOptions{}
	c := &cobra.Command{
		Use:               "explain [RULE]",
		Short:             "show a rule's page: why it exists, examples, severities, what to do; without RULE, list the rules",
		Example:           "  seclint explain compose/privileged",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeRules,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return s.rules(&rulesOptions{format: "text", policies: o.policies}, nil)
			}
			return s.explain(o, args[0])
		},
	}
	c.Flags().StringArrayVar(&o.policies, "policies", nil, "add the rules in `DIR`, repeatable")
	c.Flags().StringVar(&o.color, "color", "auto", "colour the page: `WHEN` is auto, always or never")
	completeWords(c, "color", "auto", "always", "never")
	return c
}

// explain prints the page of a rule.
func (s *session) explain(o *explainOptions, id string) error {
	catalogue, err := loadCatalogue(o.policies)
	if err != nil {
		return err
	}
	r, err := rule(catalogue, id)
	if err != nil {
		return err
	}
	p := page{color: colours(o.color, s.stdout), width: 80}
	if width, terminal := terminalWidth(s.stdout); terminal {
		p.width = min(width, 100)
	}
	return writeTo(s.stdout, func(w io.Writer) error {
		_, err := io.WriteString(w, p.render(printable(rules.Markdown(r))))
		return err
	})
}
