/* A run of keys that no hand types. */
#include "pos/till/burst.h"

void burst_init(struct burst *burst)
{
	*burst = (struct burst){.prompt = true};
}

void burst_break(struct burst *burst)
{
	burst_init(burst);
}

static bool follows(const struct burst *burst, int64_t read_ms)
{
	return read_ms >= burst->last_ms &&
		read_ms - burst->last_ms <= BURST_GAP_MS;
}

void burst_character(struct burst *burst, char character, int64_t read_ms,
	bool was_waiting)
{
	if (burst->length > 0 && !follows(burst, read_ms))
		burst_init(burst);
	if (burst->length < BURST_RUN_MAX) {
		burst->run[burst->length] = character;
		burst->run[burst->length + 1] = '\0';
	}
	burst->length++;
	burst->last_ms = read_ms;
	burst->prompt = burst->prompt && was_waiting;
}

bool burst_end(struct burst *burst, int64_t read_ms, bool was_waiting)
{
	bool scanned = burst->prompt && was_waiting &&
		burst->length >= BURST_RUN_MIN &&
		burst->length <= BURST_RUN_MAX && follows(burst, read_ms);

	/* run stays readable; the next character begins anew */
	burst->length = 0;
	burst->prompt = true;
	return scanned;
}
