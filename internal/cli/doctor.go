package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
)

const doctorHelp = `doctor says what a scan looks at and what not, and why: the root and the config
that is read, configs in folders that are not, how many files of which kind there
are, what is left out, which files of a known name are something else, the
version and the rules. It judges nothing.

It exits with 0, and with 2 when it could not do the job.`

// doctorOptions are the flags of doctor as they were written.
type doctorOptions struct {
	scanOptions
	format string
}

// diagnosis is what doctor found, as -f json shows it.
type diagnosis struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	// Rules are how many rules there are, RulesOn how many are in force.
	Rules   int `json:"rules"`
	RulesOn int `json:"rules_on"`
	// Root is the folder that bounds every read, Mark what made it the root, "" where nothing did.
	Root string `json:"root"`
	Mark string `json:"root_by,omitempty"`
	// Config is the config that is read, "" for none; the others are those in folders below, which are not.
	Config        string   `json:"config,omitempty"`
	ConfigsUnread []string `json:"configs_not_read"`
	// Variables are the SECLINT_* variables that are set.
	Variables []string `json:"variables"`
	// Kinds are the numbers of files by kind.
	Kinds map[string]int `json:"kinds"`
	// Unassessed are the files that were not wholly looked at, with why.
	Unassessed []coverage.File `json:"not_assessed"`
	// LeftOut are the files and folders that were left out.
	LeftOut  []coverage.LeftOut `json:"left_out"`
	Problems []string           `json:"problems"`
}

func newDoctor(s *session) *cobra.Command {
	o := &doctorOptions{}
	c := &cobra.Command{
		Use:     "doctor [PATH...]",
		Short:   "say what is found and looked at, what not, and why",
		Long:    doctorHelp,
		Example: "  seclint doctor\n  seclint doctor -f json | jq .kinds",
		Args:    cobra.ArbitraryArgs,
		RunE:    func(c *cobra.Command, args []string) error { return s.doctor(c.Context(), o, args) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVarP(&o.format, "format", "f", "text", "write `FORMAT`: text or json")
	f.StringSliceVar(&o.packs, "pack", nil, "run the rules of this `PACK` too: default or strict")
	f.StringArrayVar(&o.policies, "policies", nil, "add the rules in `DIR`, repeatable")
	o.inputFlags(f)
	completeWords(c, "format", "text", "json")
	return c
}

// doctor looks at what args name and says what there is.
func (s *session) doctor(ctx context.Context, o *doctorOptions, args []string) error {
	if o.format != "text" && o.format != "json" {
		return usage(fmt.Errorf("unknown format %q", o.format), "formats are text and json")
	}
	in, opts, err := s.prepare(ctx, &o.scanOptions, args)
	if err != nil {
		return err
	}
	defer in.root.Close()
	opts.AllowEmpty = true
	r, err := scan.Run(ctx, in.snapshot(), opts)
	switch {
	case ctx.Err() != nil:
		return errInterrupted
	case err != nil:
		return err
	}
	d := o.diagnose(in, r.Masked(), opts)
	if o.format == "json" {
		return writeTo(s.stdout, func(w io.Writer) error {
			text, err := json.MarshalIndent(d, "", "  ")
			if err != nil {
				return err
			}
			_, err = w.Write(append(report.EscapeJSON(text), '\n'))
			return err
		})
	}
	display := report.Options{DisplayRoot: in.display, WorkDir: in.workDir}
	return writeTo(s.stdout, func(w io.Writer) error { return d.write(w, display.Place) })
}

// diagnose puts together what a scan knows.
func (o *doctorOptions) diagnose(in *input, r *report.Report, opts scan.Options) *diagnosis {
	v := currentVersion()
	d := &diagnosis{
		Version: v.number, Commit: v.commit, Root: in.dir, Kinds: map[string]int{}, Unassessed: []coverage.File{},
		LeftOut: r.Coverage.LeftOut, Problems: []string{}, Variables: []string{}, ConfigsUnread: []string{},
	}
	if d.LeftOut == nil {
		d.LeftOut = []coverage.LeftOut{}
	}
	for _, mark := range rootMarks() {
		if _, err := in.root.Lstat(mark); err == nil {
			d.Mark = mark
			break
		}
	}
	d.Config = opts.Config.Path
	if o.config != "" {
		d.Config = o.config
	}
	d.ConfigsUnread = append(d.ConfigsUnread, nestedConfigs(in.root.FS())...)
	for _, rule := range opts.Catalogue.Match("*") {
		d.Rules++
		if opts.Config.RuleEnabledAnywhere(rule) {
			d.RulesOn++
		}
	}
	for _, f := range r.Coverage.Files {
		if f.Kind != "" && (f.State == coverage.Assessed || f.State == coverage.Partial) {
			d.Kinds[f.Kind]++
		}
		if f.State != coverage.Assessed {
			d.Unassessed = append(d.Unassessed, f)
		}
	}
	for _, p := range r.Problems {
		if p.Level == finding.Error {
			d.Problems = append(d.Problems, strings.TrimPrefix(p.Path+": ", ": ")+p.Message)
		}
	}
	for _, setting := range os.Environ() {
		if name, _, _ := strings.Cut(setting, "="); strings.HasPrefix(name, variablePrefix) {
			d.Variables = append(d.Variables, name)
		}
	}
	slices.Sort(d.Variables)
	return d
}

// maxEntries bounds how many files are looked at for configs in folders.
const maxEntries = 200_000

// nestedConfigs returns the configs below the root, which a scan of the root does not read.
func nestedConfigs(root fs.FS) []string {
	var found []string
	entries := 0
	_ = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		entries++
		switch {
		case entries > maxEntries:
			return fs.SkipAll
		case err != nil:
			return nil // what cannot be read is said with the files
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules"):
			return fs.SkipDir
		case !d.IsDir() && name != path.Base(name) && slices.Contains(config.Names(), path.Base(name)):
			found = append(found, name)
		}
		return nil
	})
	return found
}

