package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// rulesOptions are the flags of rules.
type rulesOptions struct {
	format   string
	policies []string
}

func newRules(s *session) *cobra.Command {
	o := &rulesOptions{}
	c := &cobra.Command{
		Use:   "rules [ID...]",
		Short: "list the rules, or those that ids and globs name",
		Example: `  seclint rules
  seclint rules 'compose/*' --format json`,
		ValidArgsFunction: completeRules,
		RunE:              func(_ *cobra.Command, args []string) error { return s.rules(o, args) },
	}
	c.Flags().StringVarP(&o.format, "format", "f", "text", "write `FORMAT`: text, json or markdown")
	c.Flags().StringArrayVar(&o.policies, "policies", nil, "add the rules in `DIR`, repeatable")
	completeWords(c, "format", "text", "json", "markdown")
	return c
}

// rules lists the rules that the globs name, all where there is none.
func (s *session) rules(o *rulesOptions, globs []string) error {
	write := map[string]func(io.Writer, []*rules.Rule) error{
		"text": writeRulesText, "json": writeRulesJSON, "markdown": writeRulesMarkdown,
	}[o.format]
	if write == nil {
		return usage(fmt.Errorf("unknown format %q", o.format), "formats are text, json and markdown")
	}
	catalogue, err := loadCatalogue(o.policies)
	if err != nil {
		return err
	}
	if len(globs) == 0 {
		globs = []string{"*"}
	}
	var some []*rules.Rule
	for _, glob := range globs {
		matched := catalogue.Match(glob)
		if len(matched) == 0 {
			return usage(fmt.Errorf("no rule fits %q", glob), suggestion(catalogue, glob))
		}
		some = append(some, matched...)
	}
	return writeTo(s.stdout, func(w io.Writer) error { return write(w, some) })
}

func writeRulesText(w io.Writer, some []*rules.Rule) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range some {
		pack := ""
		if r.Pack != rules.PackDefault {
			pack = " (" + r.Pack + ")"
		}
		fmt.Fprintf(table, "%s\t%s\t%s%s\n", r.ID, r.Severity, r.Title, pack)
	}
	return table.Flush()
}

// ruleJSON is a rule as `seclint rules --format json` shows it.
type ruleJSON struct {
	ID          string                   `json:"id"`
	Title       string                   `json:"title"`
	Description string                   `json:"description"`
	Severity    finding.Severity         `json:"severity"`
	Situations  map[string]situationJSON `json:"situations"`
	Remediation string                   `json:"remediation"`
	Pack        string                   `json:"pack"`
	Kinds       []string                 `json:"kinds"`
	CWE         []int                    `json:"cwe"`
	Parameters  map[string]any           `json:"parameters"`
	Aliases     []string                 `json:"aliases"`
	References  []string                 `json:"references"`
	Origin      string                   `json:"origin,omitempty"`
}

type situationJSON struct {
	Severity finding.Severity `json:"severity"`
	Because  string           `json:"because"`
}

func writeRulesJSON(w io.Writer, some []*rules.Rule) error {
	list := []ruleJSON{}
	for _, r := range some {
		situations := map[string]situationJSON{}
		for name, situation := range r.Situations {
			situations[name] = situationJSON(situation)
		}
		parameters := r.Parameters
		if parameters == nil {
			parameters = map[string]any{}
		}
		list = append(list, ruleJSON{
			ID: r.ID, Title: r.Title, Description: r.Description, Severity: r.Severity, Situations: situations,
			Remediation: r.Remediation, Pack: r.Pack, Kinds: r.Kinds, CWE: orEmpty(r.CWE), Parameters: parameters,
			Aliases: orEmpty(r.Aliases), References: orEmpty(r.References), Origin: r.Origin,
		})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(list)
}

// orEmpty makes JSON say [] instead of null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func writeRulesMarkdown(w io.Writer, some []*rules.Rule) error {
	lines := []string{"| rule | severity | pack | what it finds |", "|---|---|---|---|"}
	for _, r := range some {
		title := strings.ReplaceAll(r.Title, "|", `\|`)
		lines = append(lines, fmt.Sprintf("| `%s` | %s | %s | %s |", r.ID, r.Severity, r.Pack, title))
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}
