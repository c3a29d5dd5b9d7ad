package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// cost is what one run of a command used.
type cost struct {
	processor time.Duration // user and system
	memory    int64         // bytes, at the peak
	said      string        // on standard error
}

func (c cost) cpu() float64  { return float64(c.processor) }
func (c cost) peak() float64 { return float64(c.memory) }

// measure runs a command and returns what it cost and wrote. Findings (exit 1) and problems (exit 2) are no failure.
func measure(stdin io.Reader, name string, args ...string) (cost, []byte, error) {
	command := exec.Command(name, args...)
	var out, trouble bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = stdin, &out, &trouble
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() <= 2) {
		return cost{}, nil, fmt.Errorf("running %s: %w\n%s", name, err, trouble.Bytes())
	}
	state := command.ProcessState
	c := cost{processor: state.UserTime() + state.SystemTime(), said: trouble.String()}
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		c.memory = usage.Maxrss
		if runtime.GOOS != "darwin" { // which counts bytes, the others count kilobytes
			c.memory <<= 10
		}
	}
	return c, out.Bytes(), nil
}

// median returns the middle of one part of the costs.
func median(costs []cost, part func(cost) float64) float64 {
	var values []float64
	for _, c := range costs {
		values = append(values, part(c))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// printStages prints the share of every stage, from a JSON report with timings.
func printStages(report []byte) {
	var timed timings
	if err := json.Unmarshal(report, &timed); err != nil {
		fmt.Fprintln(os.Stderr, "bench: reading the timings:", err)
		return
	}
	stages := timed.Timings.Stages
	total := 0.0
	for _, s := range stages {
		total += s.Elapsed
	}
	fmt.Println("\nwall-clock time by stage")
	for _, s := range stages {
		fmt.Printf("  %-10s %3.0f %%\n", s.Name, 100*s.Elapsed/total)
	}
}
