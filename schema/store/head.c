/*
 * Two slots, each a line of fixed length with its own checksum. The older one
 * is overwritten, by one pwrite, so that a power cut in the middle leaves the
 * other. They lie a page apart: what is under way to the disk at one time is
 * then one of them.
 */
#include "schema/store/head.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"

#define HEAD_LENGTH 192
#define SLOT_SIZE 4096
#define SUM_SIZE 16
#define SUM_HEX (2 * SUM_SIZE)

static void checksum(const char *text, size_t length, char hex[SUM_HEX + 1])
{
	unsigned char sum[SUM_SIZE];

	crypto_generichash(sum, sizeof(sum), (const unsigned char *)text,
		length, NULL, 0);
	sodium_bin2hex(hex, SUM_HEX + 1, sum, sizeof(sum));
}

/* The line of one slot, and how often the head had been written with it. A
 * head of version 1 has no count and stands alone, in the first slot. */
static enum head_result read_slot(int fd, int slot, struct head *head,
	int64_t *written)
{
	char line[HEAD_LENGTH + 1] = "";
	char hash[2 * DOCUMENT_HASH_SIZE + 1];
	char sum[SUM_HEX + 1];
	size_t length;
	ssize_t count = pread(fd, line, HEAD_LENGTH, slot * SLOT_SIZE);
	int used = 0;

	if (count == 0)
		return HEAD_MISSING;
	if (count != HEAD_LENGTH)
		return HEAD_BROKEN;
	*head = (struct head){0};
	*written = 0;
	if (sscanf(line, "titipan head 1 %" SCNd64 " %64[0-9a-f] %39s%n",
		    &head->last, hash, head->boot, &used) != 3 &&
		sscanf(line,
			"titipan head 2 %" SCNd64 " %" SCNd64
			" %64[0-9a-f] %39s%n",
			written, &head->last, hash, head->boot, &used) != 4)
		return HEAD_BROKEN;
	checksum(line, (size_t)used, sum);
	if (used == 0 || strncmp(line + used + 1, sum, SUM_HEX) != 0)
		return HEAD_BROKEN;
	if (sodium_hex2bin(head->hash, sizeof(head->hash), hash, strlen(hash),
		    NULL, &length, NULL) != 0 ||
		length != sizeof(head->hash))
		return HEAD_BROKEN;
	if (strcmp(head->boot, "-") == 0)
		head->boot[0] = '\0';
	return HEAD_OK;
}

/* The newer of the slots that are whole. */
static enum head_result read_newest(int fd, struct head *head, int *slot,
	int64_t *written)
{
	enum head_result result = read_slot(fd, 0, head, written);
	struct head other;
	int64_t other_written;

	*slot = 0;
	if (read_slot(fd, 1, &other, &other_written) != HEAD_OK ||
		(result == HEAD_OK && other_written < *written))
		return result;
	*head = other;
	*written = other_written;
	*slot = 1;
	return HEAD_OK;
}

enum head_result head_read(int fd, struct head *head)
{
	int64_t written;
	int slot;

	return fd < 0 ? HEAD_MISSING : read_newest(fd, head, &slot, &written);
}

bool head_write(int fd, const struct head *head)
{
	char line[HEAD_LENGTH + 1];
	char hash[2 * DOCUMENT_HASH_SIZE + 1];
	char sum[SUM_HEX + 1];
	struct head before;
	int64_t written;
	int slot, used;

	if (fd < 0)
		return false;
	if (read_newest(fd, &before, &slot, &written) != HEAD_OK) {
		slot = 1;
		written = 0;
	}
	sodium_bin2hex(hash, sizeof(hash), head->hash, sizeof(head->hash));
	used = snprintf(line, sizeof(line),
		"titipan head 2 %" PRId64 " %" PRId64 " %s %s", written + 1,
		head->last, hash, head->boot[0] ? head->boot : "-");
	checksum(line, (size_t)used, sum);
	snprintf(line + used, sizeof(line) - (size_t)used, " %-*s\n",
		HEAD_LENGTH - used - 2, sum);
	return pwrite(fd, line, HEAD_LENGTH, (1 - slot) * SLOT_SIZE) ==
		HEAD_LENGTH;
}

int head_open(const char *path, bool create)
{
	char *name = xasprintf("%s.head", path);
	int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0);
	int fd = open(name, flags, 0600);

	/* Who may only read can still tell whether the file is behind it. */
	if (fd < 0 && !create && (errno == EACCES || errno == EROFS))
		fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	free(name);
	return fd;
}

void head_boot_id(char boot[BOOT_ID_SIZE])
{
	FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");

	boot[0] = '\0';
	if (!file)
		return;
	if (fscanf(file, "%39[0-9a-f-]", boot) != 1)
		boot[0] = '\0';
	fclose(file);
}
