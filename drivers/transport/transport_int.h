/* What each transport implements; seen by drivers/transport only. */
#ifndef TITIPAN_TRANSPORT_TRANSPORT_INT_H
#define TITIPAN_TRANSPORT_TRANSPORT_INT_H

#include "drivers/transport/transport.h"

struct transport_ops {
	/* The address prefix without its colon. */
	const char *name;

	/*
	 * rest is the address after the colon. Writes *state, the transport's
	 * own, only on TRANSPORT_DONE. deadline_ms is of clock_monotonic_ms.
	 */
	enum transport_result (*open)(const char *rest, int64_t deadline_ms,
		void **state);

	/* Counts into *written as it goes; returns DONE only for all bytes. */
	enum transport_result (*write)(void *state, const unsigned char *bytes,
		size_t length, int64_t deadline_ms, size_t *written);

	/* Frees state. Must not wait for the device. */
	void (*close)(void *state);
};

extern const struct transport_ops transport_file;
extern const struct transport_ops transport_null;

/* Shared by the transports: a result for an errno. */
enum transport_result transport_from_errno(int error);

#endif
