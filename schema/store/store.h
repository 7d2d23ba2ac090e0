/*
 * The mart's file: opening, creating, and one writer at a time.
 *
 * Beside FILE lie FILE-wal and FILE-shm (SQLite's), FILE.key (this node's
 * secret key, mode 0600), FILE.head (the last document this machine has seen
 * in the file), FILE.lock and FILE.queue (the turnstile between processes);
 * while a mart is made, FILE.making.
 *
 * A process opens one store and uses it from one thread.
 */
#ifndef TITIPAN_STORE_STORE_H
#define TITIPAN_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/system/clock.h"

struct store;

/* What became of a call. Results that carry a detail (a path, SQLite's words)
 * leave it in store_detail(). */
enum store_result {
	STORE_OK,
	STORE_NOT_FOUND,  /* no such thing; also a list that is empty */
	STORE_NO_FILE,    /* the file does not exist */
	STORE_EXISTS,     /* a file to be made is there already */
	STORE_LINK,       /* a symbolic link to the file: where it leads */
	STORE_NOT_A_MART, /* not SQLite, or another program's database */
	STORE_HALF_MADE,  /* an empty or unfinished file */
	STORE_NEWER,      /* made by a newer version of this program */
	STORE_NO_KEY, /* the node's key file is missing or of another mart */
	STORE_ROLLED_BACK, /* the file is older than its head: copied back, or
	                       sales in it were lost */
	STORE_FORKED,      /* the head file names another document */
	STORE_DENIED,      /* permissions */
	STORE_BUSY,        /* another process kept the lock too long */
	STORE_FULL,        /* the disk is full; nothing was written */
	STORE_IO,          /* the disk failed; nothing was written */
	STORE_IN_DOUBT,    /* the disk failed and the file cannot be read again:
	                       whether the document is in it is not known */
	STORE_DAMAGED,     /* SQLite finds the file malformed */
	STORE_STRANGE_SCHEMA, /* tables, triggers or views that are not ours:
	                         it is read, and takes nothing */
	STORE_UNBALANCED, /* a document whose postings do not add up to zero */
	STORE_BAD_BUNDLE, /* bytes that are no document, or beyond the bounds */
	STORE_BAD_CHAIN,  /* wrong hash or signature */
	STORE_OUT_OF_ORDER,  /* not the next document of its node */
	STORE_UNKNOWN_NODE,  /* the node's key has not arrived */
	STORE_CLOCK_REFUSED, /* a set clock on a mart that is no rehearsal */
	STORE_REPLACED, /* another file was put in its place while it was open */
	STORE_IN_USE,   /* another process has the file open and keeps it */
	STORE_NO_ROOM,  /* the disk has no room for the copies of a migration */
	STORE_TOTALS_DIFFER, /* a migration would have changed a total */
	STORE_CLOCK_AHEAD,   /* the date is to be confirmed: see day.h */
	STORE_CLOCK_BACK,    /* the date is to be corrected */
	STORE_DAY_CLOSED     /* nothing joins a day that was closed */
};

/* An msgid for the person. */
const char *store_message(enum store_result result);

/* More about the last result that was not STORE_OK: "" if nothing. */
const char *store_detail(const struct store *store);

/* What an opening does that may take a while. */
enum store_stage {
	STORE_STAGE_WAITING, /* another process holds the lock: who */
	STORE_STAGE_OLDER,   /* the file is of an older schema: which */
	STORE_STAGE_LOOK,    /* the same of a copy that is only looked at */
	STORE_STAGE_BACKUP, /* the file is copied and proved: the copy's name */
	STORE_STAGE_COPY,   /* and once more, to be changed: how far */
	STORE_STAGE_BOOKS,  /* the books are made anew on that copy */
	STORE_STAGE_VERIFY, /* the copy is proved */
	STORE_STAGE_DONE    /* it took the file's place: the backup's name */
};

/* Is told each of them as it begins; detail fills the %s of its words. */
struct store_listener {
	void (*tell)(void *context, enum store_stage stage, const char *detail);
	void *context;
};

