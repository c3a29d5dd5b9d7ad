package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
)

const waiveHelp = `waive looks at the current folder and writes a waiver for each finding that the
arguments and flags choose into .seclint.yaml, behind those that it has. Comments
and the order of the file stay. The findings stay in every report and do not
count.

A finding is named by its fingerprint, as -f json shows it, or by its rule.
--rule and --path choose many at once; where there are both, a finding has to
fit both.

It exits with 0, and with 2 when nothing was waived.`

// waiveOptions are the flags of waive as they were written.
type waiveOptions struct {
	scanOptions
	chosen, files                       []string
	status, reason, owner, doc, expires string
	conditions, mitigations             []string
}

func newWaive(s *session) *cobra.Command {
	o := &waiveOptions{}
	c := &cobra.Command{
		Use:   "waive [FINGERPRINT|RULE]...",
		Short: "write waivers for findings into the config",
		Long:  waiveHelp,
		Example: `  seclint waive 0a1b2c3d --status ACCEPTED --reason 'lab only' --expires 2027-06-30
  seclint waive compose/image-unpinned --status ACCEPTABLE --reason 'built from this repository'
  seclint waive --rule 'compose/*' --path 'lab/**' --status ACCEPTED --reason 'torn down each night'
  seclint waive app/subprocess-use --status MITIGATED --mitigation 'file run.py lacks shell=True'`,
		RunE: func(c *cobra.Command, args []string) error { return s.waive(c.Context(), o, args) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&o.status, "status", "", "what was decided: `STATUS` is "+strings.Join(config.Statuses(), ", "))
	f.StringVar(&o.reason, "reason", "", "`TEXT` that says why the findings need not count")
	f.StringVar(&o.expires, "expires", "", "the last `DAY` on which the waiver has effect: YYYY-MM-DD")
	f.StringVar(&o.owner, "owner", "", "`WHO` answers for it")
	f.StringVar(&o.doc, "doc", "", "the `FILE` or URL that describes it, which DOCUMENTED needs")
	f.StringArrayVar(&o.conditions, "condition", nil, "`CONDITION` that has to be so, such as 'exposure <= host_loopback', repeatable")
	f.StringArrayVar(&o.mitigations, "mitigation", nil, "`CONDITION` that keeps the finding from mattering, which MITIGATED needs, repeatable")
	f.StringArrayVar(&o.chosen, "rule", nil, "waive the findings of these rules: `ID` or glob, repeatable")
	f.StringArrayVar(&o.files, "path", nil, "waive the findings in the files that this `GLOB` matches, repeatable")
	o.inputFlags(f)
	completeWords(c, "status", config.Statuses()...)
	return c
}

// waive writes waivers for the findings that args and flags choose.
func (s *session) waive(ctx context.Context, o *waiveOptions, args []string) error {
	if err := o.check(args); err != nil {
		return err
	}
	in, err := s.openInput(ctx, &o.scanOptions, nil)
	if err != nil {
		return err
	}
	defer in.root.Close()
	opts, err := o.settings(in.root)
	if err != nil {
		return err
	}
	choose, err := o.chooser(args, opts)
	if err != nil {
		return err
	}
	r, err := scan.Run(ctx, in.snapshot(), opts)
	if err != nil {
		return err
	}
	r = r.Masked()
	var entries []config.Entry
	var chosen []*finding.Finding
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Suppressed == nil && choose(f) {
			chosen = append(chosen, f)
			entries = append(entries, o.entry(f))
		}
	}
	if len(entries) == 0 {
		return nothingToWaive(r.Findings, choose)
	}
	name, err := o.addTo(ctx, in.root, entries, opts)
	if err != nil {
		return err
	}
	return writeTo(s.stdout, func(w io.Writer) error {
		for _, f := range chosen {
			fmt.Fprintf(w, "waived %s:%d %s: %s\n", report.Clean(f.At.Path()), f.At.Start.Line, report.Clean(f.Rule), report.Clean(f.Message))
		}
		_, err := fmt.Fprintf(w, "%s now has %d more (%s)\n", report.Clean(name), len(entries), o.status)
		return err
	})
}

// nothingToWaive is the error where no finding that counts fits, and says where one that fits is suppressed already.
func nothingToWaive(findings []finding.Finding, choose func(*finding.Finding) bool) error {
	for i := range findings {
		if f := &findings[i]; f.Suppressed != nil && choose(f) {
			return usage(errors.New("what fits does not count already"), fmt.Sprintf("%s is suppressed by %s", f.Rule, f.Suppressed.At))
		}
	}
	return usage(errors.New("no finding that counts fits"), "seclint -f json shows the findings with their fingerprints")
}

