package mediamtx

import "github.com/seclint/seclint/internal/source"

// Facts is what is known of a configuration of MediaMTX beside its tree. It implements kind.Program.
type Facts struct {
	MediaMTX Configuration `json:"mediamtx"`
}

// Configuration is what a file comes to by itself, whatever the environment of the program adds. data.lib.mediamtx joins the two.
type Configuration struct {
	Versions Versions `json:"versions"`
	// Settings are what the top level writes, by the newest names of the keys.
	Settings map[string]Setting `json:"settings"`
	// Defaults are the values of the settings of the top level that are not written, by name: those of the newest release
	// that reads the file. Only settings that a rule looks at are among them.
	Defaults map[string]any `json:"defaults"`
	// Since maps a name to the release that brought its default. A name without an entry had it in all releases.
	Since map[string]Version `json:"since"`
	// Earlier maps a name to its defaults before that, from the oldest release to the newest.
	Earlier map[string][]Default `json:"earlier"`
	// Users are those whom internal authentication lets in.
	Users []User `json:"users"`
	// Paths are pathDefaults and then the paths, in the order of the file.
	Paths []Path `json:"paths"`
	// PathDefaults are the values of the settings of paths that neither a path nor pathDefaults writes, by name.
	PathDefaults map[string]any `json:"path_defaults"`
	// Unknown are the keys that no release reads.
	Unknown []UnknownKey `json:"unknown"`
	// Outdated are the keys that have another name by now.
	Outdated []OutdatedKey `json:"outdated"`
	// Refused are the values that MediaMTX does not decode, so that it does not start.
	Refused []RefusedValue `json:"refused"`
	// Conflict is empty, or one pair of keys that no release has together.
	Conflict []Conflict `json:"conflict"`
}

// Version is a release as one number that can be compared: v1.15.4 is 1015004. 0 is no release.
type Version int

// Versions are the releases that read every key of a file: from Min up to, not including, Until, where 0 is open.
type Versions struct {
	// Min is the first of them.
	Min Version `json:"min"`
	// Until is the first release after them, 0 for none.
	Until Version `json:"until"`
}

// Setting is what a key of the file comes to.
type Setting struct {
	// Value is a text, a boolean, a list of texts or a number of seconds. It is null when the text of the file does not say:
	// for a placeholder, or for what MediaMTX does not take.
	Value any `json:"value"`
	// Raw is the text as written, where Value is null or a number of seconds; absent otherwise.
	Raw *string `json:"raw,omitempty"`
	// Path is where the setting is written, under the key that the file has.
	Path source.Path `json:"path"`
}

// Default is a value that a setting has when it is not written, with the first release that gives it.
type Default struct {
	// Since is the first release that gives the value.
	Since Version `json:"since"`
	// Value is the value of the setting.
	Value any `json:"value"`
}

// User is an entry of authInternalUsers, or what MediaMTX makes of other settings in its place.
type User struct {
	// Path is where the user is written, or where the list would be.
	Path source.Path `json:"path"`
	// Origin says where the user comes from: written, default (authInternalUsers is absent) or legacy (publishUser and the
	// like, which paths had before v1.6.0).
	Origin string `json:"origin"`
	// User is the name; any needs no password. It is null for a placeholder.
	User *string `json:"user"`
	// IPs are the addresses and networks that the user may come from; without one it is every address.
	IPs         []string     `json:"ips"`
	Permissions []Permission `json:"permissions"`
	// Password says how the password is written: none, plain, sha256, argon2, or unknown for a placeholder.
	Password string `json:"password"`
}

// Permission is something that a user may do.
type Permission struct {
	// Action is publish, read, playback, api, metrics or pprof, as written.
	Action string `json:"action"`
	// Path is the path that the permission is for, or an expression behind a tilde; "" is every path.
	Path string `json:"path"`
}

// Path is pathDefaults or an entry of paths.
type Path struct {
	// Name is "" for pathDefaults.
	Name string `json:"name"`
	// Path is where it is written, or would be.
	Path source.Path `json:"path"`
	// Regexp says that its settings are those of every stream whose name matches an expression.
	Regexp bool `json:"regexp"`
	// Defaults says that it is pathDefaults.
	Defaults bool `json:"defaults"`
	// Written are the settings that it writes, by the newest names of the keys.
	Written map[string]Setting `json:"written"`
}

// UnknownKey is a key that no release reads.
type UnknownKey struct {
	Path source.Path `json:"path"`
	// Resembles is the key that it may be meant for, "" when there is none.
	Resembles string `json:"resembles"`
}

// OutdatedKey is a key that has another name by now.
type OutdatedKey struct {
	Path source.Path `json:"path"`
	// Successor is the new name, "" when nothing replaced the key.
	Successor string `json:"successor"`
	// Superseded is the release that brought the new name.
	Superseded Version `json:"superseded"`
	// Inverted is true when the new name means the opposite.
	Inverted bool `json:"inverted,omitempty"`
	// Removed is true when later releases do not read the key.
	Removed bool `json:"removed,omitempty"`
}

// RefusedValue is a value that MediaMTX does not decode.
type RefusedValue struct {
	Path source.Path `json:"path"`
	// Want says what MediaMTX takes in its place, such as "a list".
	Want string `json:"want"`
}

// Conflict is a pair of keys that no release has together.
type Conflict struct {
	// Path is where the older key is written.
	Path source.Path `json:"path"`
	// Key is the older key.
	Key string `json:"key"`
	// Until is the first release that does not read it.
	Until Version `json:"until"`
	// With is where the newer key is written.
	With source.Path `json:"with"`
	// Newer is the newer key.
	Newer string `json:"newer"`
	// Since is the first release that reads it.
	Since Version `json:"since"`
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// ImageNames implements kind.Program.
func (*Facts) ImageNames() []string { return []string{"mediamtx", "rtsp-simple-server"} }
