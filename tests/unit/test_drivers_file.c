/* Files read and replaced, and the transports that write to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/clock.h"
#include "drivers/system/file.h"
#include "drivers/transport/transport.h"

static char folder[] = "/tmp/file-XXXXXX";
static char name_space[2][96];

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) != NULL ? 0 : -1;
}

/* A path in the folder; two can be in use at once. */
static const char *at(const char *name)
{
	static int turn;
	char *path = name_space[turn++ % 2];

	snprintf(path, sizeof(name_space[0]), "%s/%s", folder, name);
	return path;
}

static int files_in_folder(void)
{
	DIR *open_folder = opendir(folder);
	int count = 0;

	while (readdir(open_folder) != NULL)
		count++;
	closedir(open_folder);
	return count - 2;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(at("a"));
	unlink(at("link"));
	unlink(at("pipe"));
	unlink(at("out"));
	rmdir(at("d/e/f"));
	rmdir(at("d/e"));
	rmdir(at("d"));
	return rmdir(folder);
}

static void check_content(const char *name, const char *expected)
{
	struct buffer content;

	buffer_init(&content, 1000);
	assert_int_equal(file_read_all(at(name), 1000, &content), FILE_DONE);
	assert_string_equal(buffer_str(&content), expected);
	buffer_release(&content);
}

static void replaced_whole_or_not_at_all(void **state)
{
	struct stat about;

	(void)state;
	assert_int_equal(file_write_atomic(at("a"), "old", 3, 0600), FILE_DONE);
	assert_int_equal(file_write_atomic(at("a"), "newer", 5, 0640),
		FILE_DONE);
	check_content("a", "newer");
	assert_int_equal(stat(at("a"), &about), 0);
	assert_int_equal(about.st_mode & 0777, 0640);
	assert_int_equal(files_in_folder(), 1);
	assert_int_equal(file_write_atomic(at("no/a"), "x", 1, 0600),
		FILE_MISSING);
	assert_int_equal(file_make_directory(at("d")), FILE_DONE);
	assert_int_not_equal(file_write_atomic(at("d"), "x", 1, 0600),
		FILE_DONE);
	assert_int_equal(files_in_folder(), 2);
}

static void reading_is_bounded(void **state)
{
	struct buffer content;

	(void)state;
	assert_int_equal(file_write_atomic(at("a"), "12345", 5, 0600),
		FILE_DONE);
	buffer_init(&content, 8);
	assert_int_equal(file_read_all(at("a"), 4, &content), FILE_TOO_LARGE);
	assert_int_equal(content.length, 0);
	assert_int_equal(file_read_all(at("a"), 5, &content), FILE_DONE);
	assert_int_equal(file_read_all(at("a"), 5, &content), FILE_TOO_LARGE);
	assert_string_equal(buffer_str(&content), "12345");
	assert_int_equal(file_read_all(at("none"), 5, &content), FILE_MISSING);
	assert_int_equal(file_read_all(folder, 5, &content), FILE_NOT_REGULAR);
	assert_int_equal(symlink(at("a"), at("link")), 0);
	assert_int_equal(file_read_all(at("link"), 5, &content),
		FILE_NOT_REGULAR);
	assert_int_equal(mkfifo(at("pipe"), 0600), 0);
	assert_int_equal(file_read_all(at("pipe"), 5, &content),
		FILE_NOT_REGULAR);
	assert_int_equal(file_read_all("/dev/zero", 5, &content),
		FILE_NOT_REGULAR);
	buffer_release(&content);
}

static void folders_are_made_private(void **state)
{
	struct stat about;

	(void)state;
	assert_int_equal(file_make_directory(at("d/e/f/")), FILE_DONE);
	assert_int_equal(file_make_directory(at("d/e/f")), FILE_DONE);
	assert_int_equal(stat(at("d/e"), &about), 0);
	assert_int_equal(about.st_mode & 0777, 0700);
	assert_int_equal(file_make_directory(at("a")), FILE_NOT_REGULAR);
	assert_int_equal(file_make_directory(at("a/b")), FILE_NOT_REGULAR);
}

static void addresses_pick_the_transport(void **state)
{
	static const char *const bad[] = {
		"", "printer", "usb", "file:", "nul:"};
	struct transport *transport = NULL;
	char address[128];
	size_t written = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(transport_open(bad[i], 100, &transport),
			TRANSPORT_BAD_ADDRESS);
	assert_null(transport);
	assert_int_equal(transport_open("null:", 100, &transport),
		TRANSPORT_DONE);
	assert_int_equal(transport_write(transport, "abc", 3, 0, &written),
		TRANSPORT_DONE);
	assert_int_equal(written, 3);
	assert_string_equal(transport_name(transport), "null");
	transport_close(transport);
	for (int i = 0; i < 2; i++) {
		snprintf(address, sizeof(address), "%s%s",
			i == 0 ? "file:" : "", at("out"));
		assert_int_equal(transport_open(address, 100, &transport),
			TRANSPORT_DONE);
		assert_string_equal(transport_name(transport), "file");
		assert_int_equal(transport_write(transport, "paper\n", 6, 100,
					 NULL),
			TRANSPORT_DONE);
		transport_close(transport);
	}
	check_content("out", "paper\npaper\n");
}

static void the_worlds_failures_have_names(void **state)
{
	struct transport *transport = NULL;
	char *flood = calloc(1, 1 << 20);
	size_t written = 0;
	int64_t start_ms;
	int reader;

	(void)state;
	assert_int_equal(transport_open("/dev/no-such-printer", 100,
				 &transport),
		TRANSPORT_NOT_FOUND);
	assert_int_equal(access("/dev/no-such-printer", F_OK), -1);
	assert_int_equal(transport_open("/no/folder", 100, &transport),
		TRANSPORT_NOT_FOUND);
	assert_int_equal(transport_open("/dev/full", 100, &transport),
		TRANSPORT_DONE);
	assert_int_equal(transport_write(transport, "x", 1, 100, NULL),
		TRANSPORT_NO_SPACE);
	transport_close(transport);

	/* A pipe that is full is a printer that takes no more. */
	reader = open(at("pipe"), O_RDONLY | O_NONBLOCK);
	assert_int_equal(transport_open(at("pipe"), 100, &transport),
		TRANSPORT_DONE);
	start_ms = clock_monotonic_ms();
	assert_int_equal(transport_write(transport, flood, 1 << 20, 80,
				 &written),
		TRANSPORT_TIMEOUT);
	assert_in_range(clock_monotonic_ms() - start_ms, 80, 400);
	assert_in_range(written, 1, (1 << 20) - 1);
	transport_close(transport);
	close(reader);
	free(flood);
	for (int i = TRANSPORT_DONE; i <= TRANSPORT_FAILED; i++)
		assert_true(strlen(transport_message(
				    (enum transport_result)i)) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replaced_whole_or_not_at_all),
		cmocka_unit_test(reading_is_bounded),
		cmocka_unit_test(folders_are_made_private),
		cmocka_unit_test(addresses_pick_the_transport),
		cmocka_unit_test(the_worlds_failures_have_names),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
