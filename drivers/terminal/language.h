/*
 * The language of the texts that people read: Indonesian unless the
 * environment asks for English. Works without generated locales.
 */
#ifndef TITIPAN_TERMINAL_LANGUAGE_H
#define TITIPAN_TERMINAL_LANGUAGE_H

#include <libintl.h>
#include <stdbool.h>

#define _(msgid) gettext(msgid)

/* A count and its noun: ngettext with the msgids of one and of many. */
#define P_(one, many, count) ngettext(one, many, (unsigned long)(count))

/*
 * To be called first in main(), before any thread and any text. The language
 * is the first entry of LANGUAGE; else English if LC_ALL, LC_MESSAGES or LANG
 * (the first that is set) begins with `en`; else Indonesian. Catalogues are
 * looked for in `locale` beside the program, then in `../share/locale`;
 * without one the texts are English. Numbers, times and sorting stay in the
 * C locale.
 */
void language_start(void);

/* `id` or `en`, after language_start. */
const char *language_name(void);

/*
 * Speaks `id` or `en` from here on, for a paper whose language is not that of
 * the person who prints it; say language_name() again afterwards. False, and
 * nothing changes, if its catalogue is not there.
 */
bool language_use(const char *name);

/* gettext as a function, for tables that take one; "" stays "". */
const char *language_translate(const char *msgid);

#endif
