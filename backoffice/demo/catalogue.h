/*
 * Who sells what in the demo mart: forty producers of Pesawaran and Bandar
 * Lampung, three hundred goods. The villages are real; the people, their
 * businesses and their telephones are made up, and every person is called
 * Contoh ("example") so that nobody takes them for real ones.
 */
#ifndef TITIPAN_DEMO_CATALOGUE_H
#define TITIPAN_DEMO_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A sub-district. The two codes are two lists; neither follows from the other.
 */
struct demo_place {
	const char *region; /* Kemendagri's code, or a name where it has none */
	const char *bps;    /* "" where it is not known */
};

enum demo_district {
	GEDONG_TATAAN,
	NEGERI_KATON,
	TEGINENENG,
	WAY_LIMA,
	PADANG_CERMIN,
	PUNDUH_PIDADA,
	KEDONDONG,
	MARGA_PUNDUH,
	WAY_KHILAU,
	TELUK_PANDAN,
	WAY_RATAI,
	LANGKAPURA,
	TELUK_BETUNG_SELATAN,
	RAJABASA,
	KEMILING,
	NATAR,
	DISTRICT_COUNT
};

extern const struct demo_place demo_places[DISTRICT_COUNT];

struct demo_producer {
	const char *code; /* three letters; its goods' SKUs begin with it */
	const char *name;
	const char *owner;
	enum demo_district district;
	const char *village;
	const char *sector;
	const char *category; /* of all its goods */
	int workers;
	int commission; /* percent; 0: an agreed cost for each of its goods */
	int visit_days; /* how often it brings goods; 0: fresh, on most days */
	bool weekly;    /* is settled every Monday; otherwise every month */
	const char *terms; /* more options of `agreement set`, split at blanks */
};

extern const struct demo_producer demo_producers[];
extern const size_t demo_producer_count;

/* What is special about an item's codes and unit. */
#define DEMO_KG 1U     /* sold by weight; the price is of a kilogram */
#define DEMO_SHOP 2U   /* no code of its own: the mart prints one */
#define DEMO_CARTON 4U /* comes in cartons of 24 with a code of their own */
#define DEMO_SHORT 8U  /* the cashier types two digits */
#define DEMO_LOT 16U   /* the producer writes a production code on it */

struct demo_item {
	const char *maker; /* a producer's code; "" for the mart's own goods */
	const char *name;
	int32_t price;
	int16_t keep_days; /* 0: does not expire */
	int16_t pace;      /* units sold in a usual month */
	unsigned flags;
	const char *category; /* of the mart's own goods */
};

extern const struct demo_item demo_items[];
extern const size_t demo_item_count;

#endif
