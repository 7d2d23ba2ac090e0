/*
 * Picks the language and makes gettext speak it without any generated locale:
 * LANGUAGE decides the catalogue, and C.UTF-8, which glibc always has, stands
 * in for a locale. The C library ignores LANGUAGE while the locale is "C".
 */
#include "drivers/terminal/language.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/system/alloc.h"

#define DOMAIN "titipan"
#define FALLBACK_LOCALE "C.UTF-8"

static const char *chosen = "id";

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

/* `en`, `en_GB`, `en_US.UTF-8`, `en:id`; not `enm`. */
static bool begins_with(const char *value, const char *language)
{
	size_t length = strlen(language);

	return strncmp(value, language, length) == 0 &&
		strchr("_.@:", value[length]) != NULL;
}

/* The first in a list such as `fr:en` that there is. */
static const char *first_known(const char *list)
{
	for (const char *at = list; at != NULL; at = strchr(at, ':')) {
		at += *at == ':';
		if (begins_with(at, "en"))
			return "en";
		if (begins_with(at, "id"))
			return "id";
	}
	return "id";
}

static const char *choose(void)
{
	static const char *const variables[] = {
		"LC_ALL", "LC_MESSAGES", "LANG"};
	const char *language = environment("LANGUAGE");

	if (language != NULL)
		return first_known(language);
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *value = environment(variables[i]);

		if (value != NULL)
			return begins_with(value, "en") ? "en" : "id";
	}
	return "id";
}

static void set_locale(void)
{
	const char *messages;

	setlocale(LC_ALL, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, FALLBACK_LOCALE);
	messages = setlocale(LC_MESSAGES, NULL);
	if (messages == NULL || strcmp(messages, "C") == 0 ||
		strcmp(messages, "POSIX") == 0)
		setlocale(LC_MESSAGES, FALLBACK_LOCALE);
	setlocale(LC_NUMERIC, "C");
	setlocale(LC_TIME, "C");
	setlocale(LC_COLLATE, "C");
	setlocale(LC_MONETARY, "C");
}

/* The folder of the running program; "." when the kernel will not say. */
static char *program_folder(void)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path));

	while (length > 0 && path[length - 1] != '/')
		length--;
	return length > 1 ? xstrndup(path, (size_t)length - 1) : xstrdup(".");
}

static bool bind_if_there(const char *folder, const char *under)
{
	char *locale = xasprintf("%s/%s", folder, under);
	char *catalogue =
		xasprintf("%s/%s/LC_MESSAGES/" DOMAIN ".mo", locale, chosen);
	bool there = access(catalogue, R_OK) == 0;

	if (there)
		bindtextdomain(DOMAIN, locale);
	free(catalogue);
	free(locale);
	return there;
}

static bool bind_catalogue(void)
{
	char *folder = program_folder();
	bool there = bind_if_there(folder, "locale") ||
		bind_if_there(folder, "../share/locale");

	free(folder);
	return there;
}

void language_start(void)
{
	chosen = choose();
	setenv("LANGUAGE", chosen, 1);
	set_locale();
	bind_catalogue();
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	textdomain(DOMAIN);
}

bool language_use(const char *name)
{
	const char *before = chosen;
	bool there;

	chosen = strcmp(name, "en") == 0 ? "en" : "id";
	there = bind_catalogue();
	if (!there)
		chosen = before;
	setenv("LANGUAGE", chosen, 1);
	/* Makes gettext forget the texts that it has found. */
	textdomain(DOMAIN);
	return there;
}

const char *language_name(void)
{
	return chosen;
}

const char *language_translate(const char *msgid)
{
	return *msgid != '\0' ? gettext(msgid) : msgid;
}
