package compose_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/sirupsen/logrus"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/load"
)

// TestOracle compares the effective model with what compose-go's own loader makes of the same files, on the test cases and,
// when SECLINT_CORPUS names a folder, on every compose file below it. What compose-go refuses is not compared.
func TestOracle(t *testing.T) {
	logrus.SetOutput(io.Discard)
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range cases {
		if strings.HasSuffix(file, "wide-range.txtar") {
			continue // compose-go lists all 65535 ports
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := txtar.Write(archive, dir); err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(filepath.Base(file), ".txtar")
			compare(t, dir, archive.Files[0].Name, slices.Contains([]string{"interpolation", "refused", "version-one", "wrong-kinds", "wrong-names", "cycles", "template"}, name))
		})
	}
	corpus := os.Getenv("SECLINT_CORPUS")
	if corpus == "" {
		return
	}
	err = filepath.WalkDir(corpus, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && compose.Kind().Named(d.Name()) {
			rel, _ := filepath.Rel(corpus, p)
			t.Run(rel, func(t *testing.T) { compare(t, corpus, filepath.ToSlash(rel), true) })
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// compare fails when the models differ. mayDiffer allows for files that compose-go refuses, that are part of another project,
// or in which a variable has no value.
func compare(t *testing.T, root, file string, mayDiffer bool) {
	t.Helper()
	result := load.Documents(t.Context(), os.DirFS(root), []discover.File{{Path: file}}, load.Options{Kinds: []kind.Kind{compose.Kind()}})
	if len(result.Documents) == 0 {
		skip(t, mayDiffer, "not a project of its own")
	}
	doc := result.Documents[0]
	facts := doc.Facts.(*compose.Facts)
	if !allKnown(facts) {
		skip(t, mayDiffer, "a variable has no value: there the two differ on purpose")
	}
	want, err := oracle(filepath.Join(root, filepath.FromSlash(path.Dir(file))), facts.Project.Deployment)
	if err != nil {
		skip(t, mayDiffer, err.Error())
	}
	got := doc.Root.Value().(map[string]any)
	dropUnresolved(want, got)
	dropContainers(want, got)
	for _, section := range []string{"services", "networks", "volumes"} {
		if diff := cmp.Diff(normal(want[section]), normal(got[section])); diff != "" {
			t.Errorf("%s (-compose-go +seclint)\n%s", section, diff)
		}
	}
}

func skip(t *testing.T, may bool, why string) {
	t.Helper()
	if !may {
		t.Fatal(why)
	}
	t.Skip(why)
}

// dropUnresolved leaves out the variables that compose-go passes through only when the project is started.
func dropUnresolved(want, got map[string]any) {
	services, _ := want["services"].(map[string]any)
	for name, s := range services {
		service, _ := s.(map[string]any)
		environment, _ := service["environment"].(map[string]any)
		for key, value := range environment {
			if value == nil {
				delete(environment, key)
				delete(got["services"].(map[string]any)[name].(map[string]any)["environment"].(map[string]any), key)
			}
		}
	}
}

// dropContainers leaves out the containers of other services that Compose knows by a name that the Engine looks up.
func dropContainers(want, got map[string]any) {
	services, _ := want["services"].(map[string]any)
	for name, s := range services {
		service, _ := s.(map[string]any)
		if mode, _ := service["network_mode"].(string); strings.HasPrefix(mode, "container:") {
			delete(service, "network_mode")
			delete(got["services"].(map[string]any)[name].(map[string]any), "network_mode")
		}
	}
}

// allKnown reports whether every variable has a value or a default.
func allKnown(facts *compose.Facts) bool {
	for _, at := range facts.Interpolated {
		for _, v := range at.Variables {
			if !v.Set && (v.Operator == "" || strings.HasSuffix(v.Operator, "?")) {
				return false
			}
		}
	}
	return true
}

func oracle(dir string, files []string) (map[string]any, error) {
	env, err := dotenv.GetEnvFromFile(map[string]string{}, existing(filepath.Join(dir, ".env")))
	if err != nil {
		return nil, err
	}
	details := types.ConfigDetails{WorkingDir: dir, Environment: env}
	for _, f := range files {
		details.ConfigFiles = append(details.ConfigFiles, types.ConfigFile{Filename: filepath.Join(dir, path.Base(f))})
	}
	return loader.LoadModelWithContext(context.Background(), details, func(o *loader.Options) {
		o.SetProjectName(loader.NormalizeProjectName(filepath.Base(dir)), true)
		o.SkipNormalization, o.SkipDefaultValues, o.ResolvePaths = true, true, false
	})
}

func existing(file string) []string {
	if _, err := os.Stat(file); err != nil {
		return nil
	}
	return []string{file}
}

// normal brings both models into one shape: what seclint makes canonical beyond compose-go, and what it leaves out.
func normal(v any) any {
	services, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	out := map[string]any{}
	for name, s := range services {
		service, _ := s.(map[string]any)
		attributes := map[string]any{}
		for key, value := range service {
			if !strings.HasPrefix(key, "x-") && compared[key] {
				attributes[key] = shape(key, value)
			}
		}
		out[name] = attributes
	}
	return out
}

// compared are the attributes whose canonical form both have.
var compared = func() map[string]bool {
	m := map[string]bool{}
	for key := range strings.FieldsSeq(`image privileged read_only cap_add cap_drop security_opt ports environment labels
		network_mode pid ipc user restart networks depends_on devices configs profiles extends runtime internal driver driver_opts`) {
		m[key] = true
	}
	return m
}()

func shape(key string, value any) any {
	switch v := value.(type) {
	case []any:
		switch key {
		case "environment", "labels", "driver_opts":
			m := map[string]any{}
			for _, item := range v {
				k, val, found := strings.Cut(item.(string), "=")
				if m[k] = nil; found {
					m[k] = val
				}
			}
			return m
		}
		list := make([]any, len(v))
		for i := range v {
			list[i] = shape("", v[i])
		}
		return list
	case map[string]any:
		m := maps.Clone(v)
		for k := range m {
			m[k] = shape("", m[k])
			if m[k] == "" && !slices.Contains([]string{"environment", "labels"}, key) {
				delete(m, k)
			}
		}
		return m
	}
	return text(value)
}

// text compares scalars by how they are written: one side keeps numbers and booleans where the other keeps text.
func text(v any) any {
	if v == nil {
		return nil
	}
	return strings.TrimSpace(fmt.Sprint(v))
}
