#!/usr/bin/env bash
# Makes the snapshot of HEAD in two clones in different folders, the second without what Go has in its cache, and compares what came out, file
# by file.
set -euo pipefail
root=$(git rev-parse --show-toplevel)
commit=$(git rev-parse HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for each in one another/folder; do
	git clone --quiet "$root" "$work/$each"
	git -C "$work/$each" checkout --quiet --detach "$commit"
	make -C "$work/$each" release-snapshot
	export GOCACHE="$work/cache"
	# How long each step took and where, which nobody downloads.
	(cd "$work/$each/dist" && find . -type f ! -name artifacts.json ! -name metadata.json ! -name config.yaml | sort | xargs sha256sum) > "$work/$(basename "$each").sums"
done
cat "$work/one.sums"
diff "$work/one.sums" "$work/folder.sums"
echo "$(wc -l < "$work/one.sums") files are equal"
