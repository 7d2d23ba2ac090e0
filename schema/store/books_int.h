/* What books.c, which moves the books, and books_check.c share. */
#ifndef TITIPAN_STORE_BOOKS_INT_H
#define TITIPAN_STORE_BOOKS_INT_H

#include "schema/store/books.h"
#include "schema/store/store_core.h"

/* A coarse book is a rolled one which sums, too, what the book before it in
 * the list holds. It is checked by that, which is shorter than the facts: by
 * the view NAME_of. */
enum book_kind { BOOK_LATEST, BOOK_SUM, BOOK_ROLLED, BOOK_COARSE };

#define BOOK_COLUMNS_MAX 32

/* Documents that one statement goes through. */
#define BOOK_RANGE 1000

#define BOOK_SQL_MAX 65536

struct book {
	const char *name;
	enum book_kind kind;
	bool not_of_sales; /* a document of kind `sale` never moves it: most
	                      documents are, and need not ask each book */
	const char *keys[12];
	const char *values[BOOK_COLUMNS_MAX];
};

/* The only list of books. */
extern const struct book book_list[];
extern const size_t book_count;

/* Appends the columns of the book in their order: keys, then values. */
void book_columns(struct buffer *sql, const struct book *book);

/* Appends the condition that every number of a row is zero. */
void book_zero(struct buffer *sql, const struct book *book);

/* Appends a SELECT of what the facts say, row by row, in the order of the
 * book's columns: of the documents after ?1 up to ?2. */
void book_facts(struct buffer *sql, const struct book *book);

/* Runs, or prepares, what stands in sql, and clears it. */
bool book_run(struct store *store, struct buffer *sql);
sqlite3_stmt *book_prepare(struct store *store, struct buffer *sql);

/* The next node that has documents and is greater than *node, and the last of
 * them that the book is to hold. */
bool book_next_node(struct store *store, const struct book *book, int64_t *node,
	int64_t *last);

/* Merges everything that the book is to hold into a table like it. */
bool book_merge_whole(struct store *store, const struct book *book,
	const char *table);

#endif
