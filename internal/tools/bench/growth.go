package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// The trees whose costs are compared have the stack so many times.
const (
	fewStacks  = 10
	manyStacks = 10 * fewStacks
)

// growth is what scans of a small tree and of one with ten times the files cost.
type growth struct{ small, large []cost }

func (g growth) ratio() float64 { return median(g.large, cost.cpu) / median(g.small, cost.cpu) }

// grow copies the stack and measures scans of few and of many of it.
func (b *bench) grow(stack string, runs int) error {
	for n, costs := range map[int]*[]cost{fewStacks: &b.growth.small, manyStacks: &b.growth.large} {
		dir := filepath.Join(b.temporary, fmt.Sprint(n))
		for i := range n {
			if err := os.CopyFS(filepath.Join(dir, fmt.Sprintf("stack%d", i)), os.DirFS(stack)); err != nil {
				return err
			}
		}
		for range runs {
			cost, _, err := measure(nil, b.binary, "scan", "--no-gitignore", "--no-config", "--output", os.DevNull, dir)
			if err != nil {
				return err
			}
			*costs = append(*costs, cost)
		}
	}
	return nil
}

// timings is what a JSON report with timings has of them.
type timings struct {
	Timings struct {
		Stages []struct {
			Name    string
			Elapsed float64 `json:"elapsed_seconds"`
		}
	}
}

// share returns which part of the wall-clock time of a scan a stage took, from a JSON report with timings. Other stages work on
// several processors at once and linking on one, so its part of the CPU time is smaller.
func share(report []byte, stage string) (float64, error) {
	var timed timings
	if err := json.Unmarshal(report, &timed); err != nil {
		return 0, fmt.Errorf("reading the timings: %w", err)
	}
	total, part := 0.0, 0.0
	for _, s := range timed.Timings.Stages {
		total += s.Elapsed
		if s.Name == stage {
			part = s.Elapsed
		}
	}
	if total == 0 {
		return 0, fmt.Errorf("the report holds no timings")
	}
	return part / total, nil
}
