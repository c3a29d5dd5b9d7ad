# METADATA
# description: |
#   What a finding says beyond its path and message, for the rules of every family. Rules import the functions by
#   themselves, because a finding is called finding where it is made.
package lib.finding

# in_situation returns a finding with the first of the situations that apply, as the METADATA of its rule declares them;
# without any it stays as it is.
in_situation(finding, []) := finding

in_situation(finding, situations) := object.union(finding, {"situation": situations[0]}) if count(situations) > 0

# part_of returns a finding that is counted by the first of the composite rules; without any it counts for itself.
part_of(finding, []) := finding

part_of(finding, rules) := object.union(finding, {"part_of": rules[0]}) if count(rules) > 0

# with_fix returns a finding with the first of the fixes; without any it stays as it is.
with_fix(finding, []) := finding

with_fix(finding, fixes) := object.union(finding, {"fix": fixes[0]}) if count(fixes) > 0
