/*
 * Personal data: sealed in the mart's file under a key of the person's own,
 * which lies outside it, in FILE.people (0600; a line `thing hexkey` each).
 * Whoever loses or destroys a person's key cannot read his data again, while
 * the documents that hold them stay whole.
 */
#ifndef TITIPAN_STORE_PERSONAL_H
#define TITIPAN_STORE_PERSONAL_H

#include "schema/store/document.h"

#define PERSONAL_TEXT_SIZE 200
#define PERSONAL_LAST_FOUR_SIZE 20
#define PERSONAL_MASK_SIZE 40

/*
 * Adds the sealed datum (field: `phone`, `nik`, `bank`) of a thing to a
 * document inside store_begin; makes the person's key when there is none, and
 * that key is durable before the call answers. "" seals an empty text: it
 * takes the datum away. text is shorter than PERSONAL_TEXT_SIZE (asserted).
 */
enum store_result personal_write(struct store *store, struct document *document,
	int64_t thing, const char *field, const char *text);

/* The last four characters, "" if there is none. */
enum store_result personal_last_four(struct store *store, int64_t thing,
	const char *field, char last_four[PERSONAL_LAST_FOUR_SIZE]);

/* How an output shows a datum by its last four: `*******1234`; "" of "". */
char *personal_mask(const char *last_four, char mask[PERSONAL_MASK_SIZE]);

/*
 * The datum itself. STORE_NOT_FOUND: none, or its key is gone;
 * STORE_DAMAGED: the key does not open it.
 */
enum store_result personal_reveal(struct store *store, int64_t thing,
	const char *field, char text[PERSONAL_TEXT_SIZE]);

#endif
