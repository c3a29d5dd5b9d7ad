# METADATA
# title: Data that runs code when it is read
# description: |
#   Pickles, and YAML read with a full loader, name functions that are called while they are read. Whoever can change
#   the data, in a queue, a cache, an upload or a downloaded model, runs code as the service.
#
#   Reported are pickle and its relatives, `yaml.load` with a loader that makes any object, `torch.load` with
#   `weights_only=False` and `numpy.load` with `allow_pickle=True`. `yaml.safe_load`, `SafeLoader`, `FullLoader` of
#   PyYAML 5.4 and newer, and the defaults of PyTorch since 2.6 and of NumPy are not reported.
# related_resources:
# - https://docs.python.org/3/library/pickle.html
# - https://docs.pytorch.org/docs/stable/generated/torch.load.html
# scope: package
# custom:
#   severity: high
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     request:
#       severity: critical
#       because: the data comes from a request
#     file:
#       severity: low
#       because: the data is a file on the machine, which somebody must be able to write
#     module:
#       severity: note
#       because: it is how the compiled code of a module is loaded
#   remediation: |
#     Read JSON, or YAML with `yaml.safe_load`, and models in a format without code such as safetensors.
#
#     Where it has to be a pickle sign it, and check the signature before it is read.
#   cwe: [502]
#   aliases:
#     - ruff:S301
#     - ruff:S302
#     - ruff:S506
#     - ruff:S614
#     - bandit:B301
#     - bandit:B302
#     - bandit:B506
#     - bandit:B614
package app["unsafe-deserialization"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some [call, place] in loads
	finding := in_situation(
		{"path": code.path(call, place), "message": sprintf("%q runs what the data that it reads names", [subject(call)])},
		array.concat(code.situations(call), origin(call)),
	)
}

subject(call) := regex.replace(call.callee, `^.*\.(\w+\.\w+)$`, "$1")

loads contains [call, "data"] if {
	some call in code.calls("unsafe-load")
	not is_signed(call)
	not is_copy(call)
}

loads contains [call, "loader"] if {
	some call in code.calls("yaml-load")
	makes_objects(call)
}

loads contains [call, "restricted"] if {
	some call in code.calls("model-load")
	code.literal(call, "restricted") == false
}

loads contains [call, "pickle"] if {
	some call in code.calls("array-load")
	code.literal(call, "pickle") == true
}

# is_signed holds for a function that compares the signature of the data before it loads them.
is_signed(call) if {
	some check in code.calls("safe-compare")
	code.same_function(check, call)
}

# is_copy holds for data that the same line made of what the program has: the way to copy an object.
is_copy(call) if {
	made := call.arguments.data
	made.kind == "call"
	regex.match(`(^|\.)dumps$`, made.name)
}

makes_objects(call) if {
	not call.arguments.loader
	not call.open
}

makes_objects(call) if regex.match(`(^|\.)(Unsafe|C|CUnsafe)?Loader$`, call.arguments.loader.name)

origin(call) := ["request"] if {
	some name in {"data", "path"}
	code.is_from_request(call, code.argument(call, name))
} else := ["file"] if {
	is_file(call)
} else := ["module"] if {
	startswith(call.callee, "marshal.")
	regex.match(`(?i)(^|[._])(unmarshal|load|get|read)_?\w*(code|module|bytecode|pyc)`, call.function)
} else := []

is_file(call) if call.arguments.path

is_file(call) if {
	some name in code.names(call.arguments.data)
	regex.match(`^(open|io\.open|gzip\.open|bz2\.open|lzma\.open|pathlib\.Path.*)$|\.(open|read_bytes|read_text)$`, name)
}
