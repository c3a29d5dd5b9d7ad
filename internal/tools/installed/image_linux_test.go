package installed

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// manifest is a part of an OCI image layout: what it points to, and for which machine that is.
type manifest struct {
	Config    descriptor
	Manifests []descriptor
	Layers    []descriptor
}

type descriptor struct {
	Digest   string
	Platform struct{ Architecture string }
}

// blob reads what a descriptor points to.
func blob(t *testing.T, layout string, d descriptor, into any) string {
	t.Helper()
	file := filepath.Join(layout, "blobs", strings.ReplaceAll(d.Digest, ":", string(filepath.Separator)))
	if into != nil {
		if err := json.Unmarshal(read(t, file), into); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// TestImage unpacks the container image and starts it as an engine does: in its own root, which has nothing else, as its user.
func TestImage(t *testing.T) {
	folder, _ := dist(t)
	layout, root := t.TempDir(), t.TempDir()
	unpack(t, filepath.Join(folder, "seclint.tar"), layout)
	var index, image manifest
	if err := json.Unmarshal(read(t, filepath.Join(layout, "index.json")), &index); err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(index.Manifests, func(d descriptor) bool { return d.Platform.Architecture == runtime.GOARCH })
	if at < 0 || len(index.Manifests) != 2 {
		t.Fatalf("the index has %+v", index)
	}
	blob(t, layout, index.Manifests[at], &image)
	var config struct {
		Config struct {
			User, WorkingDir string
			Entrypoint       []string
		}
	}
	blob(t, layout, image.Config, &config)
	if config.Config.User != "65532:65532" || config.Config.WorkingDir != "/src" || !slices.Equal(config.Config.Entrypoint, []string{"/seclint"}) {
		t.Errorf("the image has %+v", config)
	}
	for _, layer := range image.Layers {
		unpack(t, blob(t, layout, layer, nil), root)
	}
	read(t, filepath.Join(root, "licenses", "seclint.txt"))
	if os.Getuid() != 0 {
		t.Skip("only root may start a program in another root")
	}
	for _, each := range []string{root, filepath.Dir(root), filepath.Dir(filepath.Dir(root))} {
		if err := os.Chmod(each, 0o755); err != nil && each == root {
			t.Fatal(err)
		}
	}
	workspace(t, filepath.Join(root, "src"))
	use(t, func(args ...string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), config.Config.Entrypoint[0], args...)
		c.Dir, c.Env = config.Config.WorkingDir, []string{}
		c.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: 65532, Gid: 65532}}
		return c
	})
}
