// How a text becomes a flat array of nodes, in preorder: with cgo and in what internal/tools/translate makes, so that both do the same.
// One of tree_sitter.h and tree_sitter/api.h is included before.
#pragma once
#include <stdlib.h>

// node is a node as the Go side reads it: 16 bytes.
struct node {
  uint32_t start, end, next;
  uint16_t kind;
  uint8_t field, flags;
};

enum { MISSING = 1, CUT = 2 };

// work counts the bytes of memory that the parser asks for, given back or not, and the bytes that it reads, again or not. Error recovery
// takes a time that grows with the square of a text that is no program; it copies what it has found so far, or reads the rest, for each word.
// A count, and no clock: the same text is given up on every machine.
#ifdef __wasm__ // which has one thread
#define PER_THREAD
#else
#define PER_THREAD _Thread_local
#endif
static PER_THREAD uint32_t work, work_limit;

static void count(size_t more) { work = more > UINT32_MAX - work ? UINT32_MAX : work + (uint32_t)more; }

static void *present(void *memory) {
  if (!memory) __builtin_trap();
  return memory;
}

static void *counted_malloc(size_t size) { return count(size), present(malloc(size ? size : 1)); }
static void *counted_calloc(size_t number, size_t size) { return count(number * size), present(calloc(number ? number : 1, size ? size : 1)); }
static void *counted_realloc(void *memory, size_t size) { return count(size), present(realloc(memory, size ? size : 1)); }

// count_work has the parser count its work from now on. It is called once, before anything else.
static void count_work(void) { ts_set_allocator(counted_malloc, counted_calloc, counted_realloc, free); }

static bool is_too_much(TSParseState *state) {
  (void)state;
  return work > work_limit;
}

struct text {
  const char *bytes;
  uint32_t size;
};

// The parser reads a text in parts of this many bytes, each of which is counted.
enum { PART = 256 };

static const char *read_part(void *payload, uint32_t at, TSPoint position, uint32_t *size) {
  (void)position;
  struct text *text = payload;
  uint32_t left = at < text->size ? text->size - at : 0;
  *size = left < PART ? left : PART;
  count(*size);
  return left ? text->bytes + at : "";
}

// nodes is an array of nodes with room for more.
struct nodes {
  struct node *at;
  uint32_t count, room;
};

static uint32_t add(struct nodes *out, TSTreeCursor *cursor) {
  if (out->count == out->room) {
    out->room = out->room ? 2 * out->room : 4096;
    out->at = present(realloc(out->at, out->room * sizeof *out->at));
  }
  TSNode n = ts_tree_cursor_current_node(cursor);
  out->at[out->count] = (struct node){
    .start = ts_node_start_byte(n),
    .end = ts_node_end_byte(n),
    .kind = ts_node_symbol(n),
    .field = ts_tree_cursor_current_field_id(cursor),
    .flags = ts_node_is_missing(n) ? MISSING : 0,
  };
  return out->count++;
}

// flatten adds the nodes below the cursor: at most max_nodes, and none deeper than max_depth.
static void flatten(struct nodes *out, TSTreeCursor *cursor, uint32_t max_depth, uint32_t max_nodes) {
  if (!ts_tree_cursor_goto_first_child(cursor)) return;
  uint32_t *open = present(malloc(max_depth * sizeof *open)), depth = 0;
  for (;;) {
    uint32_t at = add(out, cursor);
    bool full = depth == max_depth || out->count >= max_nodes;
    if (!full && ts_tree_cursor_goto_first_child(cursor)) {
      open[depth++] = at;
      continue;
    }
    if (full && ts_node_child_count(ts_tree_cursor_current_node(cursor))) out->at[at].flags |= CUT;
    out->at[at].next = out->count;
    while (!ts_tree_cursor_goto_next_sibling(cursor)) {
      if (!depth || !ts_tree_cursor_goto_parent(cursor)) {
        free(open);
        return;
      }
      out->at[open[--depth]].next = out->count;
    }
  }
}

// parse adds the nodes of a text, without its root. It returns the work. For a text that asks for more than max_work, that is more, and
// there are no nodes.
static uint32_t parse(
  struct nodes *out, const TSLanguage *language, const char *bytes, uint32_t size, uint32_t max_work, uint32_t max_depth,
  uint32_t max_nodes) {
  work = 0, work_limit = max_work, out->count = 0;
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, language)) __builtin_trap();
  struct text text = {bytes, size};
  TSTree *tree = ts_parser_parse_with_options(
    parser, NULL, (TSInput){&text, read_part, TSInputEncodingUTF8, NULL}, (TSParseOptions){NULL, is_too_much});
  uint32_t done = max_work + 1;
  if (tree) {
    done = work < max_work ? work : max_work;
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    flatten(out, &cursor, max_depth, max_nodes);
    ts_tree_cursor_delete(&cursor);
    ts_tree_delete(tree);
  }
  ts_parser_delete(parser);
  return done;
}
