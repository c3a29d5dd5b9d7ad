// Command corpus scans a folder of real files twice, and once without the plan of the policies, and compares what it finds with
// the folder's manifest.csv (columns path, kind, sub, repo, valid). With -fix it tries the safe fixes of all findings instead. It exits with 1 when seclint misses, mistakes or misplaces
// anything.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/policies"
	"github.com/seclint/seclint/rules"
)

// shown is how many misses of one sort are printed.
const shown = 10

func main() {
	if len(os.Args) == 3 && os.Args[1] == "-fix" {
		if err := fixAll(os.Args[2], os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "corpus:", err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: corpus [-fix] DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(1)
	}
}

func run(dir string, w io.Writer) error {
	rows, err := readManifest(dir)
	if err != nil {
		return err
	}
	start := time.Now()
	first, firstBytes, err := scanAll(dir, rules.Builtin())
	if err != nil {
		return err
	}
	elapsed := time.Since(start)
	_, secondBytes, err := scanAll(dir, rules.Builtin())
	if err != nil {
		return err
	}
	_, interpretedBytes, err := scanAll(dir, rules.Source{FS: policies.FS})
	if err != nil {
		return err
	}
	misses := slices.Concat(checkFiles(rows, first), checkRules(first), checkPlaces(dir, first))
	if !bytes.Equal(firstBytes, secondBytes) {
		misses = append(misses, miss{"two runs differ", "the JSON or SARIF of two runs is not the same"})
	}
	if !bytes.Equal(firstBytes, interpretedBytes) {
		misses = append(misses, miss{"the plan differs", "OPA's own evaluator finds something else than the plan of the policies"})
	}
	summarise(w, rows, first, elapsed)
	return list(w, misses)
}

// scanAll runs every rule of every pack over the folder and returns the report with its JSON and SARIF.
func scanAll(dir string, from rules.Source) (*report.Report, []byte, error) {
	catalogue, err := rules.Load(from)
	if err != nil {
		return nil, nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	settings := config.Default()
	settings.Packs = []string{rules.PackDefault, rules.PackStrict}
	r, err := scan.Run(context.Background(), scan.Snapshot{Root: root.FS()}, scan.Options{Catalogue: catalogue, Config: settings, NoGitignore: true})
	if err != nil {
		return nil, nil, err
	}
	r.Elapsed, r.Stages = 0, nil
	var out bytes.Buffer
	for _, format := range []string{"json", "sarif"} {
		if err := report.Formats[format](&out, r, report.Options{}); err != nil {
			return nil, nil, fmt.Errorf("writing %s: %w", format, err)
		}
	}
	return r, out.Bytes(), nil
}

// miss is one thing that should not have happened.
type miss struct {
	sort string
	what string
}

func list(w io.Writer, misses []miss) error {
	if len(misses) == 0 {
		fmt.Fprintln(w, "\nno misses")
		return nil
	}
	count := map[string]int{}
	for _, m := range misses {
		if count[m.sort]++; count[m.sort] <= shown {
			fmt.Fprintf(w, "\n%s: %s", m.sort, m.what)
		}
	}
	fmt.Fprintln(w)
	for sort, n := range count {
		if n > shown {
			fmt.Fprintf(w, "%s: %d in all\n", sort, n)
		}
	}
	return errors.New(plural(len(misses), "miss", "misses"))
}

// summarise prints how far the files of every kind were looked at, and the findings by severity.
func summarise(w io.Writer, rows []row, r *report.Report, elapsed time.Duration) {
	states := coverage(r)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "kind\tin manifest\tassessed\tpartial\tbroken\tnot taken\t")
	for _, kind := range kinds(rows) {
		count, total := map[report.State]int{}, 0
		for _, row := range rows {
			if row.kind == kind {
				total++
				count[states[row.path].State]++
			}
		}
		taken := count[report.Assessed] + count[report.Partial] + count[report.Broken]
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t\n", kind, total, count[report.Assessed], count[report.Partial],
			count[report.Broken], total-taken)
	}
	table.Flush()
	counts := r.Count()
	var severities []string
	for s := finding.Critical; s >= finding.Note; s-- {
		severities = append(severities, fmt.Sprintf("%d %s", counts.BySeverity[s], s))
	}
	fmt.Fprintf(w, "\n%s: %s; %d informational, %d suppressed; %s; %s\n", plural(len(r.Findings), "finding", "findings"),
		strings.Join(severities, ", "), counts.Informational, counts.Suppressed,
		plural(len(r.Problems), "problem", "problems"), elapsed.Round(time.Millisecond))
}

// supported returns the names of the kinds that seclint knows.
func supported() []string {
	var names []string
	for _, k := range all.Kinds() {
		names = append(names, k.Name)
	}
	return names
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
