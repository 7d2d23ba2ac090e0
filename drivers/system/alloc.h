/*
 * Memory that never fails to the caller. When there is none left the program
 * ends with one message and status 3 (the world failed); the database is then
 * as it was before the call, because a document is one transaction.
 */
#ifndef TITIPAN_SYSTEM_ALLOC_H
#define TITIPAN_SYSTEM_ALLOC_H

#include <stdarg.h>
#include <stddef.h>

#define ALLOC_EXIT_STATUS 3

/*
 * Runs before the message is written, for instance to restore the terminal.
 * It must not allocate. Returns the hook that was set before; NULL unsets.
 */
typedef void alloc_hook(void);
alloc_hook *alloc_on_exhausted(alloc_hook *hook);

/* Never NULL, also for a size of 0. The caller frees with free(). */
void *xmalloc(size_t size) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t count, size_t size)
	__attribute__((malloc, returns_nonnull));
void *xrealloc(void *old, size_t size) __attribute__((returns_nonnull));

/* As xrealloc of count * size; a product that overflows is out of memory. */
void *xreallocarray(void *old, size_t count, size_t size)
	__attribute__((returns_nonnull));

char *xstrdup(const char *text) __attribute__((malloc, returns_nonnull));

/* At most length bytes of text, and a NUL. */
char *xstrndup(const char *text, size_t length)
	__attribute__((malloc, returns_nonnull));

/* printf into a new string. */
char *xasprintf(const char *format, ...)
	__attribute__((format(printf, 1, 2), returns_nonnull));
char *xvasprintf(const char *format, va_list arguments)
	__attribute__((format(printf, 1, 0), returns_nonnull));

#endif
