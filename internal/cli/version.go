package cli

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersion(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "show which seclint this is",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(s.stdout, versionText())
			return err
		},
	}
}

// versionText says which seclint this is.
func versionText() string {
	v := currentVersion()
	return fmt.Sprintf("seclint %s\ncommit  %s\nbuilt   with %s for %s/%s\n", v.number, v.commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// version is what the Go toolchain has written into the binary.
type version struct {
	number string // (devel) when it was not built from a tagged module
	commit string // unknown when it was not built in a repository
}

func currentVersion() version {
	v := version{number: "(devel)", commit: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" {
		v.number = info.Main.Version
	}
	modified := false
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			v.commit = setting.Value
		case "vcs.modified":
			modified = setting.Value == "true"
		}
	}
	if modified {
		v.commit += " with changes"
	}
	return v
}
