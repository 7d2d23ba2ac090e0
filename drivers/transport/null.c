/* Takes everything and keeps nothing: a till without a printer, and tests. */
#include "drivers/transport/transport_int.h"

static enum transport_result null_open(const char *rest, int64_t deadline_ms,
	void **state)
{
	(void)rest;
	(void)deadline_ms;
	*state = NULL;
	return TRANSPORT_DONE;
}

static enum transport_result null_write(void *state, const unsigned char *bytes,
	size_t length, int64_t deadline_ms, size_t *written)
{
	(void)state;
	(void)bytes;
	(void)deadline_ms;
	*written = length;
	return TRANSPORT_DONE;
}

static void null_close(void *state)
{
	(void)state;
}

const struct transport_ops transport_null = {
	"null", null_open, null_write, null_close};
