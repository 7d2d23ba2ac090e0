/* import producers: who consigns goods, by the rules of `producer add`. */
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/personal.h"
#include "backoffice/command/producer.h"
#include "backoffice/import/import.h"
#include "backoffice/import/map.h"
#include "backoffice/import/producers.h"
#include "drivers/system/alloc.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

const struct import_column producer_import_columns[PRODUCER_COLUMN_COUNT] = {
	[PRODUCER_CODE] = {"code", "kode|kode produsen|kode penitip|id",
		CELL_TEXT, true},
	[PRODUCER_NAME] = {"name",
		"nama|nama usaha|nama produsen|business name", CELL_TEXT, true},
	[PRODUCER_OWNER_NAME] = {"owner_name",
		"pemilik|nama pemilik|owner|pengelola", CELL_TEXT, false},
	[PRODUCER_PHONE] = {"phone",
		"telepon|hp|no hp|telp|nomor hp|whatsapp|wa", CELL_TEXT, false},
	[PRODUCER_NIK] = {"nik", "no ktp|ktp|nomor ktp", CELL_TEXT, false},
	[PRODUCER_BANK] = {"bank", "nama bank", CELL_TEXT, false},
	[PRODUCER_ACCOUNT] = {"account",
		"rekening|no rekening|nomor rekening|norek", CELL_TEXT, false},
	[PRODUCER_ACCOUNT_HOLDER] = {"account_holder",
		"atas nama|pemilik rekening|nama rekening", CELL_TEXT, false},
	[PRODUCER_REGION] = {"region", "wilayah|kecamatan|kabupaten", CELL_TEXT,
		false},
	[PRODUCER_REGION_BPS] = {"region_bps", "kode bps|bps", CELL_TEXT,
		false},
	[PRODUCER_VILLAGE] = {"village", "desa|kelurahan", CELL_TEXT, false},
	[PRODUCER_SENTRA] = {"sentra", "cluster", CELL_TEXT, false},
	[PRODUCER_SECTOR] = {"sector", "sektor|bidang|jenis usaha", CELL_TEXT,
		false},
	[PRODUCER_NIB] = {"nib", "", CELL_TEXT, false},
	[PRODUCER_NPWP] = {"npwp", "", CELL_TEXT, false},
	[PRODUCER_PKP_SINCE] = {"pkp_since", "pkp sejak", CELL_TEXT, false},
	[PRODUCER_OVOP] = {"ovop", "", CELL_TEXT, false},
	[PRODUCER_WORKERS] = {"workers", "pekerja|tenaga kerja|jumlah pekerja",
		CELL_TEXT, false},
	[PRODUCER_STAGE] = {"stage", "tahap", CELL_TEXT, false},
	[PRODUCER_ACTIVE] = {"active", "aktif", CELL_TEXT, false},
	[PRODUCER_MENTOR] = {"mentor", "pendamping", CELL_TEXT, false},
};

static const char *const answer_words[] = {
	"yes|ya|y|1|true|aktif", "no|tidak|n|0|false|nonaktif", NULL};

struct producers {
	struct import *import;
	struct context *context;
	struct map *codes; /* -> the line */
	struct producer before;
	struct producer producer;
};

static void take_code(struct producers *producers)
{
	struct import *import = producers->import;
	struct producer *p = &producers->producer;
	struct context *context = producers->context;
	int64_t line;

	*p = (struct producer){.active = true};
	producers->before = *p;
	if (!import_text(import, PRODUCER_CODE, p->code, sizeof(p->code))) {
		if (import_cell(import, PRODUCER_CODE)[0] == '\0')
			command_problem(context,
				import_where(import, PRODUCER_CODE),
				_("is empty"));
		return;
	}
	if (!check_code(context, import_where(import, PRODUCER_CODE), p->code))
		return;
	line = map_find(producers->codes, p->code);
	if (line != 0) {
		command_problem(context, import_where(import, PRODUCER_CODE),
			_("“%s” is in line %lld already"), p->code,
			(long long)line);
		return;
	}
	map_add(producers->codes, p->code, (int64_t)import_line(import));
	if (producer_find(context->store, p->code, p) == STORE_OK)
		producers->before = *p;
}

static void take_name(struct producers *producers)
{
	struct import *import = producers->import;
	struct producer *p = &producers->producer;

	if (!import_text(import, PRODUCER_NAME, p->name, sizeof(p->name)) &&
		import_cell(import, PRODUCER_NAME)[0] == '\0')
		command_problem(producers->context,
			import_where(import, PRODUCER_NAME), _("is empty"));
}

