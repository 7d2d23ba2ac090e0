/* The one place where memory is asked for, and the one end when it is gone. */
#include "drivers/system/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static alloc_hook *exhausted_hook;

alloc_hook *alloc_on_exhausted(alloc_hook *hook)
{
	alloc_hook *before = exhausted_hook;

	exhausted_hook = hook;
	return before;
}

/*
 * Ends with _exit: atexit handlers may ask for memory or write what is only
 * half made. write() and no stdio, for the same reason.
 */
static _Noreturn void end_program(void)
{
	static const char message[] = "titipan: out of memory: "
				      "close other programs and start again\n";
	alloc_hook *hook = exhausted_hook;
	ssize_t ignored;

	exhausted_hook = NULL;
	if (hook != NULL)
		hook();
	ignored = write(STDERR_FILENO, message, sizeof(message) - 1);
	(void)ignored;
	_exit(ALLOC_EXIT_STATUS);
}

void *xmalloc(size_t size)
{
	void *memory = malloc(size > 0 ? size : 1);

	if (memory == NULL)
		end_program();
	return memory;
}

void *xcalloc(size_t count, size_t size)
{
	void *memory = count > 0 && size > 0 ? calloc(count, size)
					     : calloc(1, 1);

	if (memory == NULL)
		end_program();
	return memory;
}

void *xrealloc(void *old, size_t size)
{
	void *memory = realloc(old, size > 0 ? size : 1);

	if (memory == NULL)
		end_program();
	return memory;
}

void *xreallocarray(void *old, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size)
		end_program();
	return xrealloc(old, count * size);
}

char *xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *xstrndup(const char *text, size_t length)
{
	size_t taken = strnlen(text, length);
	char *copy = xmalloc(taken + 1);

	memcpy(copy, text, taken);
	copy[taken] = '\0';
	return copy;
}

char *xvasprintf(const char *format, va_list arguments)
{
	char *text = NULL;

	if (vasprintf(&text, format, arguments) < 0)
		end_program();
	return text;
}

char *xasprintf(const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = xvasprintf(format, arguments);
	va_end(arguments);
	return text;
}
