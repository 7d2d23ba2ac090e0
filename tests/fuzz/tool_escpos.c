/* tool_escpos COLUMNS FILE: the text that a printer prints of these bytes, on
 * stdout; ends 1 at a byte that is no command of ours, and says where. */
#include <stdlib.h>

#include "tests/fuzz/escpos_reader.h"

#define FILE_MAX ((size_t)64 << 20)

int main(int argc, char **argv)
{
	struct escpos_found found = {.text = stdout};
	FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
	uint8_t *bytes = malloc(FILE_MAX);
	const char *why;
	size_t size;

	if (!file || !bytes) {
		fprintf(stderr, "tool_escpos COLUMNS FILE\n");
		return 2;
	}
	size = fread(bytes, 1, FILE_MAX, file);
	fclose(file);
	why = escpos_read(bytes, size, (int)strtol(argv[1], NULL, 10), &found);
	if (why)
		fprintf(stderr, "byte %zu: %s: %02x %02x %02x\n", found.at, why,
			bytes[found.at],
			found.at + 1 < size ? bytes[found.at + 1] : 0,
			found.at + 2 < size ? bytes[found.at + 2] : 0);
	printf("\ndrawer %d cuts %d\n", found.drawer, found.cuts);
	free(bytes);
	return why != NULL;
}
