/*
 * Personal data: sealed in the mart's file under a key of the person's own,
 * which lies outside it (people.h). Whoever loses or destroys a person's key
 * cannot read his data again, while the documents that hold them stay whole.
 *
 * What an output shows is the mask: the last four digits, taken from what is
 * unsealed for a moment, so that nothing of it can be read without the key.
 * Only of an account the last four stand in the books as well, because a
 * statement must print the same for ever.
 */
#ifndef TITIPAN_STORE_PERSONAL_H
#define TITIPAN_STORE_PERSONAL_H

#include "schema/store/document.h"

#define PERSONAL_TEXT_SIZE 200
#define PERSONAL_MASK_SIZE 40

enum personal_field {
	PERSONAL_PHONE,
	PERSONAL_NIK,
	PERSONAL_BANK, /* its name */
	PERSONAL_ACCOUNT,
	PERSONAL_ACCOUNT_HOLDER,
	PERSONAL_FIELD_COUNT
};

/* The stable word: `phone`, `nik`, `bank`, `account`, `account_holder`. */
const char *personal_field_name(enum personal_field field);

/* The words in order, ended by NULL. */
extern const char *const personal_field_words[];

/* The mask of a person whose data were erased: an msgid, and the text of
 * machine formats. */
#define PERSONAL_ERASED "(erased)"

/*
 * Adds the sealed datum of a thing to a document inside store_begin; makes the
 * person's key when there is none. "" seals an empty text: it takes the datum
 * away. text is shorter than PERSONAL_TEXT_SIZE (asserted). STORE_NOT_FOUND:
 * the person's key was destroyed, and nothing more is kept of him.
 */
enum store_result personal_write(struct store *store, struct document *document,
	int64_t thing, enum personal_field field, const char *text);

/*
 * How an output shows it: "" if there is nothing, PERSONAL_ERASED, `*******` of
 * what has no last four or cannot be unsealed here, else `*******7890`.
 * Returns mask.
 */
char *personal_mask(struct store *store, int64_t thing,
	enum personal_field field, char mask[PERSONAL_MASK_SIZE]);

/* `*******` and the last four, "" of "". Returns mask. */
char *personal_mask_of(const char *last_four, char mask[PERSONAL_MASK_SIZE]);

/* Whether a text is a mask, which says nothing about the datum. */
bool personal_is_mask(const char *text);

/*
 * The datum itself. Who shows it to a person writes a document first.
 * STORE_NOT_FOUND: none, or its key is gone; STORE_DAMAGED: the key does not
 * open it.
 */
enum store_result personal_reveal(struct store *store, int64_t thing,
	enum personal_field field, char text[PERSONAL_TEXT_SIZE]);

/* Whether a document `forget` has erased the person. */
bool personal_is_forgotten(struct store *store, int64_t thing);

/*
 * Destroys the keys of all persons whom a document `forget` names, so that one
 * that came back with a backup goes again: after such a document, at a safe
 * start, and when a backup was restored. Not inside store_begin.
 */
enum store_result personal_obey_forgets(struct store *store);

#endif