/* An msgid with one %s. */
const char *store_stage_words(enum store_stage stage);

/*
 * Opens an existing mart, migrates an older one (see migrate.h), and on the
 * first opening after a boot makes it safe to write (checkpoint, then a start
 * document). A copy without its key is migrated for this process alone.
 * set_clock is the content of $MART_NOW or NULL: the instant at which a
 * rehearsal's clock stands still; it is refused on a real mart. On success
 * *out is owned by the caller. On failure *out is NULL and detail (of size
 * bytes) gets more words.
 */
enum store_result store_open(const char *path, const char *set_clock,
	struct store **out, char *detail, size_t size);

/* The same for a person who waits. listener may be NULL. */
enum store_result store_open_told(const char *path, const char *set_clock,
	const struct store_listener *listener, struct store **out, char *detail,
	size_t size);

/* Moves a rehearsal's clock, as set_clock of store_open does; a NULL or empty
 * text leaves it as it is. STORE_CLOCK_REFUSED on a real mart, or when the
 * text is no instant. */
enum store_result store_set_clock(struct store *store, const char *text);

/* Rolls back what is not committed, closes, frees. NULL is allowed. */
void store_close(struct store *store);

/* Housekeeping for an idle moment: moves the write-ahead log into the file
 * when it has grown. Cheap when there is nothing to do. */
void store_idle(struct store *store);

/* How a new mart is to be. Texts are copied. */
struct store_plan {
	const char *code; /* short, in receipt numbers: GTN */
	const char *name;
	const char *legal_form; /* koperasi, pt, cv, perorangan, bumdes */
	const char *timezone;
	const char *owner; /* the first user */
	const char *owner_pin;
	int64_t rounding_unit;
	const char *rounding_direction; /* down, nearest, up */
	const char *npwp;               /* NULL: not registered for PPN */
	int32_t pkp_since;              /* a day; used when npwp is given */
	bool rehearsal;
	/* The public key of the owner's recovery code in hex, see recovery.h;
	 * NULL: none yet, so that backups hold no keys. */
	const char *recovery_key;
};

/*
 * Makes a new mart with node 1, its key, its rules and its owner, all or
 * nothing. Refuses an existing path. set_clock as for store_open.
 */
enum store_result store_create(const char *path, const char *set_clock,
	const struct store_plan *plan, char *detail, size_t size);

/*
 * A write: between store_begin and store_commit or store_rollback this process
 * alone writes. Whatever a document's refusal depends on is read in between.
 * Nothing that waits for a person, a network or a device may stand there.
 * purpose is one short word for whoever has to wait.
 */
enum store_result store_begin(struct store *store, const char *purpose);

/*
 * Seals and applies every document begun since store_begin, all or none, and
 * makes them durable. When COMMIT itself fails the store is closed, opened
 * again and asked for the first document's token: so STORE_OK and a refusal
 * are certain, and only STORE_IN_DOUBT is not. The documents are freed.
 */
enum store_result store_commit(struct store *store);
void store_rollback(struct store *store);

/*
 * Why an open file may be read and not written, or STORE_OK: its key is
 * missing, or it is not what this machine remembers of it, so that what is
 * read may be old.
 */
enum store_result store_doubt(const struct store *store);

/* How long the last store_begin waited for other processes. */
int64_t store_waited_ms(const struct store *store);

/* The business of time. Instants are milliseconds UTC, days day numbers. */
int64_t store_now_ms(const struct store *store);
int32_t store_today(const struct store *store);
int32_t store_zone_offset_s(const struct store *store);

/* This file's node, 1 or more, and the desk that settles what it sells. */
int64_t store_node(const struct store *store);
int64_t store_desk(const struct store *store);
bool store_is_rehearsal(const struct store *store);

/* The setting in force on a day, or NULL. Valid until the next call. */
const char *store_setting(struct store *store, const char *name, int32_t day);

/* A note of this machine alone (a printer's address), or NULL. */
const char *store_local(struct store *store, const char *name);
enum store_result store_set_local(struct store *store, const char *name,
	const char *value);

#endif
