/* A mart in a table, for tests of the till: no database, no clock. */
#ifndef TITIPAN_UNIT_FAKE_SHOP_H
#define TITIPAN_UNIT_FAKE_SHOP_H

#include "pos/till/till.h"

/*
 * KRP 12.500 (code 8991234567891, pack 8991234567907 of 12), consigned at
 * 20 %; KOPI 78.000 a kg, consigned at 20 %; TEH 10.000, own; MADU 15.000 at
 * an agreed cost of 12.000; SUSU and SUSUC share the code 96; BASI has
 * expired; BARU has no price; LIAR no agreement. Users kasir, sari
 * (supervisor), rina (auditor), PIN 246810. The receipt GTN-1-000001: 3 TEH
 * at 10.000, cash.
 */
struct fake_shop {
	unsigned token;
	int64_t shift; /* open_shift answers it */
	bool full;     /* the disk is */
	size_t baskets_elsewhere;
	struct till_date date; /* TILL_DATE_FINE unless a test says so */
	char suspended[65536]; /* its text, "" for none */
};

extern const struct till_shop fake_shop;

/* The till with kasir logged in and, unless shift is 0, a shift open. */
struct till *fake_till(struct fake_shop *shop, int64_t shift);

/* Sends an event; answers an order with `ok` as a database would, until there
 * is none. Returns the kind of the last order that was saved. */
enum till_order_kind fake_send(struct till *till, struct fake_shop *shop,
	const struct till_event *event, bool ok);

/* Shorter ways to write an event. */
enum till_order_kind fake_text(struct till *till, struct fake_shop *shop,
	enum till_event_kind kind, const char *text);
enum till_order_kind fake_key(struct till *till, struct fake_shop *shop,
	enum till_key key, const char *text);
enum till_order_kind fake_tender(struct till *till, struct fake_shop *shop,
	enum till_tender_kind kind, int64_t rupiah);

#endif
