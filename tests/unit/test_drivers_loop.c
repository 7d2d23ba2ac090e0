/* The event loop: descriptors, timers, signals, and changes in callbacks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "drivers/system/clock.h"
#include "drivers/system/loop.h"

struct seen {
	struct loop *loop;
	int calls;
	int other_fd;
	int64_t timer;
	bool waited;
};

static void count_byte(void *context, int fd, short ready)
{
	struct seen *seen = context;
	char byte;

	assert_true((ready & POLLIN) != 0);
	assert_int_equal(read(fd, &byte, 1), 1);
	seen->calls++;
	seen->waited = loop_was_waiting(seen->loop);
}

static void unwatch_other(void *context, int fd, short ready)
{
	struct seen *seen = context;

	(void)fd;
	(void)ready;
	seen->calls++;
	loop_unwatch(seen->loop, seen->other_fd);
}

static void count(void *context)
{
	((struct seen *)context)->calls++;
}

static void count_and_stop(void *context)
{
	struct seen *seen = context;

	if (++seen->calls == 3)
		loop_stop(seen->loop, 7);
}

static void start_again_at_once(void *context)
{
	struct seen *seen = context;

	seen->calls++;
	loop_timer(seen->loop, 0, 0, start_again_at_once, context);
}

static void write_byte(void *context)
{
	assert_int_equal(write(*(int *)context, "x", 1), 1);
}

static void a_byte_that_waited_is_told_apart(void **state)
{
	struct seen seen = {
		.loop = loop_new(),
	};
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_true(loop_watch(seen.loop, ends[0], POLLIN, count_byte, &seen));
	write_byte(&ends[1]);
	assert_true(loop_turn(seen.loop, 1000));
	assert_int_equal(seen.calls, 1);
	assert_false(seen.waited);
	assert_true(loop_turn(seen.loop, 0));
	assert_int_equal(seen.calls, 1);
	if (fork() == 0) {
		usleep(30000);
		write_byte(&ends[1]);
		_exit(0);
	}
	assert_true(loop_turn(seen.loop, 5000));
	assert_int_equal(seen.calls, 2);
	assert_true(seen.waited);
	loop_free(seen.loop);
	close(ends[0]);
	close(ends[1]);
}

static void what_was_unwatched_is_not_called(void **state)
{
	struct loop *loop = loop_new();
	struct seen seen[2] = {{.loop = loop}, {.loop = loop}};
	int ends[2][2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pipe(ends[i]), 0);
		write_byte(&ends[i][1]);
	}
	for (int i = 0; i < 2; i++) {
		seen[i].other_fd = ends[1 - i][0];
		assert_true(loop_watch(loop, ends[i][0], POLLIN, unwatch_other,
			&seen[i]));
	}
	assert_true(loop_turn(loop, 1000));
	assert_int_equal(seen[0].calls + seen[1].calls, 1);
	loop_unwatch(loop, 999);
	loop_free(loop);
	for (int i = 0; i < 2; i++) {
		close(ends[i][0]);
		close(ends[i][1]);
	}
}

static void watches_are_bounded_and_replaced(void **state)
{
	struct loop *loop = loop_new();
	struct seen seen = {.loop = loop};

	(void)state;
	for (int fd = 100; fd < 100 + LOOP_MAX_WATCHES; fd++)
		assert_true(loop_watch(loop, fd, POLLIN, count_byte, &seen));
	assert_false(loop_watch(loop, 99, POLLIN, count_byte, &seen));
	assert_true(loop_watch(loop, 100, POLLIN, unwatch_other, &seen));
	loop_free(loop);
}

static void timers_fire_in_time(void **state)
{
	struct seen seen = {
		.loop = loop_new(),
	};
	struct seen other = {.loop = seen.loop};
	int64_t start_ms = clock_monotonic_ms();
	int64_t cancelled;

	(void)state;
	assert_true(loop_timer(seen.loop, 20, 20, count_and_stop, &seen) > 0);
	cancelled = loop_timer(seen.loop, 10, 0, count, &other);
	loop_cancel(seen.loop, cancelled);
	loop_cancel(seen.loop, cancelled);
	loop_cancel(seen.loop, 0);
	assert_int_equal(loop_run(seen.loop), 7);
	assert_in_range(clock_monotonic_ms() - start_ms, 59, 400);
	assert_int_equal(seen.calls, 3);
	assert_int_equal(other.calls, 0);
	loop_free(seen.loop);
}

static void a_late_timer_fires_once(void **state)
{
	struct seen seen = {
		.loop = loop_new(),
	};

	(void)state;
	loop_timer(seen.loop, 5, 5, count, &seen);
	usleep(50000);
	assert_true(loop_turn(seen.loop, 0));
	assert_int_equal(seen.calls, 1);
	loop_free(seen.loop);
}

static void no_timer_starves_the_loop(void **state)
{
	struct seen seen = {
		.loop = loop_new(),
	};

	(void)state;
	loop_timer(seen.loop, 0, 0, start_again_at_once, &seen);
	assert_true(loop_turn(seen.loop, 0));
	assert_int_equal(seen.calls, 1);
	assert_true(loop_turn(seen.loop, 0));
	assert_int_equal(seen.calls, 2);
	loop_free(seen.loop);
}

static void note_signal(void *context, int number)
{
	*(int *)context = number;
}

static void signals_arrive_as_events(void **state)
{
	struct loop *loop = loop_new();
	sigset_t mask;
	int number = 0;

	(void)state;
	raise(SIGTERM);
	assert_int_equal(loop_run(loop), 128 + SIGTERM);
	loop_free(loop);
	loop = loop_new();
	raise(SIGHUP);
	assert_true(loop_turn(loop, 1000));
	loop_on_signal(loop, note_signal, &number);
	raise(SIGWINCH);
	assert_true(loop_turn(loop, 1000));
	assert_int_equal(number, SIGWINCH);
	raise(SIGINT);
	assert_true(loop_turn(loop, 1000));
	assert_int_equal(number, SIGINT);
	loop_free(loop);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	assert_int_equal(sigismember(&mask, SIGTERM), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_byte_that_waited_is_told_apart),
		cmocka_unit_test(what_was_unwatched_is_not_called),
		cmocka_unit_test(watches_are_bounded_and_replaced),
		cmocka_unit_test(timers_fire_in_time),
		cmocka_unit_test(a_late_timer_fires_once),
		cmocka_unit_test(no_timer_starves_the_loop),
		cmocka_unit_test(signals_arrive_as_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
