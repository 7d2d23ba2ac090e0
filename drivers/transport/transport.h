/*
 * Moving bytes to a device. An address's prefix picks the transport:
 *
 *	file:PATH   appends to a regular file (made 0600 if missing), or
 *	            writes to a device such as /dev/usb/lp0
 *	null:       takes everything, keeps nothing
 *	PATH        as file:PATH, when it has no known prefix and holds a '/'
 *
 * Every call has a deadline; nothing here blocks past it. (A regular file on
 * a hung disk is the kernel's exception.)
 */
#ifndef TITIPAN_TRANSPORT_TRANSPORT_H
#define TITIPAN_TRANSPORT_TRANSPORT_H

#include <stddef.h>
#include <stdint.h>

enum transport_result {
	TRANSPORT_DONE,
	TRANSPORT_BAD_ADDRESS, /* no such prefix, or nothing after it */
	TRANSPORT_NOT_FOUND,   /* no such device or folder */
	TRANSPORT_DENIED,      /* this user may not use it */
	TRANSPORT_BUSY,        /* another program holds it */
	TRANSPORT_TIMEOUT,     /* took no more bytes before the deadline */
	TRANSPORT_GONE,        /* unplugged, or the other end hung up */
	TRANSPORT_NO_SPACE,    /* the disk is full */
	TRANSPORT_FAILED       /* anything else; errno says what */
};

/* What happened and what to do, an msgid to translate. */
const char *transport_message(enum transport_result result);

struct transport;

/* Opens within wait_ms. *transport is written only on TRANSPORT_DONE. */
enum transport_result transport_open(const char *address, int64_t wait_ms,
	struct transport **transport);

/*
 * Hands over all bytes within wait_ms. *written (may be NULL) gets how many
 * the device took, on failure too: whoever sends paper must then treat it as
 * perhaps printed. TRANSPORT_DONE means taken by the system, not printed.
 */
enum transport_result transport_write(struct transport *transport,
	const void *bytes, size_t length, int64_t wait_ms, size_t *written);

/* NULL is allowed. Never waits. */
void transport_close(struct transport *transport);

/* The name of the transport that carries it: "file", "null". */
const char *transport_name(const struct transport *transport);

#endif
