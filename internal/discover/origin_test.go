package discover

import (
	"testing"
	"testing/fstest"
)

func TestOrigin(t *testing.T) {
	root := fstest.MapFS{}
	for name, text := range map[string]string{
		".gitattributes":         "*.lock -text\n# *.yaml linguist-generated\n/gen/** linguist-generated=true\nmade.yaml linguist-generated\n\"odd name\" linguist-generated\n",
		"gen/.gitattributes":     "kept.yaml -linguist-generated\n",
		"gen/sub/.gitattributes": "*.json text\n",
	} {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	want := map[string]Origin{
		"compose.yaml": Unsaid, "made.yaml": Generated, "deep/made.yaml": Generated, "gen/a.yaml": Generated,
		"gen/kept.yaml": Written, "gen/sub/b.json": Generated, "gen/sub/kept.yaml": Written,
	}
	for name := range want {
		root[name] = &fstest.MapFile{Data: []byte("a: 1\n")}
	}
	files, problems := Files(t.Context(), root, nil, Options{})
	if len(problems) > 0 {
		t.Errorf("problems: %v", problems)
	}
	if len(files) != len(want) {
		t.Errorf("%d files, want %d", len(files), len(want))
	}
	for _, f := range files {
		if f.Origin != want[f.Path] {
			t.Errorf("%s has origin %d, want %d", f.Path, f.Origin, want[f.Path])
		}
	}
}
