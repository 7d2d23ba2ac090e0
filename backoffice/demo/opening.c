/* Before the first day: people, producers, what was agreed, the goods. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/demo/demo_int.h"
#include "schema/rules/gtin.h"

/* --- codes ----------------------------------------------------------------- */

/* An EAN-13 of twelve digits and its check digit. */
static void ean(char code[16], const char *digits)
{
	snprintf(code, 16, "%s%c", digits,
		gtin_check_digit(digits, strlen(digits)));
}

/* 899 is Indonesia's; no maker has the numbers 0000 to 0040 behind it. What
 * has no code of its own gets one of the shop's, which begin with 21. */
static void make_codes(struct shelf *shelf, int maker, int number, int place)
{
	char digits[16];

	if (shelf->item->flags & DEMO_SHORT) {
		snprintf(shelf->code, sizeof(shelf->code), "%d", 10 + place);
		return;
	}
	snprintf(digits, sizeof(digits),
		shelf->item->flags & DEMO_SHOP ? "2100000%02d%03d"
					       : "8990000%02d%03d",
		maker % 100, number % 1000);
	ean(shelf->code, digits);
	if (shelf->item->flags & DEMO_CARTON) {
		snprintf(digits, sizeof(digits), "8990000%02d9%02d",
			maker % 100, number % 100);
		ean(shelf->carton, digits);
	}
}

static void lay_out(struct demo *demo)
{
	int numbers[100] = {0};
	int short_codes = 0;

	for (size_t i = 0; i < demo_item_count; i++) {
		struct shelf *shelf = &demo->shelves[i];
		int maker = 0;

		shelf->item = &demo_items[i];
		shelf->price = shelf->item->price;
		for (size_t p = 0; p < demo_producer_count; p++) {
			if (strcmp(demo_producers[p].code,
				    shelf->item->maker) != 0)
				continue;
			shelf->producer = &demo_producers[p];
			maker = (int)p + 1;
		}
		snprintf(shelf->sku, sizeof(shelf->sku), "%s%02d",
			shelf->producer ? shelf->producer->code : "TK",
			++numbers[maker] % 100);
		make_codes(shelf, maker, numbers[maker], short_codes);
		if (shelf->item->flags & DEMO_SHORT)
			short_codes++;
	}
}

/* --- documents ------------------------------------------------------------- */

static void init(struct demo *demo)
{
	struct words words = {.count = 0};

	setenv("MART_NEW_PIN", demo_users[DEMO_OWNER].pin, 1);
	words_split(&words,
		"init --rehearsal --code CTH --legal-form koperasi");
	words_add(&words, "--owner=%s", demo_users[DEMO_OWNER].name);
	words_add(&words, "--name=%s", "Mart Contoh Pesawaran");
	demo_office(demo, -1, &words);
	for (int i = DEMO_OWNER + 1; i < DEMO_USERS; i++) {
		setenv("MART_NEW_PIN", demo_users[i].pin, 1);
		words_split(&words, "user add");
		words_add(&words, "%s", demo_users[i].name);
		words_add(&words, "--role=%s", demo_users[i].role);
		demo_office(demo, DEMO_OWNER, &words);
	}
	words_split(&words, "agreement set --commission 20");
	demo_office(demo, DEMO_OWNER, &words);
	words_split(&words,
		"agreement set --category kopi --commission 15"
		" --loss sample=mart");
	demo_office(demo, DEMO_MANAGER, &words);
}

static const char *cluster(const struct demo_producer *producer)
{
	static const struct {
		const char *category;
		const char *name;
	} clusters[] = {{"keripik", "Sentra Keripik Pisang"},
		{"kopi", "Sentra Kopi Way Ratai"},
		{"tapis", "Sentra Tapis Negeri Katon"},
		{"gerabah", "Sentra Gerabah Natar"},
		{"garam", "Sentra Garam Pesisir"},
		{"hasil laut", "Sentra Olahan Ikan Teluk Pandan"}};

	for (size_t i = 0; i < sizeof(clusters) / sizeof(*clusters); i++)
		if (strcmp(clusters[i].category, producer->category) == 0)
			return clusters[i].name;
	return NULL;
}

static void add_producer(struct demo *demo, size_t index)
{
	const struct demo_producer *p = &demo_producers[index];
	const struct demo_place *place = &demo_places[p->district];
	const bool ovop = strcmp(p->category, "tapis") == 0 ||
		strcmp(p->category, "gerabah") == 0 || index == 0;
	struct words words = {.count = 0};

	words_split(&words, "producer add");
	words_add(&words, "--code=%s", p->code);
	words_add(&words, "--name=%s", p->name);
	words_add(&words, "--owner-name=%s", p->owner);
	words_add(&words, "--region=%s", place->region);
	if (place->bps[0] != '\0')
		words_add(&words, "--region-bps=%s", place->bps);
	words_add(&words, "--village=%s", p->village);
	if (cluster(p))
		words_add(&words, "--sentra=%s", cluster(p));
	words_add(&words, "--sector=%s", p->sector);
	words_add(&words, "--workers=%d", p->workers);
	words_add(&words, "--phone=0812-0000-%04d", (int)index + 1);
	words_add(&words, "--nib=99990000%05d", (int)index + 1);
	words_add(&words, "--ovop=%s", ovop ? "yes" : "no");
	words_add(&words, "--stage=%s", index % 5 == 4 ? "listed" : "sold");
	demo_office(demo, DEMO_MANAGER, &words);
	if (p->commission == 0 && p->terms[0] == '\0')
		return;
	words_split(&words, "agreement set --producer");
	words_add(&words, "%s", p->code);
	if (p->commission > 0)
		words_add(&words, "--commission=%d", p->commission);
	words_split(&words, p->terms);
	demo_office(demo, DEMO_MANAGER, &words);
}

static void add_item(struct demo *demo, const struct shelf *shelf)
{
	const struct demo_item *item = shelf->item;
	struct words words = {.count = 0};

	words_split(&words, "item add");
	words_add(&words, "--sku=%s", shelf->sku);
	words_add(&words, "--name=%s", item->name);
	words_add(&words, "--price=%d", (int)item->price);
	words_add(&words, "--barcode=%s", shelf->code);
	if (shelf->carton[0] != '\0')
		words_add(&words, "--pack=%s=24", shelf->carton);
	if (item->flags & DEMO_KG)
		words_split(&words, "--unit kg");
	if (item->keep_days > 0)
		words_add(&words, "--shelf-life-days=%d", item->keep_days);
	words_add(&words, "--category=%s",
		shelf->producer ? shelf->producer->category : item->category);
	if (shelf->producer)
		words_add(&words, "--producer=%s", shelf->producer->code);
	demo_office(demo, DEMO_MANAGER, &words);
	if (!shelf->producer || shelf->producer->commission > 0)
		return;
	words_split(&words, "agreement set --producer");
	words_add(&words, "%s", shelf->producer->code);
	words_add(&words, "--item=%s", shelf->sku);
	words_add(&words, "--agreed-cost=%d", item->price * 82 / 100 / 50 * 50);
	demo_office(demo, DEMO_MANAGER, &words);
}

void demo_open_mart(struct demo *demo)
{
	lay_out(demo);
	demo->minute = 8 * 60;
	init(demo);
	for (size_t i = 0; i < demo_producer_count; i++)
		add_producer(demo, i);
	for (size_t i = 0; i < demo_item_count; i++)
		add_item(demo, &demo->shelves[i]);
	demo_fill_shelves(demo);
}
