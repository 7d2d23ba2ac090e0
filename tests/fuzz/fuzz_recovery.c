/* What an owner types of his recovery code, and the keys in a backup: the
 * first byte chooses. Whoever has the mart's public key can seal anything to
 * it, so what was sealed is opened as a stranger's. */
#include "drivers/system/text.h"
#include "schema/store/node_key.h"
#include "schema/store/recovery.h"
#include "tests/fuzz/fuzz.h"

#define PEOPLE_MAX ((size_t)4 << 20)

static struct recovery recovery;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	FUZZ_CHECK(sodium_init() >= 0);
	memset(recovery.secret, 6, sizeof(recovery.secret) - 1);
	recovery_derive(&recovery);
	return 0;
}

static void check_code(const char *text)
{
	unsigned char secret[RECOVERY_SECRET_SIZE] = {1};
	unsigned char same[RECOVERY_SECRET_SIZE];
	char again[RECOVERY_TEXT_SIZE];
	int group = -1;

	switch (recovery_code_parse(text, secret, &group)) {
	case RECOVERY_READ:
		recovery_code_format(secret, again);
		FUZZ_CHECK(recovery_code_parse(again, same, &group) ==
			RECOVERY_READ);
		FUZZ_CHECK(memcmp(secret, same, sizeof(same)) == 0);
		return;
	case RECOVERY_SLIP:
		FUZZ_CHECK(group >= 1 && group <= 9);
		break;
	case RECOVERY_SHORT:
	case RECOVERY_LONG:
		FUZZ_CHECK(group == -1);
	}
	FUZZ_CHECK(secret[0] == 1);
}

static void check_keys(const uint8_t *bytes, size_t size)
{
	unsigned char *sealed = malloc(size + crypto_box_SEALBYTES);
	struct node_key key;
	struct buffer people;

	FUZZ_CHECK(sealed);
	crypto_box_seal(sealed, bytes, size, recovery.public_key);
	buffer_init(&people, PEOPLE_MAX);
	if (recovery_open(&recovery, sealed, size + crypto_box_SEALBYTES, &key,
		    &people)) {
		FUZZ_CHECK(key.node >= 1 && key.node < 1 << 22);
		FUZZ_CHECK(people.length < size);
	}
	/* as it lies in a file: too short, or not sealed at all */
	FUZZ_CHECK(!recovery_open(&recovery, bytes, size, &key, &people));
	buffer_release(&people);
	free(sealed);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *text;

	if (size == 0)
		return 0;
	if (bytes[0] % 2) {
		check_keys(bytes + 1, size - 1);
		return 0;
	}
	text = fuzz_text(bytes + 1, size - 1);
	check_code(text);
	free(text);
	return 0;
}
