/* Files of other people's programs: the first byte chooses the table and how
 * it is read, the rest is the file. It is understood whole and ends at the
 * COMMIT, or it is refused with words; nothing is left of it either way. */
#include "tests/fuzz/fuzz_command.h"

static char path[80];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fuzz_open_mart();
	snprintf(path, sizeof(path), "%s/rows.csv", fuzz_folder);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const tables[] = {"items", "producers", "users"};
	static const char *const ways[] = {"--dry-run", "--format=csv",
		"--format=json", "--decimal=comma", "--decimal=point",
		"--map=sku=a,name=b,price=c", "--map=code=a,name=b,role=b"};
	struct fuzz_input input = {bytes, size};
	unsigned shape = fuzz_byte(&input);
	char *argv[12] = {(char *)(uintptr_t) "backoffice",
		(char *)(uintptr_t) "import",
		(char *)(uintptr_t)tables[shape % 3], path};
	int argc = 4;

	for (size_t i = 0; i < 3; i++) {
		size_t way = (shape / 3 + i * 3) % 12;

		if (way < sizeof(ways) / sizeof(*ways))
			argv[argc++] = (char *)(uintptr_t)ways[way];
	}
	fuzz_write_file(path, input.bytes, input.left);
	fuzz_run(argc, argv);
	return 0;
}
