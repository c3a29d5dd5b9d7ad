package cli

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// The files that init writes on request; VERSION stands for the release that they run, and NUMBER for its number alone.
//
//go:embed init_workflow.yaml
var initWorkflow string

//go:embed init_pre_commit.yaml
var initPreCommit string

const (
	workflowFile  = ".github/workflows/seclint.yml"
	preCommitFile = ".pre-commit-config.yaml"
)

// release matches the number of a released version.
var release = lazyregexp.New(`^v\d+\.\d+\.\d+$`)

// released returns the release that written files run: this one, or the branch where this is none.
func released() string {
	if number := currentVersion().number; release.MatchString(number) {
		return number
	}
	return "main"
}

// extra writes a file beside the config; one that exists is not changed.
func (s *session) extra(ctx context.Context, root *os.Root, dir, file, text string) error {
	name := filepath.Join(dir, filepath.FromSlash(file))
	number := strings.TrimPrefix(released(), "v")
	if number == "main" {
		number = "0.0.0 # put a release here"
	}
	text = strings.NewReplacer("VERSION", released(), "NUMBER", number).Replace(text)
	if _, err := root.Lstat(filepath.FromSlash(file)); err == nil {
		return usage(fmt.Errorf("%s exists", name), "add this to it:\n"+text)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := root.MkdirAll(filepath.Dir(filepath.FromSlash(file)), 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return s.create(ctx, name, text)
}