// write writes the diagnosis for people. place returns a path as they would write it.
func (d *diagnosis) write(w io.Writer, place func(string) string) error {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	say("Version   seclint %s, commit %s\n", d.Version, d.Commit)
	say("Rules     %d of %d in force (seclint rules lists them)\n", d.RulesOn, d.Rules)
	by := "the folder that the paths have in common: no folder above has .git or .seclint.yaml"
	if d.Mark != "" {
		by = "by " + d.Mark
	}
	say("Root      %s (%s)\n", report.Clean(d.Root), by)
	switch d.Config {
	case "":
		say("Config    none (seclint init writes one)\n")
	default:
		say("Config    %s\n", report.Clean(place(d.Config)))
	}
	for _, name := range d.ConfigsUnread {
		say("          %s is not read: it counts where its folder is scanned by itself\n", report.Clean(place(name)))
	}
	if len(d.Variables) > 0 {
		say("Variables %s\n", report.Clean(strings.Join(d.Variables, ", ")))
	}
	say("\nFiles that are looked at, by kind\n")
	for _, kind := range slices.Sorted(maps.Keys(d.Kinds)) {
		say("  %-10s%d\n", report.Clean(kind), d.Kinds[kind])
	}
	if len(d.Kinds) == 0 {
		say("  none: %s\n", scan.Wanted())
	}
	if len(d.Unassessed) > 0 {
		say("\nNot looked at, or not wholly\n")
	}
	for _, f := range d.Unassessed {
		about := string(f.State)
		if f.Reason != "" {
			about += ": " + f.Reason
		}
		say("  %s (%s)\n", report.Clean(place(f.Path)), report.Clean(about))
	}
	if len(d.LeftOut) > 0 {
		say("\nLeft out\n")
	}
	for _, left := range d.LeftOut {
		say("  %s (%s)\n", report.Clean(place(left.Path)), report.Clean(left.By))
	}
	for i, problem := range d.Problems {
		if i == 0 {
			say("\nA scan fails because of\n")
		}
		say("  %s\n", report.Clean(problem))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
