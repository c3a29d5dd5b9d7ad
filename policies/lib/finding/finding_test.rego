package lib.finding_test

import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.finding.with_fix

test_without_a_situation if in_situation({"path": [], "message": "m"}, []) == {"path": [], "message": "m"}

test_first_situation if {
	in_situation({"path": []}, ["one"]) == {"path": [], "situation": "one"}
	in_situation({"path": []}, ["two", "one"]) == {"path": [], "situation": "two"}
}

test_counts_for_itself if part_of({"path": []}, []) == {"path": []}

test_part_of_the_first_composite if {
	part_of({"path": []}, ["a/one", "a/two"]) == {"path": [], "part_of": "a/one"}
}

test_both if {
	part_of(in_situation({"path": []}, ["one"]), ["a/b"]) == {"path": [], "situation": "one", "part_of": "a/b"}
}

test_without_a_fix if with_fix({"path": []}, []) == {"path": []}

test_first_fix if with_fix({"path": []}, [{"name": "a"}, {"name": "b"}]) == {"path": [], "fix": {"name": "a"}}
