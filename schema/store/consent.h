/* What a person has agreed to: each time an event `consent`. */
#ifndef TITIPAN_STORE_CONSENT_H
#define TITIPAN_STORE_CONSENT_H

#include "schema/store/document.h"

/* What his data may be used for. */
enum consent_purpose {
	CONSENT_CONTACT,   /* to be called and written to */
	CONSENT_PAYOUT,    /* his account, to be paid */
	CONSENT_IDENTITY,  /* his NIK, for tax and permits */
	CONSENT_PROGRAMME, /* reports to the programmes he is part of */
	CONSENT_PURPOSE_COUNT
};

/* The words in order, ended by NULL: contact, payout, identity, programme. */
extern const char *const consent_purpose_words[];

struct consent {
	int64_t document; /* 0: nothing is recorded */
	bool given;
	int32_t day; /* on which he said so */
};

/* Adds the event inside store_begin and returns its id. note may be NULL. */
int64_t consent_write(struct store *store, const struct author *author,
	int64_t thing, enum consent_purpose purpose, bool given, int32_t day,
	const char *note);

/* What he said last of each purpose. */
enum store_result consent_read(struct store *store, int64_t thing,
	struct consent consents[CONSENT_PURPOSE_COUNT]);

#endif
