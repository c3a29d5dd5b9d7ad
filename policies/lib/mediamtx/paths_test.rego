package lib.mediamtx_test

import data.lib.mediamtx

# scoped gives an input with what pathDefaults writes, and one path.
scoped(defaults, path) := {"context": {"mediamtx": {
	"path_defaults": {"record": false, "source": "publisher"},
	"paths": [
		{"name": "", "defaults": true, "path": ["pathDefaults"], "written": defaults},
		{"name": "cam", "defaults": false, "path": ["paths", "cam"], "written": path},
	],
}}}

wrote(scope, name, value) := {name: {"value": value, "path": array.concat(scope, [name])}}

record(scopes) := found if {
	found := mediamtx.effective(scopes.context.mediamtx.paths[1], "record") with input as scopes
}

test_path_beats_path_defaults if {
	scopes := scoped(wrote(["pathDefaults"], "record", true), wrote(["paths", "cam"], "record", false))
	record(scopes) == {"value": false, "path": ["paths", "cam", "record"], "written": true}
}

test_path_defaults_beat_default if {
	scopes := scoped(wrote(["pathDefaults"], "record", true), {})
	record(scopes) == {"value": true, "path": ["pathDefaults", "record"], "written": true}
}

test_default_of_a_path if {
	scopes := scoped({}, {})
	record(scopes) == {"value": false, "path": ["paths", "cam", "record"], "written": false}
}

test_no_release_has_the_setting if {
	scopes := json.patch(scoped({}, {}), [{"op": "remove", "path": "/context/mediamtx/path_defaults/record"}])
	not record(scopes)
}

test_is_published if {
	every source, want in {"rtsp://x": false, "publisher": true, "record": true, null: true} {
		published(scoped({}, wrote(["paths", "cam"], "source", source))) == want
	}
	published(scoped({}, {}))
	published(scoped(wrote(["pathDefaults"], "source", "rtsp://x"), {})) == false
	published({"context": {"mediamtx": {"paths": [{"defaults": true}]}}})
}

published(scopes) if mediamtx.is_published with input as scopes

published(scopes) := false if not mediamtx.is_published with input as scopes
