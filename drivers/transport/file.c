/*
 * A path: a regular file to append to, or a device. Everything is opened
 * non-blocking, so that a printer without paper, or a pipe that nobody reads,
 * costs the deadline and no more.
 */
#include "drivers/transport/transport_int.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/clock.h"

struct file {
	int fd;
};

static enum transport_result file_open(const char *rest, int64_t deadline_ms,
	void **state)
{
	int flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	struct file *file;
	int fd;

	(void)deadline_ms;
	if (*rest == '\0')
		return TRANSPORT_BAD_ADDRESS;
	/* A printer that was unplugged leaves /dev: an ordinary file made in
	 * its place would swallow every receipt. */
	if (strncmp(rest, "/dev/", strlen("/dev/")) != 0)
		flags |= O_CREAT;
	fd = open(rest, flags, S_IRUSR | S_IWUSR);
	if (fd < 0)
		return transport_from_errno(errno);
	file = xmalloc(sizeof(*file));
	file->fd = fd;
	*state = file;
	return TRANSPORT_DONE;
}

/* Until the device can take bytes. */
static enum transport_result wait_writable(int fd, int64_t deadline_ms)
{
	struct pollfd polled = {fd, POLLOUT, 0};
	int64_t left_ms = deadline_ms - clock_monotonic_ms();
	int found;

	if (left_ms <= 0)
		return TRANSPORT_TIMEOUT;
	found = poll(&polled, 1, left_ms > INT_MAX ? INT_MAX : (int)left_ms);
	if (found < 0 && errno != EINTR)
		return transport_from_errno(errno);
	if (found > 0 && (polled.revents & POLLOUT) == 0)
		return TRANSPORT_GONE;
	return TRANSPORT_DONE;
}

static enum transport_result file_write(void *state, const unsigned char *bytes,
	size_t length, int64_t deadline_ms, size_t *written)
{
	struct file *file = state;

	while (*written < length) {
		ssize_t put =
			write(file->fd, bytes + *written, length - *written);
		enum transport_result result;

		if (put > 0) {
			*written += (size_t)put;
			continue;
		}
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno != EAGAIN)
			return transport_from_errno(errno);
		result = wait_writable(file->fd, deadline_ms);
		if (result != TRANSPORT_DONE)
			return result;
	}
	return TRANSPORT_DONE;
}

static void file_close(void *state)
{
	struct file *file = state;

	close(file->fd);
	free(file);
}

const struct transport_ops transport_file = {
	"file", file_open, file_write, file_close};
