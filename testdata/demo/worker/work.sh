#!/bin/sh
# Turns every upload into an mp4, oldest first.
set -eu
cd /media
for upload in *.upload; do
	[ -e "$upload" ] || continue
	ffmpeg -nostdin -i "$upload" "${upload%.upload}.mp4" && rm -- "$upload"
done
