// Command bench measures the built seclint over a folder and prints ratios, not times: the machine and its load fall out
// of them. Every number is the median of several runs of one series, in turn, so that a slow minute hurts all alike.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"
)

// The targets that the project has set itself.
const (
	maxFloorRatio = 6
	maxSmallCPU   = 150 * time.Millisecond
	maxPeakMemory = 200 << 20
	maxGrowth     = 11  // times the CPU time, for ten times the files
	maxLinking    = 0.2 // of the time of a scan
	smallCompose  = `services:
  web:
    image: nginx:1.27
    ports:
      - "8080:80"
    environment:
      API_TOKEN: ${API_TOKEN}
    volumes:
      - ./site:/usr/share/nginx/html:ro
  db:
    image: postgres:16
    environment:
      POSTGRES_PASSWORD: ${DB_PASSWORD:-changeme}
    volumes:
      - data:/var/lib/postgresql/data
volumes:
  data: {}
`
)

func main() {
	binary := flag.String("seclint", "bin/seclint", "the binary to measure")
	runs := flag.Int("runs", 5, "how often to run each command")
	stack := flag.String("stack", "testdata/stack", "the folder that the trees of different sizes are made of")
	floor := flag.String("floor", "", "used by itself: walk this folder, read and parse the files named on standard input")
	flag.Parse()
	if err := run(*binary, *floor, *stack, *runs, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(binary, floor, stack string, runs int, args []string) error {
	if floor != "" {
		return walkReadParse(floor, os.Stdin)
	}
	if len(args) != 1 {
		return fmt.Errorf("usage: bench [-seclint FILE] [-runs N] DIR")
	}
	b, err := prepare(binary, args[0])
	if err != nil {
		return err
	}
	defer os.RemoveAll(b.temporary)
	if err := b.measure(runs); err != nil {
		return err
	}
	if err := b.grow(stack, runs); err != nil {
		return err
	}
	return b.print(runs)
}

// bench is a series of commands and what they cost.
type bench struct {
	binary, dir, self, temporary string
	files                        []byte // the files that seclint assesses, one per line
	fileCount                    int
	corpus, floor, small, bare   []cost
	growth                       growth
	stages                       []byte
}

// prepare finds out which files seclint assesses, so that the floor reads exactly those.
func prepare(binary, dir string) (*bench, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	b := &bench{binary: binary, dir: dir, self: self}
	if b.temporary, err = os.MkdirTemp("", "seclint-bench-"); err != nil {
		return nil, err
	}
	if err := os.WriteFile(b.smallFile(), []byte(smallCompose), 0o644); err != nil {
		return nil, err
	}
	scan, out, err := measure(nil, binary, b.scan("--format", "json")...)
	if err != nil {
		return nil, err
	}
	var report struct {
		Coverage struct {
			Files []struct{ Path, State string }
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return nil, fmt.Errorf("%s wrote no report (%w), but said:\n%s", binary, err, scan.said)
	}
	for _, f := range report.Coverage.Files {
		if f.State == "assessed" || f.State == "partial" {
			b.files = append(b.files, f.Path+"\n"...)
			b.fileCount++
		}
	}
	return b, nil
}

func (b *bench) smallFile() string { return filepath.Join(b.temporary, "compose.yml") }

func (b *bench) scan(flags ...string) []string {
	return append(append([]string{"scan", "--no-gitignore", "--no-config"}, flags...), b.dir)
}

// measure runs the series.
func (b *bench) measure(runs int) error {
	for range runs {
		for _, command := range []struct {
			costs *[]cost
			stdin []byte
			name  string
			args  []string
		}{
			{&b.floor, b.files, b.self, []string{"-floor", b.dir}},
			{&b.corpus, nil, b.binary, b.scan("--output", os.DevNull)},
			{&b.bare, nil, b.binary, []string{"version"}},
			{&b.small, nil, b.binary, []string{"scan", b.smallFile()}},
		} {
			cost, _, err := measure(bytes.NewReader(command.stdin), command.name, command.args...)
			if err != nil {
				return err
			}
			*command.costs = append(*command.costs, cost)
		}
	}
	_, timings, err := measure(nil, b.binary, b.scan("--timings", "--format", "json")...)
	b.stages = timings
	return err
}

func (b *bench) print(runs int) error {
	corpus, floor := median(b.corpus, cost.cpu), median(b.floor, cost.cpu)
	small, bare := median(b.small, cost.cpu), median(b.bare, cost.cpu)
	peak := median(b.corpus, cost.peak)
	fmt.Printf("%d files assessed in %s, median of %d runs\n\n", b.fileCount, b.dir, runs)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	row := func(what, measured, target string, held bool) {
		verdict := "held"
		if !held {
			verdict = "missed"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", what, measured, target, verdict)
	}
	fmt.Fprintln(table, "measured\tnow\ttarget\t")
	row("CPU of the folder / walk + read + yaml.v3 parse", fmt.Sprintf("%.1f (%d ms / %d ms)", corpus/floor, ms(corpus), ms(floor)),
		fmt.Sprintf("at most %d", maxFloorRatio), corpus/floor <= maxFloorRatio)
	row("CPU of one small file - seclint version", fmt.Sprintf("%d ms (%d ms - %d ms)", ms(small-bare), ms(small), ms(bare)),
		fmt.Sprintf("at most %d ms", maxSmallCPU.Milliseconds()), small-bare <= float64(maxSmallCPU))
	row("peak memory", fmt.Sprintf("%d MB", int(peak)>>20), fmt.Sprintf("at most %d MB", maxPeakMemory>>20), peak <= maxPeakMemory)
	growth := b.growth.ratio()
	row(fmt.Sprintf("CPU of %d stacks / CPU of %d", manyStacks, fewStacks), fmt.Sprintf("%.1f", growth), fmt.Sprintf("at most %d", maxGrowth), growth <= maxGrowth)
	linking, err := share(b.stages, "link")
	if err != nil {
		return err
	}
	row("linking, of the wall-clock time of the folder", fmt.Sprintf("%.0f %%", 100*linking), fmt.Sprintf("less than %.0f %%", 100*maxLinking), linking < maxLinking)
	if err := table.Flush(); err != nil {
		return err
	}
	printStages(b.stages)
	return nil
}

func ms(nanoseconds float64) int64 { return time.Duration(nanoseconds).Milliseconds() }
