// Included in front of every source of tree-sitter: what it prints is for people who write grammars, and would bring in a whole stdio.
#include <stdarg.h>
#include <stdio.h>
#undef stderr
#define stderr 0
#define fprintf(...) ((void)0)
#define printf(...) ((void)0)
#define snprintf(...) (0)
#define vsnprintf(...) (0)
#define fputs(...) (0)
#define fputc(...) (0)
#define fclose(...) (0)
