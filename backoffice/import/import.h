/*
 * A file of people's own, column by column and row by row, until it is wholly
 * understood: what each row would change, every row that is wrong, and every
 * question that only a person can answer. All or nothing: one write.
 *
 *	import_open   the file, its encoding, separator, heading, habits
 *	import_each   each row with a heading of its own: import_text(), ...
 *	import_end    refuses, reports, or commits; closes
 *
 * An empty cell says nothing: a new thing gets the default, and a thing that
 * is there keeps what it has.
 */
#ifndef TITIPAN_IMPORT_IMPORT_H
#define TITIPAN_IMPORT_IMPORT_H

#include "backoffice/command/command.h"
#include "backoffice/import/number.h"
#include "drivers/codec/csv.h"

#define IMPORT_COLUMNS_MAX 24
#define IMPORT_FILE_MAX ((size_t)64 * 1024 * 1024)

/* So many problems (and, in a table, findings of a kind) are named; the rest
 * are counted. */
#define IMPORT_SHOWN_MAX 1000

enum import_cell { CELL_TEXT, CELL_RUPIAH, CELL_QUANTITY };

struct import_column {
	const char *name;
	/* How other programs head it: lower case, blanks for - _ and point,
	 * parted by `|`. */
	const char *synonyms;
	enum import_cell cell;
	bool required;
};

/* What only a person can decide; import.c says how it is answered. */
enum import_question {
	ASK_DECIMAL, /* which mark is the decimal one */
	ASK_PRICE,   /* items without a price */
	ASK_STOCK,   /* the file's stock is not that of the books */
	ASK_COST,    /* own goods on hand of unknown cost */
	ASK_COUNT
};

enum import_what {
	WHAT_FILE, /* how the file is read */
	WHAT_ADD,
	WHAT_CHANGE,
	WHAT_STOCK,
	WHAT_SKIP,
	WHAT_NOTE,
	WHAT_QUESTION,
	WHAT_COUNT
};

struct import {
	struct context *context;
	const char *path;
	const struct import_column *columns;
	size_t column_count;
	const char *kind; /* of the document: item, producer, user */
	bool dry_run;

	struct buffer bytes;
	const char *text;
	size_t length;
	enum csv_encoding encoding;
	char separator;
	size_t heading_line;
	size_t width;
	char *headings[CSV_FIELDS_MAX];
	size_t place[IMPORT_COLUMNS_MAX]; /* the field of each column from 1 */
	struct number_habit habits[IMPORT_COLUMNS_MAX];
	enum number_mark marks[IMPORT_COLUMNS_MAX];
	char example[IMPORT_COLUMNS_MAX][32]; /* of an open habit */

	const struct csv_row *row; /* during import_each */
	char cell[CSV_FIELD_MAX + 1];
	char where[1000];
	size_t where_length;              /* of `items.csv:17: ` in it */
	char *labels[IMPORT_COLUMNS_MAX]; /* `price`, `price (Harga)` */

	struct output *output; /* of a machine format */
	struct document *document;
	size_t count[WHAT_COUNT];
	size_t questions[ASK_COUNT];
	size_t open_cells; /* that wait for --decimal */
	size_t rows;
	size_t unchanged;
};

/* Options that every import has; after them a table's own. */
extern const char *const import_decimal_words[];

#define IMPORT_OPTIONS \
	{ \
		"map", OPTION_TEXT, "OURS=THEIRS,…", \
			N_("which heading of the file is which column; OURS= " \
			   "leaves a column out") \
		, OPTION_REPEAT, 1000, NULL \
	} \
	, \
	{ \
		"dry-run", OPTION_FLAG, NULL, \
			N_("only say what it would do, and what is to be decided") \
		, 0, 0, NULL \
	} \
	, \
	{ \
		"decimal", OPTION_WORD, "comma|point", \
			N_("the decimal mark of numbers that do not tell") \
		, 0, 0, import_decimal_words \
	}

/*
 * Reads the file that the command names, finds the columns and the habits of
 * their numbers, and begins the write. COMMAND_DONE, or it has said why not.
 * import_close must follow in both cases, unless import_end was called.
 */
enum command_result import_open(struct import *import, struct context *context,
	const char *kind, const struct import_column columns[], size_t count);
void import_close(struct import *import);

/* Calls each for every row that has as many fields as the heading. */
typedef void import_row(struct import *import, void *context);
enum command_result import_each(struct import *import, import_row *each,
	void *context);

/* --- the row: column is an index of the table of columns ---------------- */

size_t import_line(const struct import *import);

/* Whether the file has this column at all. */
bool import_has(const struct import *import, size_t column);

/* `items.csv:17: price`; valid until the next call. */
const char *import_where(struct import *import, size_t column);

/* The cell, cleaned and without the apostrophe that defuses a formula; ""
 * where there is none. Valid until the next call. */
const char *import_cell(struct import *import, size_t column);

/* The cell into text. False, with text untouched, if it is empty or, with a
 * problem, too long. */
bool import_text(struct import *import, size_t column, char *text, size_t size);

/* Rupiah or thousandths by the column's habit. False if it is empty or, with a
 * problem or a question, cannot be read. */
bool import_number(struct import *import, size_t column, int64_t max,
	int64_t *value);

/* A whole number from 0 to max without any marks. */
bool import_integer(struct import *import, size_t column, int64_t max,
	int64_t *value);

/* The index of one of the words, ended by NULL, in any case of letters; each
 * may be followed by others that mean it, parted by `|`. */
bool import_word(struct import *import, size_t column,
	const char *const words[], int *index);

/* --- what came of it ---------------------------------------------------- */

/* The document of the import, begun when it is first asked for. */
struct document *import_document(struct import *import);

/* Something that is, or would be, done; or is worth knowing. */
void import_tell(struct import *import, enum import_what what, const char *key,
	const char *column, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* A question about a cell; it stops the import, not the dry run. */
void import_ask(struct import *import, enum import_question question,
	const char *key, size_t column, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* How much stands against it so far: problems and questions. */
size_t import_objections(const struct import *import);

/* Rolls back or commits, and says which; closes. result is that of
 * import_each. */
enum command_result import_end(struct import *import,
	enum command_result result);

/* The three imports, for the table of commands. */
enum command_result import_items(struct context *context);
enum command_result import_producers(struct context *context);
enum command_result import_users(struct context *context);

#endif
