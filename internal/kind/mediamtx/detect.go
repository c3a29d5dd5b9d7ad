package mediamtx

import (
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// unmistakable are keys that no other program has, as far as can be seen in public repositories.
var unmistakable = lazyregexp.New(`^(rtsp|rtsps|rtmp|rtmps|rtp|rtcp|hls|webrtc|srt|moq)[A-Z]\w+$|` +
	`^(pathDefaults|authInternalUsers|authHTTPAddress|authJWTJWKS|externalAuthenticationURL|runOnConnect|readBufferCount|playbackAddress)$`)

// switches turn a server on; other programs have mappings under these names.
var switches = []string{"rtsp", "rtmp", "hls", "webrtc", "srt", "moq", "api", "metrics", "pprof", "playback"}

// detect reports whether a tree is MediaMTX configuration, or a manifest with one as a text.
func detect(root *source.Node, named bool) bool {
	if isConfiguration(root, named) {
		return true
	}
	insets, problems := insetsIn(root)
	return len(insets)+len(problems) > 0
}

// isConfiguration reports whether a tree is MediaMTX configuration. Under a telling name any key that MediaMTX reads is enough.
func isConfiguration(root *source.Node, named bool) bool {
	if root == nil || root.Kind != source.Mapping || foreign(root) {
		return false
	}
	read, telling := 0, 0
	for _, e := range root.Entries {
		k := words()[topLevel].word(e.Key)
		if k == nil {
			continue
		}
		read++
		if unmistakable.MatchString(k.name) && e.Value.Kind != source.Mapping || k.name == "pathDefaults" {
			telling++
		}
	}
	if named {
		return read > 0
	}
	for _, server := range []string{"api", "metrics", "pprof"} { // a switch with its address says as much
		if isSwitch(root.Get(server)) && strings.Contains(root.Get(server+"Address").Str(), ":") {
			telling += 2
		}
	}
	if paths := root.Get("paths"); telling == 1 && paths != nil && !slashed(paths) {
		telling++
	}
	return telling >= 2 && 3*read >= len(root.Entries)
}

// foreign reports whether the tree says of itself that it is something else: a manifest, a Compose project, an API
// description, or a server that means other things by the same names.
func foreign(root *source.Node) bool {
	for _, key := range []string{"apiVersion", "kind", "openapi", "swagger", "services", "streams", "cameras", "$schema"} {
		if root.Get(key) != nil {
			return true
		}
	}
	for _, key := range switches {
		if n := root.Get(key); n != nil && (n.Kind == source.Mapping || n.Kind == source.Sequence) {
			return true
		}
	}
	return false
}

func isSwitch(n *source.Node) bool {
	return n != nil && (n.Kind == source.Bool || n.Kind == source.String && (source.IsTemplate(n.Str()) || truth(n) != nil))
}

// slashed reports whether paths begin with a slash: MediaMTX has none of those, API descriptions have no others.
func slashed(paths *source.Node) bool {
	for _, e := range paths.Entries {
		if strings.HasPrefix(e.Key, "/") {
			return true
		}
	}
	return false
}
