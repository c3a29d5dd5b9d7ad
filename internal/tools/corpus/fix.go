package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/fix"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

// fixAll tries the safe fix of every finding in a folder and writes nothing into it. Each that can be made has to remove its finding and
// to change nothing else; what a fix brings to light is said.
func fixAll(dir string, w io.Writer) error {
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()

	session := scan.Open(scan.Options{Catalogue: catalogue, Config: config.Default(), NoGitignore: true})
	result, err := fix.Run(context.Background(), session, scan.Snapshot{Root: root.FS()}, fix.Options{})
	if err != nil {
		return err
	}
	obstacles, failed := map[string]int{}, 0
	for _, withdrawn := range result.Withdrawn {
		if obstacle := withdrawn.Finding.Fix.Obstacle; obstacle != "" {
			obstacles[withdrawn.Finding.Rule]++
			continue
		}
		failed++
		fmt.Fprintf(w, "%s: %s: %s\n", withdrawn.Finding.At, withdrawn.Finding.Rule, withdrawn.Reason)
	}
	applied := map[string]int{}
	for _, f := range result.Applied {
		applied[f.Rule]++
	}
	for _, rule := range catalogue.All() {
		if n, m := applied[rule.ID], obstacles[rule.ID]; n+m > 0 {
			fmt.Fprintf(w, "%6d applied %6d not offered  %s\n", n, m, rule.ID)
		}
	}
	tried := len(result.Applied) + failed
	fmt.Fprintf(w, "%d of %d fixes applied in %d files\n", len(result.Applied), tried, len(result.Files))
	if failed > 0 {
		return errors.New(plural(failed, "fix was withdrawn", "fixes were withdrawn"))
	}
	return nil
}