static void take_numbers(struct producers *producers)
{
	struct import *import = producers->import;
	struct context *context = producers->context;
	struct producer *p = &producers->producer;
	char text[64];

	if (import_text(import, PRODUCER_NIB, p->nib, sizeof(p->nib)))
		producer_check_digits(context,
			import_where(import, PRODUCER_NIB), p->nib, 13);
	if (import_text(import, PRODUCER_NPWP, text, sizeof(text)))
		check_npwp(context, import_where(import, PRODUCER_NPWP), text,
			p->npwp);
	if (import_text(import, PRODUCER_PKP_SINCE, text, sizeof(text))) {
		p->is_pkp = true;
		if (!calendar_parse(&p->pkp_since, text, strlen(text)))
			command_problem(context,
				import_where(import, PRODUCER_PKP_SINCE),
				_("“%s” is not a date such as 2026-11-30"),
				text);
	}
	producer_check_pkp(context, import_where(import, PRODUCER_PKP_SINCE),
		p);
	import_integer(import, PRODUCER_WORKERS, 1000000, &p->workers);
}

static void take_details(struct producers *producers)
{
	struct import *import = producers->import;
	struct producer *p = &producers->producer;
	char mentor[USER_NAME_SIZE];
	int index;

	import_text(import, PRODUCER_OWNER_NAME, p->owner_name,
		sizeof(p->owner_name));
	import_text(import, PRODUCER_REGION, p->region, sizeof(p->region));
	import_text(import, PRODUCER_REGION_BPS, p->region_bps,
		sizeof(p->region_bps));
	import_text(import, PRODUCER_VILLAGE, p->village, sizeof(p->village));
	import_text(import, PRODUCER_SENTRA, p->sentra, sizeof(p->sentra));
	import_text(import, PRODUCER_SECTOR, p->sector, sizeof(p->sector));
	if (import_word(import, PRODUCER_OVOP, answer_words, &index))
		p->ovop = index == 0;
	if (import_word(import, PRODUCER_STAGE, producer_stage_words, &index))
		p->stage = (enum producer_stage)index;
	if (import_word(import, PRODUCER_ACTIVE, answer_words, &index))
		p->active = index == 0;
	if (import_text(import, PRODUCER_MENTOR, mentor, sizeof(mentor)))
		producer_take_mentor(producers->context,
			import_where(import, PRODUCER_MENTOR), mentor, p);
}

/* What is sealed of the row, if it is not sealed so already. A mask, as an
 * export writes it, says nothing. */
static bool take_personal(struct producers *producers,
	struct personal_given *given)
{
	struct import *import = producers->import;
	struct context *context = producers->context;
	const int64_t producer = producers->producer.id;
	char text[PERSONAL_TEXT_SIZE];

	*given = (struct personal_given){0};
	for (int f = 0; f < PERSONAL_FIELD_COUNT; f++) {
		const size_t column = (size_t)PRODUCER_PHONE + (size_t)f;

		if (import_text(import, column, text, 121) &&
			!personal_is_mask(text))
			personal_take(context, import_where(import, column),
				(enum personal_field)f, text, given);
	}
	personal_check_account(context, import_where(import, PRODUCER_ACCOUNT),
		producer, given);
	return personal_differs(context->store, producer, given);
}

static void take_row(struct import *import, void *context)
{
	struct producers *producers = context;
	struct producer *p = &producers->producer;
	size_t before = import_objections(import);
	struct personal_given given;
	bool sealed, is_new, differs;

	take_code(producers);
	take_name(producers);
	take_numbers(producers);
	take_details(producers);
	sealed = take_personal(producers, &given);
	if (import_objections(import) != before)
		return;
	is_new = p->id == 0;
	differs = producer_differs(&producers->before, p);
	if (!is_new && !differs && !sealed) {
		import->unchanged++;
		return;
	}
	producer_check_erased(producers->context,
		import_where(import, PRODUCER_CODE), p);
	if (import_objections(import) != before)
		return;
	import_tell(import, is_new ? WHAT_ADD : WHAT_CHANGE, p->code, NULL,
		"%s", p->name);
	if (is_new || differs)
		producer_write(producers->context->store,
			import_document(import), p);
	if (sealed)
		personal_save(producers->context->store,
			import_document(import), p->id, &given);
}

enum command_result import_producers(struct context *context)
{
	struct import *import = xcalloc(1, sizeof(*import));
	struct producers producers = {
		.import = import, .context = context, .codes = map_new()};
	enum command_result result = import_open(import, context, "producer",
		producer_import_columns, PRODUCER_COLUMN_COUNT);

	if (result == COMMAND_DONE)
		result = import_end(import,
			import_each(import, take_row, &producers));
	else
		import_close(import);
	map_free(producers.codes);
	free(import);
	return result;
}
