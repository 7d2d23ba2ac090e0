/*
 * Tells what a keyboard-wedge scanner typed from what a person typed, by
 * timing alone: a run of six or more printable characters, gaps of at most
 * 35 ms, ended by Enter or Tab, all read while the loop was waiting (else the
 * moments say nothing). A hint only: nothing that matters may depend on it.
 */
#ifndef TITIPAN_TILL_BURST_H
#define TITIPAN_TILL_BURST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BURST_RUN_MIN 6
#define BURST_RUN_MAX 100
#define BURST_GAP_MS 35

struct burst {
	char run[BURST_RUN_MAX + 1];
	size_t length; /* past BURST_RUN_MAX it is no run */
	int64_t last_ms;
	bool prompt; /* all of it was read while the loop waited */
};

void burst_init(struct burst *burst);

/* A printable character below 128 (others: burst_break) came at read_ms. */
void burst_character(struct burst *burst, char character, int64_t read_ms,
	bool was_waiting);

/* Any other key but Enter and Tab. */
void burst_break(struct burst *burst);

/*
 * Enter or Tab. True: a scanner typed burst->run just before it (valid until
 * the next call). Either way the next character begins a new run.
 */
bool burst_end(struct burst *burst, int64_t read_ms, bool was_waiting);

#endif
