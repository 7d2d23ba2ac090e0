/* The files beside a mart, as a stranger or a torn disk left them. The first
 * byte chooses: the head, the key, the people's keys. What is read prints as
 * what was read, and a person's data are right or not there. */
#include <fcntl.h>

#include "schema/store/head.h"
#include "schema/store/node_key.h"
#include "schema/store/personal.h"
#include "tests/fuzz/fuzz_store.h"

#define PERSON 77
#define PHONE "081234567890"

static struct store *store;
static char people[80], key[80], head[80];

static void release(void)
{
	store_close(store);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const struct author author = {.user = 1};
	struct document *document;

	(void)argc;
	(void)argv;
	fuzz_make_mart();
	store = fuzz_open();
	FUZZ_CHECK(store_begin(store, "person") == STORE_OK);
	document = document_begin(store, "producer", &author);
	FUZZ_CHECK(personal_write(store, document, PERSON, PERSONAL_PHONE,
			   PHONE) == STORE_OK);
	FUZZ_CHECK(store_commit(store) == STORE_OK);
	snprintf(people, sizeof(people), "%s.people", fuzz_path);
	snprintf(head, sizeof(head), "%s/x.head", fuzz_folder);
	snprintf(key, sizeof(key), "%s/x", fuzz_folder);
	atexit(release);
	return 0;
}

static void check_head(const uint8_t *bytes, size_t size)
{
	struct head once, twice;
	int fd;

	fuzz_write_file(head, bytes, size);
	fd = open(head, O_RDWR | O_CLOEXEC);
	if (head_read(fd, &once) == HEAD_OK) {
		FUZZ_CHECK(head_write(fd, &once));
		FUZZ_CHECK(head_read(fd, &twice) == HEAD_OK);
		FUZZ_CHECK(once.last == twice.last);
		FUZZ_CHECK(strcmp(once.boot, twice.boot) == 0);
		FUZZ_CHECK(memcmp(once.hash, twice.hash, sizeof(once.hash)) ==
			0);
	}
	close(fd);
}

static void check_key(const uint8_t *bytes, size_t size)
{
	struct node_key once, twice;
	char path[90];

	snprintf(path, sizeof(path), "%s.key", key);
	fuzz_write_file(path, bytes, size);
	if (node_key_read(&once, key) == STORE_OK) {
		FUZZ_CHECK(once.node >= 1 && once.node < 1 << 22);
		FUZZ_CHECK(node_key_write(&once, key) == STORE_EXISTS);
		unlink(path);
		FUZZ_CHECK(node_key_write(&once, key) == STORE_OK);
		FUZZ_CHECK(node_key_read(&twice, key) == STORE_OK);
		FUZZ_CHECK(once.node == twice.node);
		FUZZ_CHECK(memcmp(once.seed, twice.seed, sizeof(once.seed)) ==
			0);
		FUZZ_CHECK(memcmp(once.pepper, twice.pepper,
				   sizeof(once.pepper)) == 0);
	}
	unlink(path);
}

static void check_people(const uint8_t *bytes, size_t size)
{
	char text[PERSONAL_TEXT_SIZE];

	fuzz_write_file(people, bytes, size);
	if (personal_reveal(store, PERSON, PERSONAL_PHONE, text) == STORE_OK)
		FUZZ_CHECK(strcmp(text, PHONE) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	switch (bytes[0] % 3) {
	case 0:
		check_head(bytes + 1, size - 1);
		break;
	case 1:
		check_key(bytes + 1, size - 1);
		break;
	default:
		check_people(bytes + 1, size - 1);
	}
	return 0;
}
