/*
 * The event loop: one poll(2) for descriptors, signals and timers.
 *
 * SIGWINCH, SIGTERM, SIGHUP and SIGINT are blocked while a loop lives and
 * arrive as a callback: a handler may miss the moment between a check and the
 * poll, a signalfd cannot. One loop in a program, used by one thread. A
 * callback may watch, unwatch, start and cancel anything, itself included.
 */
#ifndef TITIPAN_SYSTEM_LOOP_H
#define TITIPAN_SYSTEM_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#define LOOP_MAX_WATCHES 64
#define LOOP_MAX_TIMERS 64

struct loop;

/* events and ready are poll(2)'s POLLIN, POLLOUT, POLLERR, ... */
typedef void loop_ready_fn(void *context, int fd, short ready);
typedef void loop_timer_fn(void *context);
typedef void loop_signal_fn(void *context, int signal_number);

/* NULL when the kernel gives no descriptor; errno says why. */
struct loop *loop_new(void);

/* Restores the signal mask. Closes no watched descriptor. NULL is allowed. */
void loop_free(struct loop *loop);

/*
 * Calls ready when fd has one of events, an error or a hang-up. Watching an
 * fd again replaces its entry. False at LOOP_MAX_WATCHES. context is not
 * owned. Unwatch an fd before closing it.
 */
bool loop_watch(struct loop *loop, int fd, short events, loop_ready_fn *ready,
	void *context);

/* An fd that is not watched is allowed. */
void loop_unwatch(struct loop *loop, int fd);

/*
 * Calls fire after first_ms, and then every every_ms unless that is 0. A late
 * repeating timer fires once, not once for each interval missed. Returns an
 * id above 0 that is not used again, or 0 at LOOP_MAX_TIMERS.
 */
int64_t loop_timer(struct loop *loop, int64_t first_ms, int64_t every_ms,
	loop_timer_fn *fire, void *context);

/* 0 and the id of a timer that is over are allowed. */
void loop_cancel(struct loop *loop, int64_t timer);

/* One callback for the four signals; without one SIGWINCH and SIGHUP are
 * ignored and SIGTERM and SIGINT stop the loop with status 128 + number. */
void loop_on_signal(struct loop *loop, loop_signal_fn *arrived, void *context);

/* Runs until loop_stop; returns its status, or 3 when poll itself failed. */
int loop_run(struct loop *loop);
void loop_stop(struct loop *loop, int status);

/*
 * One poll of at most max_wait_ms (negative: until something happens) and its
 * callbacks. False when loop_stop was called, or poll failed (errno).
 */
bool loop_turn(struct loop *loop, int64_t max_wait_ms);

/*
 * Inside a callback: this turn's events came while the loop was waiting for
 * them. If false they may have waited for the loop, so the moment at which
 * they are read says nothing about how fast they were typed.
 */
bool loop_was_waiting(const struct loop *loop);

/* In a forked child before exec: the signal mask as it was before loop_new. */
void loop_restore_signals(const struct loop *loop);

#endif
