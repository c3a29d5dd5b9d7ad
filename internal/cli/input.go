package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
)

// stdinName is what standard input is called unless --stdin-filename says otherwise. The YAML reader reads JSON too.
const stdinName = "stdin.yaml"

// input is what a scan reads: an open root, the paths in it, and the content of standard input by the path that it stands
// for.
type input struct {
	selection
	root    *os.Root
	overlay map[string][]byte
}

// snapshot is what the scan looks at.
func (in *input) snapshot() scan.Snapshot {
	return scan.Snapshot{Root: source.Root(in.root), Paths: in.paths, Overlay: in.overlay}
}

// around is the snapshot of the whole root, with standard input in it.
func (in *input) around() scan.Snapshot {
	return scan.Snapshot{Root: source.Root(in.root), Paths: []string{"."}, Overlay: in.overlay}
}

// prepare checks the flags, opens the input and reads the settings, for a command that looks at files. The caller closes the root.
func (s *session) prepare(ctx context.Context, o *scanOptions, args []string) (*input, scan.Options, error) {
	if err := o.limits(); err != nil {
		return nil, scan.Options{}, err
	}
	in, err := s.openInput(ctx, o, args)
	if err != nil {
		return nil, scan.Options{}, err
	}
	opts, err := o.settings(in.root)
	if err != nil {
		in.root.Close()
		return nil, scan.Options{}, err
	}
	return in, opts, nil
}

// openInput finds the root of the PATHs, opens it, and reads standard input when - is one of them.
func (s *session) openInput(ctx context.Context, o *scanOptions, args []string) (*input, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	args = slices.Clone(args)
	files := slices.DeleteFunc(args, func(arg string) bool { return arg == "-" })
	if len(files) == len(args) && o.stdinFilename != "" {
		return nil, usage(errors.New("--stdin-filename goes with the PATH -"), "")
	}
	var absent []string
	if len(files) < len(args) {
		absent = []string{stdinName}
		if o.stdinFilename != "" {
			absent[0] = o.stdinFilename
		}
	}
	at, err := locateBut(files, o.isAddedRoot(ctx), absent...)
	if err != nil {
		return nil, err
	}
	in := &input{selection: at}
	if absent != nil {
		content, err := s.readStdin(o.maxFileSize)
		if err != nil {
			return nil, err
		}
		last := len(in.paths) - 1
		in.overlay = map[string][]byte{in.paths[last]: content}
		in.paths = in.paths[:last]
	}
	if in.root, err = os.OpenRoot(at.dir); err != nil {
		return nil, fmt.Errorf("opening the root of the scan: %w", err)
	}
	if err := o.findEnvFiles(in); err != nil {
		return nil, errors.Join(err, in.root.Close())
	}
	return in, nil
}

// findEnvFiles finds the files of --env-file in the root: nothing outside of it is read.
func (o *scanOptions) findEnvFiles(in *input) error {
	o.envPaths = nil
	for _, file := range o.envFiles {
		name, isInside := inside(in, file)
		if !isInside {
			return usage(fmt.Errorf("--env-file %s is outside the scanned root %s", file, in.dir), "scan a folder that has both, such as the repository")
		}
		if info, err := in.root.Stat(name); err != nil || !info.Mode().IsRegular() {
			return usage(fmt.Errorf("--env-file %s: no such file", file), "")
		}
		o.envPaths = append(o.envPaths, name)
	}
	return nil
}

// readStdin reads standard input up to the limit of a file, in megabytes.
func (s *session) readStdin(megabytes int) ([]byte, error) {
	limit := int64(megabytes) << 20
	content, err := io.ReadAll(io.LimitReader(s.stdin, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading standard input: %w", err)
	}
	if int64(len(content)) > limit {
		return nil, usage(fmt.Errorf("standard input is larger than %d MB", megabytes), "raise the limit with --max-file-size")
	}
	return content, nil
}
