/*
 * main() of a fuzz target without clang: gives it every file that is named,
 * and every file of a folder, and then changed copies of them.
 *
 *	fuzz_NAME [-runs=N] [-seed=N] PATH...
 *
 * -runs inputs are made of the corpus by chance, the same ones for a seed.
 * Prints how many inputs there were. The one that breaks the target is shown,
 * and kept in the file broken-input in $TMPDIR.
 */
#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

#define INPUTS_MAX 20000
#define INPUT_SIZE_MAX (1U << 20)
#define SHOWN_MAX 600

struct input {
	uint8_t *bytes;
	size_t size;
	char *name;
};

static struct input inputs[INPUTS_MAX];
static size_t input_count;
static struct input now;

/* Of the sanitizers, and of targets that have nothing to prepare. */
void __sanitizer_set_death_callback(void (*callback)(void))
	__attribute__((weak));
#pragma weak LLVMFuzzerInitialize

static void show_input(void)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];
	FILE *kept;

	snprintf(path, sizeof(path), "%s/broken-input",
		folder ? folder : "/tmp");
	kept = fopen(path, "wb");

	if (kept) {
		fwrite(now.bytes, 1, now.size, kept);
		fclose(kept);
	}
	fprintf(stderr, "\nthe input %s, %zu bytes: ", now.name, now.size);
	for (size_t i = 0; i < now.size && i < SHOWN_MAX; i++)
		fprintf(stderr,
			now.bytes[i] >= ' ' && now.bytes[i] < 0x7F &&
					now.bytes[i] != '\\'
				? "%c"
				: "\\x%02x",
			now.bytes[i]);
	fprintf(stderr, "\n");
}

static void on_signal(int number)
{
	signal(number, SIG_DFL);
	show_input();
	raise(number);
}

static void run(const struct input *input)
{
	/* a copy with nothing behind it */
	uint8_t *bytes = malloc(input->size + (input->size == 0));

	if (!bytes)
		abort();
	if (input->size > 0)
		memcpy(bytes, input->bytes, input->size);
	now = *input;
	now.bytes = bytes;
	LLVMFuzzerTestOneInput(bytes, input->size);
	free(bytes);
}

static void add_file(const char *path)
{
	struct input *input = &inputs[input_count];
	FILE *file = fopen(path, "rb");

	if (!file || input_count == INPUTS_MAX) {
		perror(path);
		exit(2);
	}
	input->bytes = malloc(INPUT_SIZE_MAX);
	input->name = strdup(path);
	if (!input->bytes || !input->name)
		abort();
	input->size = fread(input->bytes, 1, INPUT_SIZE_MAX, file);
	input->bytes = realloc(input->bytes, input->size + 1);
	fclose(file);
	input_count++;
}

static void add(const char *path)
{
	struct dirent **entries = NULL;
	struct stat status;
	char name[4096];
	int count;

	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
		add_file(path);
		return;
	}
	count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.')
			add_file(name);
		free(entries[i]);
	}
	free(entries);
}

/* xorshift64*: the same inputs for a seed on every machine. */
static uint64_t state;

static size_t below(size_t limit)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (size_t)((state * UINT64_C(2685821657736338717)) >> 33) % limit;
}

/* --- changed copies ----------------------------------------------------- */

/* Puts length bytes in the place of cut others. */
static void splice(struct input *input, size_t at, size_t cut,
	const uint8_t *bytes, size_t length)
{
	size_t size = input->size - cut + length;
	uint8_t *made = malloc(size + 1);

	if (!made)
		abort();
	memcpy(made, input->bytes, at);
	if (length > 0)
		memcpy(made + at, bytes, length);
	memcpy(made + at + length, input->bytes + at + cut,
		input->size - at - cut);
	free(input->bytes);
	input->bytes = made;
	input->size = size;
}

static void change(struct input *input)
{
	static const char *const pieces[] = {"\x1b", "\xff", "\x9b", "\n", "\"",
		"=", "-", "99999999999999999999", "%n", "\xe2\x80\xae", ",,",
		"\x80", "0", "1", "*", "\xed\xa0\x80"};
	size_t at = below(input->size + 1);
	size_t rest = input->size - at;
	size_t cut = rest > 0 ? below(rest < 16 ? rest + 1 : 16) : 0;
	const struct input *other = &inputs[below(input_count)];
	const char *piece = pieces[below(sizeof(pieces) / sizeof(*pieces))];
	uint8_t byte = (uint8_t)below(256);
	size_t from;

	switch (below(6)) {
	case 0:
		if (rest > 0)
			input->bytes[at] ^= (uint8_t)(1U << below(8));
		break;
	case 1:
		splice(input, at, rest > 0, &byte, 1);
		break;
	case 2:
		splice(input, at, cut, NULL, 0);
		break;
	case 3:
		splice(input, at, 0, (const uint8_t *)piece, strlen(piece));
		break;
	case 4:
		splice(input, at, 0, &byte, 1);
		break;
	default:
		if (other->size == 0)
			break;
		from = below(other->size);
		splice(input, at, cut, other->bytes + from,
			1 + below(other->size - from));
	}
}

static void run_changed(void)
{
	const struct input *seed = &inputs[below(input_count)];
	struct input input = {.size = seed->size, .name = seed->name};

	input.bytes = malloc(seed->size + 1);
	if (!input.bytes)
		abort();
	memcpy(input.bytes, seed->bytes, seed->size);
	for (size_t i = 1 + below(4); i > 0; i--)
		change(&input);
	if (input.size <= INPUT_SIZE_MAX)
		run(&input);
	free(input.bytes);
}

int main(int argc, char **argv)
{
	unsigned long runs = 0;
	FILE *answer =
		fdopen(dup(STDOUT_FILENO), "w"); /* a target may take it */

	state = 1;
	for (int i = 1; i < argc; i++) {
		if (strncmp(argv[i], "-runs=", 6) == 0)
			runs = strtoul(argv[i] + 6, NULL, 10);
		else if (strncmp(argv[i], "-seed=", 6) == 0)
			state = strtoul(argv[i] + 6, NULL, 10) * 2 + 1;
		else
			add(argv[i]);
	}
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(show_input);
	else
		signal(SIGSEGV, on_signal);
	signal(SIGABRT, on_signal);
	if (LLVMFuzzerInitialize)
		LLVMFuzzerInitialize(&argc, &argv);
	for (size_t i = 0; i < input_count; i++)
		run(&inputs[i]);
	for (unsigned long i = 0; i < runs && input_count > 0; i++)
		run_changed();
	fprintf(answer, "%zu inputs\n",
		input_count + (input_count > 0 ? runs : 0));
	fclose(answer);
	for (size_t i = 0; i < input_count; i++) {
		free(inputs[i].bytes);
		free(inputs[i].name);
	}
	return 0;
}