// check refuses what makes no waiver.
func (o *waiveOptions) check(args []string) error {
	if err := o.limits(); err != nil {
		return err
	}
	statuses := strings.Join(config.Statuses(), ", ")
	switch {
	case len(args)+len(o.chosen)+len(o.files) == 0:
		return usage(errors.New("nothing says which findings to waive"), "name fingerprints or rules, or choose with --rule and --path")
	case o.status == "":
		return usage(errors.New("--status is missing"), "want one of "+statuses)
	case !slices.Contains(config.Statuses(), o.status):
		return usage(fmt.Errorf("unknown --status %q", o.status), "want one of "+statuses)
	case o.status == string(config.Documented) && o.doc == "":
		return usage(errors.New("DOCUMENTED needs --doc"), "name the file or URL that describes it")
	case o.status == string(config.Mitigated) && len(o.mitigations) == 0:
		return usage(errors.New("MITIGATED needs --mitigation"), "such as --mitigation 'file run.py lacks shell=True'")
	case o.reason == "" && o.status != string(config.Mitigated):
		return usage(errors.New("--reason is missing"), "say why the findings need not count")
	}
	if o.expires != "" {
		day, err := time.Parse(time.DateOnly, o.expires)
		if err != nil {
			return usage(fmt.Errorf("--expires %q is no day", o.expires), "want YYYY-MM-DD")
		}
		if day.Add(24 * time.Hour).Before(time.Now()) {
			return usage(fmt.Errorf("--expires %s is over", o.expires), "")
		}
	}
	return nil
}

// chooser returns what decides which findings are waived.
func (o *waiveOptions) chooser(args []string, opts scan.Options) (func(*finding.Finding) bool, error) {
	ids := map[string]bool{}
	var prints []string
	for _, arg := range args {
		if config.IsFingerprint(arg) {
			prints = append(prints, strings.ToLower(arg))
			continue
		}
		r, err := rule(opts.Catalogue, arg)
		if err != nil {
			return nil, err
		}
		ids[r.ID] = true
	}
	for _, glob := range o.chosen {
		matched := opts.Catalogue.Match(glob)
		if len(matched) == 0 {
			return nil, usage(fmt.Errorf("no rule fits %q", glob), suggestion(opts.Catalogue, glob))
		}
		for _, r := range matched {
			ids[r.ID] = true
		}
	}
	var files []config.Glob
	for _, pattern := range o.files {
		glob, err := config.CompileGlob(pattern)
		if err != nil {
			return nil, usage(fmt.Errorf("--path: %w", err), "")
		}
		files = append(files, glob)
	}
	return func(f *finding.Finding) bool {
		isNamed := ids[f.Rule] || slices.ContainsFunc(prints, func(p string) bool { return strings.HasPrefix(f.Fingerprint, p) })
		isAny := len(ids)+len(prints) == 0
		family, _, _ := strings.Cut(f.Rule, "/")
		return family != "waiver" && family != "gate" && (isNamed || isAny) && (len(files) == 0 || config.MatchAny(files, f.At.Path()))
	}, nil
}

// entry returns the waiver for a finding: by its key path where that does not depend on an order, else by its fingerprint.
func (o *waiveOptions) entry(f *finding.Finding) config.Entry {
	where := config.Pairs{{Key: "file", Value: f.At.Path()}}
	isStable := len(f.Path) > 0 && !slices.ContainsFunc(f.Path, func(step any) bool { _, isIndex := step.(int); return isIndex })
	if isStable && !strings.Contains(f.Path.String(), "*") {
		where = append(where, config.Pair{Key: "path", Value: f.Path.String()})
	} else {
		where = append(where, config.Pair{Key: "fingerprint", Value: f.Fingerprint})
	}
	if strings.ContainsAny(f.At.Path(), `*?[]{}\`) { // it would be a glob
		where = config.Pairs{{Key: "fingerprint", Value: f.Fingerprint}}
	}
	e := config.Entry{Comment: fmt.Sprintf("%s:%d %s", f.At.Path(), f.At.Start.Line, report.Clean(f.Message))}
	add := func(key string, value any) { e.Pairs = append(e.Pairs, config.Pair{Key: key, Value: value}) }
	add("rule", f.Rule)
	add("where", where)
	add("status", o.status)
	for _, p := range []struct{ key, value string }{{"reason", o.reason}, {"doc", o.doc}, {"owner", o.owner}, {"expires", o.expires}} {
		if p.value != "" {
			add(p.key, p.value)
		}
	}
	if len(o.conditions) > 0 {
		add("conditions", o.conditions)
	}
	if len(o.mitigations) > 0 {
		add("mitigations", o.mitigations)
	}
	return e
}

// maxConfig bounds the config that is edited.
const maxConfig = 1 << 20

// addTo writes waivers into the config, which it makes where there is none, and returns its name.
func (o *waiveOptions) addTo(ctx context.Context, root *os.Root, entries []config.Entry, opts scan.Options) (string, error) {
	at, name, err := o.configFile(root)
	if err != nil {
		return "", err
	}
	if o.noConfig {
		return "", usage(errors.New("--no-config leaves nothing to write to"), "")
	}
	file := filepath.Join(root.Name(), name)
	if o.config != "" {
		file = o.config
	}
	var content []byte
	if name == "" {
		name = config.Names()[0]
		file = filepath.Join(root.Name(), name)
	} else if content, err = source.ReadRegular(at, name, maxConfig); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("reading the config %s: %w", name, err)
	}
	edited, err := config.AddWaivers(name, content, entries, opts.Catalogue)
	if err != nil {
		return "", err
	}
	return name, writeFile(ctx, file, func(w io.Writer) error {
		_, err := w.Write(edited)
		return err
	})
}
