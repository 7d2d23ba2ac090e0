/*
 * The event loop. Watches and timers are small arrays: a till has a dozen.
 * Each entry has a serial number, so that an entry removed, and its place or
 * descriptor taken again, by an earlier callback of the same turn is not
 * called for an event that was not its own.
 */
#include "drivers/system/loop.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/clock.h"

#define SIGNAL_STATUS_BASE 128
#define FAILED_STATUS 3

struct watch {
	int64_t serial;
	int fd;
	short events;
	loop_ready_fn *ready;
	void *context;
};

struct timer {
	int64_t serial;
	int64_t due_ms;
	int64_t every_ms;
	loop_timer_fn *fire;
	void *context;
};

struct loop {
	struct watch watches[LOOP_MAX_WATCHES];
	int watch_count;
	struct timer timers[LOOP_MAX_TIMERS];
	int timer_count;
	int64_t next_serial;
	int signal_fd;
	sigset_t mask_before;
	loop_signal_fn *signal_arrived;
	void *signal_context;
	bool stopped;
	int status;
	bool was_waiting;
};

struct loop *loop_new(void)
{
	struct loop *loop = xcalloc(1, sizeof(*loop));
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGWINCH);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGINT);
	loop->next_serial = 1;
	loop->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (loop->signal_fd < 0) {
		free(loop);
		return NULL;
	}
	sigprocmask(SIG_BLOCK, &signals, &loop->mask_before);
	return loop;
}

void loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	close(loop->signal_fd);
	loop_restore_signals(loop);
	free(loop);
}

void loop_restore_signals(const struct loop *loop)
{
	sigprocmask(SIG_SETMASK, &loop->mask_before, NULL);
}

static struct watch *find_watch(struct loop *loop, int fd)
{
	for (int i = 0; i < loop->watch_count; i++) {
		if (loop->watches[i].fd == fd)
			return &loop->watches[i];
	}
	return NULL;
}

bool loop_watch(struct loop *loop, int fd, short events, loop_ready_fn *ready,
	void *context)
{
	struct watch *watch = find_watch(loop, fd);

	assert(fd >= 0 && ready != NULL);
	if (watch == NULL) {
		if (loop->watch_count == LOOP_MAX_WATCHES)
			return false;
		watch = &loop->watches[loop->watch_count++];
	}
	*watch =
		(struct watch){loop->next_serial++, fd, events, ready, context};
	return true;
}

void loop_unwatch(struct loop *loop, int fd)
{
	struct watch *watch = find_watch(loop, fd);

	if (watch != NULL)
		*watch = loop->watches[--loop->watch_count];
}

int64_t loop_timer(struct loop *loop, int64_t first_ms, int64_t every_ms,
	loop_timer_fn *fire, void *context)
{
	int64_t serial = loop->next_serial;

	assert(first_ms >= 0 && every_ms >= 0 && fire != NULL);
	if (loop->timer_count == LOOP_MAX_TIMERS)
		return 0;
	loop->timers[loop->timer_count++] = (struct timer){serial,
		clock_monotonic_ms() + first_ms, every_ms, fire, context};
	loop->next_serial++;
	return serial;
}

void loop_cancel(struct loop *loop, int64_t timer)
{
	for (int i = 0; i < loop->timer_count; i++) {
		if (loop->timers[i].serial == timer) {
			loop->timers[i] = loop->timers[--loop->timer_count];
			return;
		}
	}
}

void loop_on_signal(struct loop *loop, loop_signal_fn *arrived, void *context)
{
	loop->signal_arrived = arrived;
	loop->signal_context = context;
}

void loop_stop(struct loop *loop, int status)
{
	loop->stopped = true;
	loop->status = status;
}

bool loop_was_waiting(const struct loop *loop)
{
	return loop->was_waiting;
}

static void deliver_signals(struct loop *loop)
{
	struct signalfd_siginfo info;

	while (read(loop->signal_fd, &info, sizeof(info)) == sizeof(info)) {
		int number = (int)info.ssi_signo;

		if (loop->signal_arrived != NULL)
			loop->signal_arrived(loop->signal_context, number);
		else if (number == SIGTERM || number == SIGINT)
			loop_stop(loop, SIGNAL_STATUS_BASE + number);
	}
}

