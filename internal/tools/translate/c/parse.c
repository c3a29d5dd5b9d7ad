// The entries of a translated grammar. GRAMMAR is the function of the grammar, such as tree_sitter_python.
#include <string.h>
#include <time.h>
#include <tree_sitter/api.h>

#include "parse.h"

#define EXPORT(name) __attribute__((export_name(name)))

const TSLanguage *GRAMMAR(void);

// No parse has a time limit, so that nobody has to be asked for the time.
int __wrap_clock_gettime(clockid_t clock, struct timespec *now) {
  memset(now, 0, sizeof *now);
  return 0;
}

static struct nodes out;

EXPORT("allocate") void *allocate(uint32_t size) { return malloc(size); }

// parse_text parses a text that allocate made room for, which it gives back. It returns the work.
EXPORT("parse") uint32_t parse_text(char *text, uint32_t size, uint32_t max_work, uint32_t max_depth, uint32_t max_nodes) {
  count_work();
  uint32_t done = parse(&out, GRAMMAR(), text, size, max_work, max_depth, max_nodes);
  free(text);
  return done;
}

EXPORT("count") uint32_t node_count(void) { return out.count; }
EXPORT("nodes") const struct node *nodes(void) { return out.at; }
EXPORT("kind_count") uint32_t kind_count(void) { return ts_language_symbol_count(GRAMMAR()); }
EXPORT("kind_name") const char *kind_name(uint32_t id) { return ts_language_symbol_name(GRAMMAR(), id); }
EXPORT("kind_is_named") uint32_t kind_is_named(uint32_t id) { return ts_language_symbol_type(GRAMMAR(), id) == TSSymbolTypeRegular; }
EXPORT("field_count") uint32_t field_count(void) { return ts_language_field_count(GRAMMAR()); }
EXPORT("field_name") const char *field_name(uint32_t id) { return ts_language_field_name_for_id(GRAMMAR(), id); }
