# METADATA
# description: |
#   Reads the command lines of services: the words of entrypoint and command joined by spaces, so that a pattern finds
#   an option with its value in string and list form alike, also inside `sh -c "..."`. An empty word is written as two
#   single quotes. What the image itself starts is not known here.
package lib.command

# lines gives for each service with an entrypoint or a command {text, words}; words are {path, text} in the order of the
# line, a path leads to the word in the document.
lines[name] := {"text": concat(" ", [word.text | some word in words]), "words": words} if {
	some name, service in input.document.services
	words := [{"path": ["services", name, place, index], "text": visible(word)} |
		some place in ["entrypoint", "command"]
		is_array(service[place])
		some index, word in service[place]
		is_string(word)
	]
	count(words) > 0
}

visible("") := "''"

visible(word) := word if word != ""

# text is the whole line of a service, "" for one that starts what its image says.
text(name) := object.get(lines, [name, "text"], "")

# matches holds for a service whose line has the pattern in it.
matches(name, pattern) if regex.match(pattern, lines[name].text)

# places returns the paths of the words at which the pattern begins: an array, empty without a match.
places(name, pattern) := [word_at(name, start) |
	some start in regex.find_n(pattern, lines[name].text, 1)
]

# word_at returns the path of the first word that has the first part of a match in it.
word_at(name, match) := [word.path |
	head := split(trim(match, ` '"`), " ")[0]
	some word in lines[name].words
	contains(word.text, head)
][0]
