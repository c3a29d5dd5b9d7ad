// The one entry of a translated grammar: it parses a text and writes the tree into a flat array in preorder.
//
// GRAMMAR is the function of the grammar, such as tree_sitter_python.
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tree_sitter/api.h>

#include "lexer.h"
#include "subtree.h"

#define EXPORT(name) __attribute__((export_name(name)))

const TSLanguage *GRAMMAR(void);

// work counts the nodes that the parser makes with the children that it looks at for them, and the characters that it reads. Error
// recovery takes a time that grows with the square of a text that is no program: more work than the limit is a trap, behind which the
// instance is of no use.
static uint32_t work, work_limit;

static void count(uint32_t more) {
  work += more;
  if (work > work_limit) __builtin_trap();
}

// The linker sends the calls of the parser to the __wrap_ functions (wasm-ld --wrap).
Subtree __real_ts_subtree_new_leaf(
  SubtreePool *, TSSymbol, Length, Length, uint32_t, TSStateId, bool, bool, bool, const TSLanguage *);

Subtree __wrap_ts_subtree_new_leaf(
  SubtreePool *pool, TSSymbol symbol, Length padding, Length size, uint32_t lookahead, TSStateId state, bool external, bool column,
  bool keyword, const TSLanguage *language) {
  count(1);
  return __real_ts_subtree_new_leaf(pool, symbol, padding, size, lookahead, state, external, column, keyword, language);
}

MutableSubtree __real_ts_subtree_new_node(TSSymbol, SubtreeArray *, unsigned, const TSLanguage *);

MutableSubtree __wrap_ts_subtree_new_node(TSSymbol symbol, SubtreeArray *children, unsigned production, const TSLanguage *language) {
  count(1 + children->size);
  return __real_ts_subtree_new_node(symbol, children, production, language);
}

void __real_ts_subtree_compress(MutableSubtree, unsigned, const TSLanguage *, MutableSubtreeArray *);

void __wrap_ts_subtree_compress(MutableSubtree self, unsigned levels, const TSLanguage *language, MutableSubtreeArray *stack) {
  count(levels);
  __real_ts_subtree_compress(self, levels, language, stack);
}

static void (*advance)(TSLexer *, bool);

static void counted_advance(TSLexer *lexer, bool skip) {
  count(1);
  advance(lexer, skip);
}

void __real_ts_lexer_init(Lexer *);

void __wrap_ts_lexer_init(Lexer *lexer) {
  __real_ts_lexer_init(lexer);
  advance = lexer->data.advance;
  lexer->data.advance = counted_advance;
}

// No parse has a time limit, so that nobody has to be asked for the time.
int __wrap_clock_gettime(clockid_t clock, struct timespec *now) {
  memset(now, 0, sizeof *now);
  return 0;
}

// node is a node as the Go side reads it: 16 bytes, little endian.
struct node {
  uint32_t start, end, next;
  uint16_t kind;
  uint8_t field, flags;
};

enum { MISSING = 1, CUT = 2 };

static struct {
  struct node *nodes;
  uint32_t count, room;
} out;

static uint32_t add(TSTreeCursor *cursor) {
  if (out.count == out.room) {
    out.room = out.room ? 2 * out.room : 4096;
    out.nodes = realloc(out.nodes, out.room * sizeof *out.nodes);
    if (!out.nodes) __builtin_trap();
  }
  TSNode n = ts_tree_cursor_current_node(cursor);
  out.nodes[out.count] = (struct node){
    .start = ts_node_start_byte(n),
    .end = ts_node_end_byte(n),
    .kind = ts_node_symbol(n),
    .field = ts_tree_cursor_current_field_id(cursor),
    .flags = ts_node_is_missing(n) ? MISSING : 0,
  };
  return out.count++;
}

// flatten adds the nodes below the cursor: at most max_nodes, and none deeper than max_depth.
static void flatten(TSTreeCursor *cursor, uint32_t max_depth, uint32_t max_nodes) {
  uint32_t *open = malloc(max_depth * sizeof *open), depth = 0;
  if (!open) __builtin_trap();
  if (!ts_tree_cursor_goto_first_child(cursor)) return;
  for (;;) {
    uint32_t at = add(cursor);
    bool full = depth == max_depth || out.count >= max_nodes;
    if (!full && ts_tree_cursor_goto_first_child(cursor)) {
      open[depth++] = at;
      continue;
    }
    if (full && ts_node_child_count(ts_tree_cursor_current_node(cursor))) out.nodes[at].flags |= CUT;
    out.nodes[at].next = out.count;
    while (!ts_tree_cursor_goto_next_sibling(cursor)) {
      if (!depth || !ts_tree_cursor_goto_parent(cursor)) {
        free(open);
        return;
      }
      out.nodes[open[--depth]].next = out.count;
    }
  }
}

EXPORT("allocate") void *allocate(uint32_t size) { return malloc(size); }

// parse parses a text that allocate made room for, which it gives back. It returns the number of nodes; 0 is a text without any.
EXPORT("parse") uint32_t parse(char *text, uint32_t size, uint32_t max_work, uint32_t max_depth, uint32_t max_nodes) {
  work = 0, work_limit = max_work, out.count = 0;
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, GRAMMAR())) __builtin_trap();
  TSTree *tree = ts_parser_parse_string(parser, NULL, text, size);
  if (!tree) __builtin_trap();
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  flatten(&cursor, max_depth, max_nodes);
  ts_tree_cursor_delete(&cursor);
  ts_tree_delete(tree);
  ts_parser_delete(parser);
  free(text);
  return out.count;
}

EXPORT("nodes") const struct node *nodes(void) { return out.nodes; }
EXPORT("kind_count") uint32_t kind_count(void) { return ts_language_symbol_count(GRAMMAR()); }
EXPORT("kind_name") const char *kind_name(uint32_t id) { return ts_language_symbol_name(GRAMMAR(), id); }
EXPORT("kind_is_named") uint32_t kind_is_named(uint32_t id) { return ts_language_symbol_type(GRAMMAR(), id) == TSSymbolTypeRegular; }
EXPORT("field_count") uint32_t field_count(void) { return ts_language_field_count(GRAMMAR()); }
EXPORT("field_name") const char *field_name(uint32_t id) { return ts_language_field_name_for_id(GRAMMAR(), id); }
