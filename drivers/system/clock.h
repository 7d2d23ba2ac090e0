/*
 * Time as a parameter. An instant is int64_t milliseconds since 1970 UTC.
 * Zones are fixed offsets: Indonesia has no daylight saving time.
 */
#ifndef TITIPAN_SYSTEM_CLOCK_H
#define TITIPAN_SYSTEM_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* A function and what it needs; copied by value. */
struct clock {
	int64_t (*read)(const struct clock *self);
	int64_t fixed_ms; /* for clock_fixed */
	void *context;    /* for clocks that tests make; not owned */
};

/* The machine's clock. */
struct clock clock_system(void);

/* Always the same instant. */
struct clock clock_fixed(int64_t instant_ms);

int64_t clock_now_ms(const struct clock *clock);

/* For measuring durations only: never goes back, its zero means nothing. */
int64_t clock_monotonic_ms(void);

/*
 * Reads `2026-11-02` (midnight), `2026-11-02T09:00` or `2026-11-02T09:00:00`,
 * with `Z` or `+07:00` at the end of the latter two; without either it is in
 * the zone of offset_s seconds east of UTC. Years 1970 to 9999. False, and
 * *instant_ms unwritten, on anything else (also the 30th of February).
 */
bool clock_parse_instant(const char *text, int32_t offset_s,
	int64_t *instant_ms);

#define CLOCK_TEXT_SIZE 32

/* `2026-11-02T02:00:00Z`, milliseconds cut off. Returns text. */
char *clock_format_utc(int64_t instant_ms, char text[CLOCK_TEXT_SIZE]);

/* `2026-11-02 09:00` in the zone of offset_s. Returns text. */
char *clock_format_local(int64_t instant_ms, int32_t offset_s,
	char text[CLOCK_TEXT_SIZE]);

/*
 * Seconds east of UTC of Asia/Jakarta, Asia/Pontianak, Asia/Makassar,
 * Asia/Jayapura, UTC, or `+HH:MM` / `-HH:MM` up to 14 hours. False otherwise.
 */
bool clock_zone_offset(const char *name, int32_t *offset_s);

#endif
