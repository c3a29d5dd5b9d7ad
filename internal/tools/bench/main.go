// Command bench measures the built seclint over a folder and prints ratios, not times: the machine and its load fall out
// of them. Every number is the median of several runs of one series, in turn, so that a slow minute hurts all alike.
package main

import (
	"bytes"
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
	maxSmallCPU   = 15 * time.Millisecond
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
	read := flag.String("read", "", "used by itself: walk this folder and read all of it")
	flag.Parse()
	if err := run(*binary, *floor, *read, *stack, *runs, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(binary, floor, read, stack string, runs int, args []string) error {
	if floor != "" {
		return walkReadParse(floor, os.Stdin)
	}
	if read != "" {
		return walkRead(read)
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
	if err := b.readCode(runs); err != nil {
		return err
	}
	return b.print(runs)
}

// bench is a series of commands and what they cost.
type bench struct {
	binary, self, temporary string
	corpus, compose         tree
	small, bare             []cost
	growth                  growth
	code                    []tree // those of codeTrees
	stages                  []byte
}

// prepare finds out which files of a folder seclint assesses, and copies those of Compose into a folder of their own.
func prepare(binary, dir string) (*bench, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	b := &bench{binary: binary, self: self}
	if b.temporary, err = os.MkdirTemp("", "seclint-bench-"); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(b.smallFile()), 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(b.smallFile(), []byte(smallCompose), 0o644); err != nil {
		return nil, err
	}
	if b.corpus, err = b.assessed(dir, ""); err != nil {
		return nil, err
	}
	if b.compose, err = b.assessed(dir, "compose"); err != nil {
		return nil, err
	}
	return b, b.compose.moveTo(filepath.Join(b.temporary, "compose"))
}

func (b *bench) smallFile() string { return filepath.Join(b.temporary, "small", "compose.yml") }

// measure runs the series.
func (b *bench) measure(runs int) error {
	for range runs {
		for _, command := range []struct {
			costs *[]cost
			stdin []byte
			name  string
			args  []string
		}{
			{&b.corpus.floor, b.corpus.list(), b.self, []string{"-floor", b.corpus.dir}},
			{&b.corpus.scans, nil, b.binary, b.corpus.scan("--output", os.DevNull)},
			{&b.compose.floor, b.compose.list(), b.self, []string{"-floor", b.compose.dir}},
			{&b.compose.scans, nil, b.binary, b.compose.scan("--output", os.DevNull)},
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
	_, timings, err := measure(nil, b.binary, b.corpus.scan("--timings", "--format", "json")...)
	b.stages = timings
	return err
}

func (b *bench) print(runs int) error {
	small, bare := median(b.small, cost.cpu), median(b.bare, cost.cpu)
	peak := median(b.corpus.scans, cost.peak)
	fmt.Printf("%d files assessed in %s, %d of them of Compose; median of %d runs\n\n",
		len(b.corpus.files), b.corpus.dir, len(b.compose.files), runs)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	row := func(what, measured, target string, held bool) {
		verdict := "held"
		if !held {
			verdict = "missed"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", what, measured, target, verdict)
	}
	fmt.Fprintln(table, "measured\tnow\ttarget\t")
	for _, t := range []struct {
		what string
		tree
	}{{"the folder", b.corpus}, {"Compose files alone", b.compose}} {
		scan, floor := median(t.scans, cost.cpu), median(t.floor, cost.cpu)
		row("CPU of "+t.what+" / walk + read + yaml.v3 parse", fmt.Sprintf("%.1f (%d ms / %d ms)", scan/floor, ms(scan), ms(floor)),
			fmt.Sprintf("at most %d", maxFloorRatio), scan/floor <= maxFloorRatio)
	}
	for i, t := range b.code {
		scan, floor := median(t.scans, cost.cpu), median(t.floor, cost.cpu)
		row(fmt.Sprintf("CPU of %s / walk + read", codeTrees[i].what), fmt.Sprintf("%.1f (%d ms / %d ms)", scan/floor, ms(scan), ms(floor)),
			fmt.Sprintf("at most %d", maxCodeRatio), scan/floor <= maxCodeRatio)
	}
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
