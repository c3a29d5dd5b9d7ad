package lib.mediamtx

# paths are pathDefaults, named "", and the paths.
paths := model.paths

# path_at finds a path by its place in the document.
path_at[path.path] := path if some path in paths

# effective returns what a setting of a path comes to, {value, path, written}: what the path writes, what pathDefaults
# writes or the default.
effective(path, name) := object.union(path.written[name], {"written": true})

effective(path, name) := object.union(paths[0].written[name], {"written": true}) if not path.written[name]

effective(path, name) := {"value": value, "path": array.concat(path.path, [name]), "written": false} if {
	not path.written[name]
	not paths[0].written[name]
	value := model.path_defaults[name]
}

# is_published holds when clients may publish: when a path takes its stream from one, or no path is written.
is_published if {
	some path in paths
	not path.defaults
	takes_publishers(path)
}

is_published if count(paths) == 1

# takes_publishers holds for a path whose stream comes from a client, or may.
takes_publishers(path) if effective(path, "source").value in {"publisher", "record", null}
