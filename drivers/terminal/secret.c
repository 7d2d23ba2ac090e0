/* Asking for a PIN: /dev/tty with echo off for one line. */
#include "drivers/terminal/secret.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static void put(int fd, const char *text)
{
	size_t length = strlen(text);

	while (length > 0) {
		ssize_t written = write(fd, text, length);

		if (written < 0 && errno != EINTR)
			return;
		if (written > 0) {
			text += written;
			length -= (size_t)written;
		}
	}
}

/* One line, byte by byte so that nothing behind it is taken. */
static bool read_line(int fd, char *text, size_t size)
{
	size_t length = 0;
	char byte;

	for (;;) {
		ssize_t got = read(fd, &byte, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		if (byte == '\n' || byte == '\r')
			break;
		if (length < size)
			text[length] = byte;
		length++;
	}
	text[length < size ? length : 0] = '\0';
	return true;
}

bool secret_read(const char *prompt, char *text, size_t size)
{
	struct termios before, quiet;
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	bool answered;

	assert(size > 1);
	text[0] = '\0';
	if (fd < 0)
		return false;
	if (tcgetattr(fd, &before) != 0) {
		close(fd);
		return false;
	}
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	quiet.c_lflag |= ICANON;
	tcsetattr(fd, TCSAFLUSH, &quiet);
	put(fd, prompt);
	answered = read_line(fd, text, size);
	tcsetattr(fd, TCSAFLUSH, &before);
	put(fd, "\n");
	close(fd);
	if (!answered)
		text[0] = '\0';
	return answered;
}
