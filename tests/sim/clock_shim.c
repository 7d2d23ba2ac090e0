/*
 * LD_PRELOAD of a clock for tests: the wall clock of the program is what the
 * file $FAKE_CLOCK says, in milliseconds since 1970, read anew each time. A
 * real mart refuses $MART_NOW, so this is how its clock is set wrong. Built by
 * tests/sim/test_clocks; clocks that measure durations are left alone.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static int fake_ms(long long *ms)
{
	const char *name = getenv("FAKE_CLOCK");
	FILE *file = name ? fopen(name, "re") : NULL;
	int count;

	if (!file)
		return 0;
	count = fscanf(file, "%lld", ms);
	fclose(file);
	return count == 1;
}

int clock_gettime(clockid_t id, struct timespec *now)
{
	static int (*real)(clockid_t, struct timespec *);
	long long ms;

	if (id == CLOCK_REALTIME && fake_ms(&ms)) {
		now->tv_sec = ms / 1000;
		now->tv_nsec = ms % 1000 * 1000000;
		return 0;
	}
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
	return real(id, now);
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	struct timespec exact;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &exact);
	now->tv_sec = exact.tv_sec;
	now->tv_usec = exact.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *out)
{
	struct timespec exact;

	clock_gettime(CLOCK_REALTIME, &exact);
	if (out)
		*out = exact.tv_sec;
	return exact.tv_sec;
}
