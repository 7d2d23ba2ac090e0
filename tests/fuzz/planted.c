/* A parser with two mistakes, to see that they are found: it reads a byte past
 * its input, and what it accepts does not print as what was read. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *text = fuzz_text(bytes, size);
	size_t length = strlen(text);

	if (length == 3 && text[0] == 'O')
		FUZZ_CHECK(text[length + (size_t)(text[1] - '0')] != 1);
	if (length == 3 && text[0] == 'R')
		FUZZ_CHECK(text[1] == text[2]);
	free(text);
	return 0;
}
