/* Before the first day: people, producers, what was agreed, the goods. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/demo/demo_int.h"
#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "schema/rules/gtin.h"

#define LIST_MAX ((size_t)1024 * 1024)

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
	setenv("MART_RECOVERY_CODE", DEMO_RECOVERY_CODE, 1);
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
	return "";
}

/* --- lists, as a mart would bring them --------------------------------------
 */

/* Each field between quotes; none of ours holds one. */
static void add_field(struct buffer *list, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void add_field(struct buffer *list, const char *format, ...)
{
	va_list arguments;

	buffer_add_str(list, "\"");
	va_start(arguments, format);
	buffer_vprintf(list, format, arguments);
	va_end(arguments);
	buffer_add_str(list, "\",");
}

static void end_row(struct buffer *list)
{
	buffer_truncate(list, list->length - 1);
	buffer_add_str(list, "\n");
}

static void add_producer(struct buffer *list, size_t index)
{
	const struct demo_producer *p = &demo_producers[index];
	const struct demo_place *place = &demo_places[p->district];
	const bool ovop = strcmp(p->category, "tapis") == 0 ||
		strcmp(p->category, "gerabah") == 0 || index == 0;

	add_field(list, "%s", p->code);
	add_field(list, "%s", p->name);
	add_field(list, "%s", p->owner);
	add_field(list, "0812-0000-%04d", (int)index + 1);
	add_field(list, "%s", place->region);
	add_field(list, "%s", place->bps);
	add_field(list, "%s", p->village);
	add_field(list, "%s", cluster(p));
	add_field(list, "%s", p->sector);
	add_field(list, "%d", p->workers);
	add_field(list, "99990000%05d", (int)index + 1);
	add_field(list, "%s", ovop ? "yes" : "no");
	add_field(list, "%s", index % 5 == 4 ? "listed" : "sold");
	end_row(list);
}

static void add_item(struct buffer *list, const struct shelf *shelf)
{
	const struct demo_item *item = shelf->item;

	add_field(list, "%s", shelf->sku);
	add_field(list, "%s", item->name);
	add_field(list, "%d", (int)item->price);
	add_field(list, "%s", shelf->code);
	add_field(list, "%s", item->flags & DEMO_KG ? "kg" : "pcs");
	add_field(list, "%s", item->maker);
	add_field(list, "%s",
		shelf->producer ? shelf->producer->category : item->category);
	add_field(list, "%d", item->keep_days);
	end_row(list);
}

static void import(struct demo *demo, const char *noun,
	const struct buffer *list)
{
	char *file = xasprintf("%s/%s.csv", demo->run.folder, noun);
	struct words words = {.count = 0};

	if (file_write_atomic(file, buffer_str(list), list->length, 0600) !=
		FILE_DONE)
		runner_fail(&demo->run, "%s: %s", file, strerror(errno));
	words_split(&words, "import");
	words_add(&words, "%s", noun);
	words_add(&words, "%s", file);
	demo_office(demo, DEMO_MANAGER, &words);
	free(file);
}

static void import_lists(struct demo *demo)
{
	struct buffer list;

	buffer_init(&list, LIST_MAX);
	buffer_add_str(&list,
		"code,name,owner_name,phone,region,region_bps,"
		"village,sentra,sector,workers,nib,ovop,stage\n");
	for (size_t i = 0; i < demo_producer_count; i++)
		add_producer(&list, i);
	import(demo, "producers", &list);
	buffer_clear(&list);
	buffer_add_str(&list,
		"sku,name,price,barcode,unit,producer,category,"
		"shelf_life_days\n");
	for (size_t i = 0; i < demo_item_count; i++)
		add_item(&list, &demo->shelves[i]);
	import(demo, "items", &list);
	buffer_release(&list);
}

/* --- what was agreed, and codes of cartons ----------------------------------
 */

static void agree(struct demo *demo, const struct demo_producer *producer)
{
	struct words words = {.count = 0};

	if (producer->commission == 0 && producer->terms[0] == '\0')
		return;
	words_split(&words, "agreement set --producer");
	words_add(&words, "%s", producer->code);
	if (producer->commission > 0)
		words_add(&words, "--commission=%d", producer->commission);
	words_split(&words, producer->terms);
	demo_office(demo, DEMO_MANAGER, &words);
}

static void agree_cost(struct demo *demo, const struct shelf *shelf)
{
	const int cost = shelf->item->price * 82 / 100 / 50 * 50;
	struct words words = {.count = 0};

	words_split(&words, "agreement set --producer");
	words_add(&words, "%s", shelf->producer->code);
	words_add(&words, "--item=%s", shelf->sku);
	words_add(&words, "--agreed-cost=%d", cost);
	demo_office(demo, DEMO_MANAGER, &words);
}

static void add_carton(struct demo *demo, const struct shelf *shelf)
{
	struct words words = {.count = 0};

	words_split(&words, "item edit");
	words_add(&words, "%s", shelf->sku);
	words_add(&words, "--pack=%s=24", shelf->carton);
	demo_office(demo, DEMO_MANAGER, &words);
}

void demo_open_mart(struct demo *demo)
{
	lay_out(demo);
	demo->minute = 8 * 60;
	init(demo);
	import_lists(demo);
	for (size_t i = 0; i < demo_producer_count; i++)
		agree(demo, &demo_producers[i]);
	for (size_t i = 0; i < demo_item_count; i++) {
		const struct shelf *shelf = &demo->shelves[i];

		if (shelf->producer && shelf->producer->commission == 0)
			agree_cost(demo, shelf);
		if (shelf->carton[0] != '\0')
			add_carton(demo, shelf);
	}
	demo_fill_shelves(demo);
}
