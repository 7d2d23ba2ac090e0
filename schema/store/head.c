/* One line of fixed length with its own checksum, written by one pwrite. */
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
#define SUM_SIZE 16
#define SUM_HEX (2 * SUM_SIZE)

static void checksum(const char *text, size_t length, char hex[SUM_HEX + 1])
{
	unsigned char sum[SUM_SIZE];

	crypto_generichash(sum, sizeof(sum), (const unsigned char *)text,
		length, NULL, 0);
	sodium_bin2hex(hex, SUM_HEX + 1, sum, sizeof(sum));
}

enum head_result head_read(int fd, struct head *head)
{
	char line[HEAD_LENGTH + 1] = "";
	char hash[2 * DOCUMENT_HASH_SIZE + 1];
	char sum[SUM_HEX + 1];
	size_t length;
	ssize_t count;
	int used = 0;

	if (fd < 0)
		return HEAD_MISSING;
	count = pread(fd, line, HEAD_LENGTH, 0);
	if (count == 0)
		return HEAD_MISSING;
	if (count != HEAD_LENGTH)
		return HEAD_BROKEN;
	*head = (struct head){0};
	if (sscanf(line, "titipan head 1 %" SCNd64 " %64[0-9a-f] %39s%n",
		    &head->last, hash, head->boot, &used) != 3 ||
		used == 0)
		return HEAD_BROKEN;
	checksum(line, (size_t)used, sum);
	if (strncmp(line + used + 1, sum, SUM_HEX) != 0)
		return HEAD_BROKEN;
	if (sodium_hex2bin(head->hash, sizeof(head->hash), hash, strlen(hash),
		    NULL, &length, NULL) != 0 ||
		length != sizeof(head->hash))
		return HEAD_BROKEN;
	if (strcmp(head->boot, "-") == 0)
		head->boot[0] = '\0';
	return HEAD_OK;
}

bool head_write(int fd, const struct head *head)
{
	char line[HEAD_LENGTH + 1];
	char hash[2 * DOCUMENT_HASH_SIZE + 1];
	char sum[SUM_HEX + 1];
	int used;

	sodium_bin2hex(hash, sizeof(hash), head->hash, sizeof(head->hash));
	used = snprintf(line, sizeof(line), "titipan head 1 %" PRId64 " %s %s",
		head->last, hash, head->boot[0] ? head->boot : "-");
	checksum(line, (size_t)used, sum);
	snprintf(line + used, sizeof(line) - (size_t)used, " %-*s\n",
		HEAD_LENGTH - used - 2, sum);
	return fd >= 0 && pwrite(fd, line, HEAD_LENGTH, 0) == HEAD_LENGTH;
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
