package cli

import (
	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
)

// completeWords makes a flag complete to a fixed set of words.
func completeWords(c *cobra.Command, flag string, words ...string) {
	err := c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // the flag does not exist: a mistake in this package
	}
}

// completeRules completes to rule ids with their titles.
func completeRules(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	catalogue, err := loadCatalogue(nil)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var words []string
	for _, r := range catalogue.Match("*") {
		words = append(words, r.ID+"\t"+r.Title)
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

// completions makes the flags of scan complete.
func (o *scanOptions) completions(c *cobra.Command) {
	levels := severities()
	completeWords(c, "format", formatNames()...)
	completeWords(c, "fail-on", append(levels, "never")...)
	completeWords(c, "severity", levels...)
	completeWords(c, "pack", "default", "strict")
	completeWords(c, "group-by", report.GroupBys()...)
	completeWords(c, "color", "auto", "always", "never")
	for _, flag := range []string{"rule", "disable"} {
		if err := c.RegisterFlagCompletionFunc(flag, completeRules); err != nil {
			panic(err) // as above
		}
	}
}

// severities returns the names of the severities that a finding counts with, worst first.
func severities() []string {
	var names []string
	for s := finding.Critical; s > finding.None; s-- {
		names = append(names, s.String())
	}
	return names
}
