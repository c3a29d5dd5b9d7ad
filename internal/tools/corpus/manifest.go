package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
)

// row is one line of the manifest: what a file is, and whether its own program accepts it.
type row struct {
	path, kind, sub, valid string
}

// good and bad report whether the file's own program accepts it; neither where nobody has tried.
func (r row) good() bool { return r.valid == "ok" || r.valid == "ok-needs-env" }
func (r row) bad() bool  { return r.valid != "" && !r.good() }

// spelled are the kinds that the manifest calls by another name, by its kind and sub.
var spelled = map[string]string{"envoy-k8s k8s-embedded": "envoy", "gvisor daemon.json": "daemon"}

func readManifest(dir string) ([]row, error) {
	f, err := os.Open(filepath.Join(dir, "manifest.csv"))
	if err != nil {
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	var rows []row
	for _, line := range lines[1:] {
		if len(line) < 5 {
			return nil, fmt.Errorf("reading the manifest: %q has fewer than 5 columns", line)
		}
		r := row{path: line[0], kind: cmp.Or(spelled[line[1]+" "+line[2]], line[1]), sub: line[2], valid: line[4]}
		if r.sub == "dotnet-appsettings" && r.valid == "json-error" {
			r.valid = "" // the manifest goes by JSON alone, and ASP.NET takes comments in it
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func kinds(rows []row) []string {
	var names []string
	for _, r := range rows {
		names = append(names, r.kind)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func coverage(r *report.Report) map[string]report.FileCoverage {
	files := map[string]report.FileCoverage{}
	for _, f := range r.Coverage.Files {
		files[f.Path] = f
	}
	return files
}

// checkFiles compares the kind and state of every file with the manifest.
func checkFiles(rows []row, r *report.Report) []miss {
	files, known, placed := coverage(r), supported(), map[string]bool{}
	told := map[string]bool{}
	for _, p := range r.Problems {
		told[p.Path] = true
		placed[p.Path] = placed[p.Path] || p.At.Start.Line > 0
	}
	var misses []miss
	for _, row := range rows {
		f, taken := files[row.path]
		taken = taken && (f.Kind != "" || f.State == report.Broken)
		switch {
		case !slices.Contains(known, row.kind):
			if taken && f.Kind != "" {
				misses = append(misses, miss{"taken for another kind", fmt.Sprintf("%s is %s, taken for %s", row.path, row.kind, f.Kind)})
			}
		case row.good() && !(taken && f.Kind == row.kind && f.State != report.Broken):
			misses = append(misses, miss{"not assessed", fmt.Sprintf("%s is %s: kind %q, state %q, %s", row.path, row.kind, f.Kind, f.State, f.Reason)})
		case taken && f.Kind != row.kind:
			misses = append(misses, miss{"taken for another kind", fmt.Sprintf("%s is %s, taken for %s", row.path, row.kind, f.Kind)})
		case row.bad() && !placed[row.path] && !(row.sub == "named-empty" && told[row.path]):
			misses = append(misses, miss{"problem without a line", fmt.Sprintf("%s (%s %s)", row.path, row.kind, row.valid)})
		}
	}
	return misses
}

// checkRules finds rules that crashed or ran out of time.
func checkRules(r *report.Report) []miss {
	var misses []miss
	for _, p := range r.Problems {
		if p.Rule != "" && p.Level == finding.Error {
			misses = append(misses, miss{"rule failed", fmt.Sprintf("%s on %s: %s", p.Rule, p.Path, p.Message)})
		}
	}
	return misses
}
