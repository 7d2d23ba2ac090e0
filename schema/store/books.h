/*
 * Books: what is true now, read off the facts.
 *
 * A book is the latest revision of each thing, or the sum of one delta view.
 * The trigger that moves it with each document, the roll, the rebuild and the
 * check all come from the same table in books.c and the same view, so they
 * cannot disagree, and the order in which documents arrive does not matter.
 *
 *	latest   item         <- item_latest      greatest (generation, document)
 *	sum      on_hand      <- on_hand_delta    moved by each document
 *	rolled   ledger_day   <- ledger_day_delta moved between two marks
 *	         ledger_span  <- the same, coarser
 *	search   item_text    <- item_text_now    see search.h
 */
#ifndef TITIPAN_STORE_BOOKS_H
#define TITIPAN_STORE_BOOKS_H

#include <sqlite3.h>

#include "drivers/system/buffer.h"
#include "schema/store/store.h"

/* Appends the CREATE TRIGGER statements that move the live books. */
void books_triggers(struct buffer *sql);

/* Moves every rolled book up to the newest documents; before a report reads
 * such a book. Outside store_begin it takes the writer's lock itself if there
 * is something to do; inside, the documents of this write are not in it. */
enum store_result store_roll(struct store *store);

/* Empties every book and fills it from the facts, inside store_begin. */
enum store_result books_rebuild(struct store *store);

/*
 * Whether how far each rolled book has come is a document of its node: a mark
 * past the last one would keep documents to come out of the book. And whether
 * a coarser book has come as far as its finer one.
 */
bool books_marks_hold(struct store *store);

/* Calls differs(context, book) for each book that is not what the facts say.
 * False when memory or disk failed, which store_failed tells: then nothing
 * more is known. */
bool books_check(struct store *store,
	void (*differs)(void *context, const char *book), void *context);

/* Whether two lists, both in the order of their key, hold the same. */
bool books_same_rows(struct store *store, sqlite3_stmt *a, sqlite3_stmt *b);

#endif
