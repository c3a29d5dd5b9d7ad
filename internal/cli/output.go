package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/seclint/seclint/internal/report"
)

// output is one format with the file that it goes to; "" is standard output.
type output struct {
	format string
	file   string
}

// parseOutputs reads the values of --format (FORMAT or FORMAT=FILE) and of --output. One format goes to standard output or
// to the file of --output, text where none is named; all others name their file.
func parseOutputs(formats []string, file string) ([]output, error) {
	main, named := "", []output(nil)
	for _, value := range formats {
		format, to, hasFile := strings.Cut(value, "=")
		if report.Formats[format] == nil {
			return nil, usage(fmt.Errorf("unknown format %q", format), "formats are "+strings.Join(formatNames(), ", "))
		}
		switch {
		case hasFile && to == "":
			return nil, usage(fmt.Errorf("--format %s names no file", value), "write --format "+format+"=FILE")
		case hasFile && to != "-":
			named = append(named, output{format, to})
		case main != "" && main != format:
			return nil, usage(fmt.Errorf("both %s and %s would go to standard output", main, format),
				"give one of them a file: --format "+format+"=FILE")
		default:
			main = format
		}
	}
	if main == "" {
		main = "text"
	}
	if file == "-" {
		file = ""
	}
	outputs := append([]output{{main, file}}, named...)
	return outputs, checkFiles(outputs)
}

// checkFiles finds out before the scan what would go wrong after it.
func checkFiles(outputs []output) error {
	seen := map[string]bool{}
	for _, o := range outputs {
		if o.file == "" || o.file == "-" {
			continue
		}
		if seen[o.file] {
			return usage(fmt.Errorf("two formats would go to %s", o.file), "")
		}
		seen[o.file] = true
		if info, err := os.Stat(filepath.Dir(o.file)); err != nil || !info.IsDir() {
			return fmt.Errorf("writing %s: its folder does not exist", o.file)
		}
	}
	return nil
}

// formatNames returns the names of all formats, text first.
func formatNames() []string {
	names := []string{"text"}
	for name := range report.Formats {
		if name != "text" {
			names = append(names, name)
		}
	}
	slices.Sort(names[1:])
	return names
}

// writeTo calls write with a buffered w. A reader that went away, as head does, is no error.
func writeTo(w io.Writer, write func(io.Writer) error) error {
	buffer := bufio.NewWriterSize(w, 64<<10)
	err := write(buffer)
	if err == nil {
		err = buffer.Flush()
	}
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}

// writeOutput calls write with the file of --output, or with standard output where that is "" or -.
func (s *session) writeOutput(ctx context.Context, file string, write func(io.Writer) error) error {
	if file == "" || file == "-" {
		if err := writeTo(s.stdout, write); err != nil {
			return fmt.Errorf("writing to standard output: %w", err)
		}
		return nil
	}
	if err := writeFile(ctx, file, write); err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	return nil
}

// writeFile replaces a file by what write writes. Readers see the old content or the whole new one, which is the old one where ctx
// ends first. What is no regular file, such as /dev/stderr or a named pipe, is written in place.
func writeFile(ctx context.Context, path string, write func(io.Writer) error) error {
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return writeInPlace(ctx, path, write)
		}
		mode = info.Mode().Perm()
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".seclint-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) // fails after the rename, as it should
	err = errors.Join(writeTo(interruptible{temporary, ctx}, write), temporary.Chmod(mode), temporary.Close())
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}

func writeInPlace(ctx context.Context, path string, write func(io.Writer) error) error {
	f, err := openPipe(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(writeTo(interruptible{f, ctx}, write), f.Close())
}

// readerPatience is how long a named pipe may have no reader, and readerPause how often that is looked at: who makes a pipe may start
// its reader a little later.
const (
	readerPatience = 10 * time.Second
	readerPause    = 20 * time.Millisecond
)

var errNoReader = errors.New("nothing reads from this pipe: start its reader first, or write a file")

// openPipe opens for writing what is no regular file. To open a named pipe that nobody reads would wait for ever without O_NONBLOCK.
func openPipe(ctx context.Context, path string) (*os.File, error) {
	for end := time.Now().Add(readerPatience); ; {
		f, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		switch {
		case !errors.Is(err, syscall.ENXIO):
			return f, err
		case time.Now().After(end):
			return nil, errNoReader
		}
		select {
		case <-time.After(readerPause):
		case <-ctx.Done():
			return nil, errInterrupted
		}
	}
}
