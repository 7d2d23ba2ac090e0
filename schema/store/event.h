/*
 * What happens beside the trade, and is a document all the same: somebody logs
 * in, a PIN is wrong, the drawer opens without a sale, a backup is made.
 *
 * Every such document has one row in the facts' table `event`: a subject, a
 * count and a detail, which mean what the table below says. It is written
 * where it happens, by event_write inside a write that does more, or by
 * event_record, which is a write of its own.
 */
#ifndef TITIPAN_STORE_EVENT_H
#define TITIPAN_STORE_EVENT_H

#include "schema/store/document.h"

/*	kind             subject         count           detail          */
enum event_kind {
	EVENT_START,        /*              1: uncleanly    the version     */
	EVENT_LOGIN,        /* the user                                     */
	EVENT_LOGOUT,       /* the user                                     */
	EVENT_LOGIN_FAILED, /* the user     wrong so far    where           */
	EVENT_LOCKOUT,      /* the user     seconds         where           */
	EVENT_REFUSED,      /* what about                   action: cause   */
	EVENT_DRAWER,       /*                              the reason      */
	EVENT_REPRINT,      /* the paper's  which copy                      */
	EVENT_CLOCK_BACK,   /* the last     seconds                         */
	EVENT_CLOCK_CORRECTED, /* the last  seconds         the day said    */
	EVENT_CLOCK_CONFIRMED, /* the last  days            the day said    */
	EVENT_BACKUP,          /*           documents       where to        */
	EVENT_RESTORE,         /* the last  documents gone  where from      */
	EVENT_RECOVERY_CODE,   /*                           its fingerprint */
	EVENT_EXPORT,          /*           rows            what, where to  */
	EVENT_VERIFY,          /*           findings        documents       */
	EVENT_MIGRATE,         /* schema then  schema now   in words        */
	EVENT_ROLLBACK,        /* schema then  schema now   in words        */
	EVENT_REVEAL,          /* the person                field, reason   */
	EVENT_FORGET,          /* the person                the reason      */
	EVENT_CONSENT, /* the person 1: given, none: not  purpose: note */
	EVENT_KIND_COUNT
};

/* The document's kind: "login-failed". */
const char *event_word(enum event_kind kind);

/* For people, an msgid: "wrong PIN". */
const char *event_title(enum event_kind kind);

/* Reads a kind's word. False: no such kind, output untouched. */
bool event_parse(enum event_kind *kind, const char *word);

/*
 * Adds an event inside store_begin and returns its id. A subject or count of 0
 * and a detail of NULL are left out. A detail is cut at EVENT_DETAIL_MAX bytes
 * (between characters). An author of user 0 is the machine itself.
 */
#define EVENT_DETAIL_MAX 200
int64_t event_write(struct store *store, enum event_kind kind,
	const struct author *author, int64_t subject, int64_t count,
	const char *detail);

/* The same, as a document that can take rows of other facts too. */
struct document *event_begin(struct store *store, enum event_kind kind,
	const struct author *author, int64_t subject, int64_t count,
	const char *detail);

/* The same as a write of its own: begins, writes, commits. Not inside
 * store_begin. */
enum store_result event_record(struct store *store, enum event_kind kind,
	const struct author *author, int64_t subject, int64_t count,
	const char *detail);

/* How often a document's paper was copied; the next copy is one more. */
int64_t event_copies(struct store *store, int64_t document);

#endif
