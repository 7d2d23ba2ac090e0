/* Words of a command line: the first byte chooses a command of the back office,
 * then come its options and operands, parted by 0xFF. */
#include "tests/fuzz/fuzz_command.h"

#define WORDS_MAX 40

/* Those that make no files: paths are not for chance to choose. */
static const char *const nouns[] = {"user", "producer", "agreement", "item",
	"stock", "settle", "settlement", "payout", "trace", "shift", "ledger",
	NULL};

static const struct command *chosen[200];
static size_t chosen_count;

static bool has_path(const struct command *command)
{
	for (const struct option_spec *o = command->options; o && o->name; o++)
		if (o->kind == OPTION_PATH)
			return true;
	return false;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fuzz_open_mart();
	for (size_t t = 0; command_tables[t]; t++) {
		for (const struct command *c = command_tables[t]; c->path; c++)
			for (size_t n = 0; nouns[n]; n++)
				if (strncmp(c->path, nouns[n],
					    strcspn(c->path, " ")) == 0 &&
					!has_path(c))
					chosen[chosen_count++] = c;
	}
	FUZZ_CHECK(chosen_count > 10 && chosen_count < 200);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static char words[WORDS_MAX][300];
	struct fuzz_input input = {bytes, size};
	const struct command *command =
		chosen[fuzz_byte(&input) % chosen_count];
	char path[64];
	char *argv[WORDS_MAX + 8] = {(char *)(uintptr_t) "backoffice"};
	int argc = 1;

	snprintf(path, sizeof(path), "%s", command->path);
	for (char *word = path; word;) {
		char *end = strchr(word, ' ');

		if (end)
			*end++ = '\0';
		argv[argc++] = word;
		word = end;
	}
	for (int i = 0; i < WORDS_MAX && input.left > 0; i++) {
		fuzz_word(&input, words[i], sizeof(words[i]));
		argv[argc++] = words[i];
	}
	fuzz_run(argc, argv);
	return 0;
}
