package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/scaffold"
)

const newHelp = `new writes an example of a rule into a folder of policies: a policy and its
fixture, to be changed. A folder that does not exist is made; no file is replaced.`

func newNew(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "new DIR FAMILY/NAME",
		Short: "write the policy and the fixture of a new rule of your own",
		Long:  newHelp,
		Example: `  seclint new ci/policies house/team-label
  seclint test ci/policies`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return s.newRule(args[0], args[1]) },
	}
}

// newRule writes the files of a rule into a folder.
func (s *session) newRule(folder, id string) error {
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		return usage(fmt.Errorf("%s: not a folder", folder), "")
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	catalogue, err := loadCatalogue(nil)
	if err != nil {
		return err
	}
	if _, exists := catalogue.Get(id); exists {
		return usage(fmt.Errorf("%s is a built-in rule", id), "take another family or name")
	}
	written, err := scaffold.Rule(folder, id)
	if err != nil {
		return usage(err, "")
	}
	_, err = fmt.Fprintf(s.stdout, "wrote %s\nchange them, run seclint test %s, and scan with --policies %s\n",
		printable(strings.Join(written, "\nwrote ")), printable(folder), printable(folder))
	return err
}