static void call_watch(struct loop *loop, int64_t serial, short ready)
{
	for (int i = 0; i < loop->watch_count; i++) {
		struct watch watch = loop->watches[i];

		if (watch.serial == serial) {
			watch.ready(watch.context, watch.fd, ready);
			return;
		}
	}
}

/*
 * The timer that has been due longest, or NULL. Timers begun in this turn
 * (serial from `limit` on) wait for the next, or one that starts itself anew
 * with no delay would keep the loop from its descriptors.
 */
static struct timer *due_timer(struct loop *loop, int64_t now_ms, int64_t limit)
{
	struct timer *due = NULL;

	for (int i = 0; i < loop->timer_count; i++) {
		struct timer *timer = &loop->timers[i];

		if (timer->serial < limit && timer->due_ms <= now_ms &&
			(due == NULL || timer->due_ms < due->due_ms))
			due = timer;
	}
	return due;
}

static void fire_timers(struct loop *loop)
{
	int64_t now_ms = clock_monotonic_ms();
	int64_t limit = loop->next_serial;
	struct timer *timer;

	while ((timer = due_timer(loop, now_ms, limit)) != NULL) {
		struct timer due = *timer;

		if (due.every_ms == 0) {
			loop_cancel(loop, due.serial);
		} else {
			timer->due_ms += due.every_ms;
			if (timer->due_ms <= now_ms)
				timer->due_ms = now_ms + due.every_ms;
		}
		due.fire(due.context);
	}
}

/* Milliseconds until the first timer, at most max_wait_ms; -1 is for ever. */
static int wait_time(const struct loop *loop, int64_t max_wait_ms)
{
	int64_t now_ms = clock_monotonic_ms();
	int64_t wait_ms = max_wait_ms;

	for (int i = 0; i < loop->timer_count; i++) {
		int64_t left_ms = loop->timers[i].due_ms - now_ms;

		if (left_ms < 0)
			left_ms = 0;
		if (wait_ms < 0 || left_ms < wait_ms)
			wait_ms = left_ms;
	}
	if (wait_ms < 0)
		return -1;
	return wait_ms > INT_MAX ? INT_MAX : (int)wait_ms;
}

/*
 * The first poll does not wait: what it finds had arrived before the loop was
 * back, and its timing means nothing. Only then the second one waits.
 */
static int poll_twice(struct loop *loop, struct pollfd *polled, nfds_t count,
	int64_t max_wait_ms)
{
	int found = poll(polled, count, 0);

	loop->was_waiting = found == 0;
	if (found != 0)
		return found;
	return poll(polled, count, wait_time(loop, max_wait_ms));
}

bool loop_turn(struct loop *loop, int64_t max_wait_ms)
{
	struct pollfd polled[LOOP_MAX_WATCHES + 1];
	int64_t serials[LOOP_MAX_WATCHES + 1];
	int count = loop->watch_count;
	int found;

	if (loop->stopped)
		return false;
	for (int i = 0; i < count; i++) {
		polled[i].fd = loop->watches[i].fd;
		polled[i].events = loop->watches[i].events;
		polled[i].revents = 0;
		serials[i] = loop->watches[i].serial;
	}
	polled[count] = (struct pollfd){loop->signal_fd, POLLIN, 0};
	found = poll_twice(loop, polled, (nfds_t)count + 1, max_wait_ms);
	if (found < 0 && errno != EINTR && errno != EAGAIN) {
		loop_stop(loop, FAILED_STATUS);
		return false;
	}
	if (found > 0) {
		if (polled[count].revents != 0)
			deliver_signals(loop);
		for (int i = 0; i < count && !loop->stopped; i++) {
			/* A watched descriptor was closed: our mistake. */
			assert((polled[i].revents & POLLNVAL) == 0);
			if (polled[i].revents != 0)
				call_watch(loop, serials[i], polled[i].revents);
		}
	}
	if (!loop->stopped)
		fire_timers(loop);
	return !loop->stopped;
}

int loop_run(struct loop *loop)
{
	while (loop_turn(loop, -1))
		;
	return loop->status;
}
