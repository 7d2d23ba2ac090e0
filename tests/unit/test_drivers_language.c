/* Which language and character set a program speaks, by its environment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

#include "drivers/terminal/language.h"

struct environment {
	const char *language;
	const char *lc_all;
	const char *lc_messages;
	const char *lang;
	const char *expected;
};

static void set(const char *name, const char *value)
{
	if (value != NULL)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

/* In a child, for a locale cannot be taken back. 0 when all is as expected. */
static int speak(const struct environment *wanted)
{
	wchar_t wide[8];

	set("LANGUAGE", wanted->language);
	set("LC_ALL", wanted->lc_all);
	set("LC_MESSAGES", wanted->lc_messages);
	set("LANG", wanted->lang);
	language_start();
	if (strcmp(language_name(), wanted->expected) != 0 ||
		strcmp(getenv("LANGUAGE"), wanted->expected) != 0)
		return 1;
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 ||
		mbstowcs(wide, "é", 8) != 1)
		return 2;
	if (strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0)
		return 3;
	if (strcmp(localeconv()->decimal_point, ".") != 0)
		return 4;
	return strcmp(language_translate(""), "") == 0 ? 0 : 5;
}

static void the_environment_is_obeyed(void **state)
{
	static const struct environment cases[] = {
		{NULL, NULL, NULL, NULL, "id"},
		{"", "", "", "", "id"},
		{NULL, "C", NULL, NULL, "id"},
		{NULL, "C.UTF-8", NULL, NULL, "id"},
		{NULL, NULL, NULL, "en_US.UTF-8", "en"},
		{NULL, NULL, "en_GB", "id_ID.UTF-8", "en"},
		{NULL, "id_ID.UTF-8", "en_GB", "en_GB", "id"},
		{NULL, "en", NULL, NULL, "en"},
		{"en:id", "id_ID.UTF-8", NULL, NULL, "en"},
		{"id:en", "en_US.UTF-8", NULL, "en_US.UTF-8", "id"},
		{"en", "C", NULL, NULL, "en"},
		{"de", NULL, NULL, "en_US.UTF-8", "id"},
		{NULL, "enm", NULL, NULL, "id"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		pid_t child = fork();
		int status = -1;

		if (child == 0)
			_exit(speak(&cases[i]));
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_environment_is_obeyed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
