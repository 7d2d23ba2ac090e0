/* Picks a transport by its prefix, the only place that does. */
#include "drivers/transport/transport.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/clock.h"
#include "drivers/system/text.h"
#include "drivers/transport/transport_int.h"

struct transport {
	const struct transport_ops *ops;
	void *state;
};

static const struct transport_ops *const transports[] = {
	&transport_file, &transport_null};

const char *transport_message(enum transport_result result)
{
	switch (result) {
	case TRANSPORT_DONE:
		return N_("done");
	case TRANSPORT_BAD_ADDRESS:
		return N_("the address of the device is not understood; "
			  "write it like file:/dev/usb/lp0");
	case TRANSPORT_NOT_FOUND:
		return N_("the device is not there; "
			  "check its cable and that it is switched on");
	case TRANSPORT_DENIED:
		return N_("this user may not use the device; "
			  "ask the one who looks after this computer");
	case TRANSPORT_BUSY:
		return N_("another program is using the device");
	case TRANSPORT_TIMEOUT:
		return N_("the device takes no more data; "
			  "check its paper and its cover");
	case TRANSPORT_GONE:
		return N_("the device was unplugged or switched off");
	case TRANSPORT_NO_SPACE:
		return N_("the disk is full");
	case TRANSPORT_FAILED:
		return N_("the device reports an error; "
			  "switch it off and on again");
	}
	return "";
}

enum transport_result transport_from_errno(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return TRANSPORT_NOT_FOUND;
	case EACCES:
	case EPERM:
	case EROFS:
		return TRANSPORT_DENIED;
	case EBUSY:
		return TRANSPORT_BUSY;
	case ENXIO:
	case ENODEV:
	case EPIPE:
		return TRANSPORT_GONE;
	case ENOSPC:
	case EDQUOT:
		return TRANSPORT_NO_SPACE;
	default:
		return TRANSPORT_FAILED;
	}
}

/* The ops of an address, and what follows its prefix. NULL: not understood. */
static const struct transport_ops *find_ops(const char *address,
	const char **rest)
{
	for (size_t i = 0; i < sizeof(transports) / sizeof(*transports); i++) {
		size_t length = strlen(transports[i]->name);

		if (strncmp(address, transports[i]->name, length) == 0 &&
			address[length] == ':') {
			*rest = address + length + 1;
			return transports[i];
		}
	}
	if (strchr(address, '/') == NULL)
		return NULL;
	*rest = address;
	return &transport_file;
}

enum transport_result transport_open(const char *address, int64_t wait_ms,
	struct transport **transport)
{
	const char *rest = NULL;
	const struct transport_ops *ops = find_ops(address, &rest);
	void *state = NULL;
	enum transport_result result;

	if (ops == NULL)
		return TRANSPORT_BAD_ADDRESS;
	result = ops->open(rest, clock_monotonic_ms() + wait_ms, &state);
	if (result != TRANSPORT_DONE)
		return result;
	*transport = xmalloc(sizeof(**transport));
	**transport = (struct transport){ops, state};
	return TRANSPORT_DONE;
}

enum transport_result transport_write(struct transport *transport,
	const void *bytes, size_t length, int64_t wait_ms, size_t *written)
{
	size_t taken = 0;
	enum transport_result result = transport->ops->write(transport->state,
		bytes, length, clock_monotonic_ms() + wait_ms, &taken);

	assert(taken <= length);
	assert(result != TRANSPORT_DONE || taken == length);
	if (written != NULL)
		*written = taken;
	return result;
}

void transport_close(struct transport *transport)
{
	if (transport == NULL)
		return;
	transport->ops->close(transport->state);
	free(transport);
}

const char *transport_name(const struct transport *transport)
{
	return transport->ops->name;
}
