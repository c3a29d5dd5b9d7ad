// Package mediamtx recognises the configuration of MediaMTX and of rtsp-simple-server, its former name, and works out what
// it sets: old names under their new ones, defaults for what is absent with the versions in which they hold, the users, the
// paths, the listeners. It decides nothing about security.
package mediamtx

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "mediamtx"

// hints are keys of which a configuration has one, and those of a ConfigMap with a file of the name that MediaMTX looks for.
var hints = []string{
	"rtspAddress", "rtmpAddress", "hlsAddress", "webrtcAddress", "srtAddress", "apiAddress", "metricsAddress",
	"playbackAddress", "rtspPort", "rtmpPort", "pathDefaults", "authInternalUsers", "authHTTPAddress",
	"externalAuthenticationURL", "rtspTransports", "rtspEncryption", "rtspDisable", "rtmpDisable", "hlsDisable",
	"webrtcDisable", "hlsVariant", "webrtcAdditionalHosts", "runOnConnect", "runOnReady", "runOnAvailable",
	"runOnDemand", "runOnInit", "runOnPublish", "sourceOnDemand", "publishUser", "readUser", "recordDeleteAfter",
	"mediamtx.yml: ", `mediamtx.yml": `,
}

// Kind returns the kind of MediaMTX configuration.
func Kind() kind.Kind {
	return kind.Kind{
		Name:   Name,
		Hints:  hints,
		Named:  named,
		Detect: detect,
		Expand: expand,
		Facts:  (*Facts)(nil),
	}
}

// telling matches the two names that MediaMTX itself looks for, with a remark such as .dev in between. Longer names, such as
// mediamtx-deployment.yaml, are often manifests that deploy it: content tells.
var telling = lazyregexp.New(`^(mediamtx|rtsp-simple-server)(\.[\w-]+)?$`)

func named(base string) bool {
	stem, format := source.CutFormat(base)
	return (format == source.YAML || format == source.JSON) && telling.MatchString(stem)
}
