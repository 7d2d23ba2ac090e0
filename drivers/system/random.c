/* Random bytes from getrandom(2). */
#include "drivers/system/random.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/types.h>

void random_fill(void *bytes, size_t length)
{
	unsigned char *next = bytes;

	while (length > 0) {
		ssize_t got = getrandom(next, length, 0);

		if (got < 0 && errno == EINTR)
			continue;
		/* A guessable token or key is worse than no program. */
		if (got <= 0)
			abort();
		next += got;
		length -= (size_t)got;
	}
}
