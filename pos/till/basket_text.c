/*
 * The basket as text: one JSON object. "clear" begins anew; "head" and
 * "tenders" replace; "lines" and "voids" put lines at their places ("at"), and
 * "line_count" and "void_count" cut off what is past them. The log beside the
 * database is a row of such texts, each upon the one before; a suspended
 * basket is one of them that begins with "clear".
 */
#include "pos/till/basket.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/text.h"

static json_t *integer(int64_t value)
{
	return json_integer((json_int_t)value);
}

static json_t *rupiah(struct money amount)
{
	return integer(money_rupiah(amount));
}

/* jansson takes UTF-8 only; a name that a damaged file or another till gave
 * loses its broken bytes here, not the whole of it. */
static json_t *json_text(const char *value)
{
	json_t *string = json_string(value);
	char *clean;

	if (string != NULL)
		return string;
	clean = text_cleaned_copy(value, NULL);
	string = json_string(clean);
	free(clean);
	return string;
}

static json_t *thousandths(struct quantity quantity)
{
	return integer(quantity_thousandths(quantity));
}

/* --- writing --------------------------------------------------------------- */

static json_t *write_line(const struct till_line *line, size_t at)
{
	const struct till_item *item = &line->item;
	json_t *object = json_object();

	json_object_set_new(object, "at", integer((int64_t)at));
	json_object_set_new(object, "item", integer(item->id));
	json_object_set_new(object, "sku", json_text(item->sku));
	json_object_set_new(object, "name", json_text(item->name));
	json_object_set_new(object, "unit", json_text(item->unit));
	json_object_set_new(object, "counted", json_boolean(item->counted));
	json_object_set_new(object, "taxed", json_boolean(item->taxed));
	json_object_set_new(object, "consigned", json_boolean(item->consigned));
	json_object_set_new(object, "terms", integer(item->terms.kind));
	json_object_set_new(object, "value", integer(item->terms.value));
	json_object_set_new(object, "quantity", thousandths(line->quantity));
	json_object_set_new(object, "price", rupiah(line->price));
	if (line->off.kind != TILL_OFF_NONE) {
		json_object_set_new(object, "off", integer(line->off.kind));
		json_object_set_new(object, "off_value",
			integer(line->off.value));
		json_object_set_new(object, "off_by",
			integer(line->off.allowed_by));
		json_object_set_new(object, "off_reason",
			json_text(line->off.reason));
	}
	return object;
}

static json_t *write_void(const struct till_void *voided, size_t at)
{
	json_t *object = json_object();

	json_object_set_new(object, "at", integer((int64_t)at));
	json_object_set_new(object, "item", integer(voided->item));
	json_object_set_new(object, "quantity", thousandths(voided->quantity));
	json_object_set_new(object, "price", rupiah(voided->price));
	json_object_set_new(object, "net", rupiah(voided->net));
	json_object_set_new(object, "by", integer(voided->allowed_by));
	json_object_set_new(object, "reason", json_text(voided->reason));
	if (voided->after_total)
		json_object_set_new(object, "after_total", json_true());
	return object;
}

static json_t *write_tenders(const struct till_basket *basket)
{
	json_t *array = json_array();

	for (size_t i = 0; i < basket->tender_count; i++) {
		const struct till_tender *tender = &basket->tenders[i];
		json_t *object = json_object();

		json_object_set_new(object, "kind",
			json_string(till_tender_name(tender->kind)));
		json_object_set_new(object, "amount", rupiah(tender->amount));
		json_object_set_new(object, "reference",
			json_text(tender->reference));
		json_object_set_new(object, "by", integer(tender->allowed_by));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *write_slip(const struct till_return_slip *slip)
{
	json_t *object = json_object(), *returns = json_array();
	json_t *split = json_array(), *left = json_array();

	for (size_t i = 0; i < slip->count; i++) {
		json_t *row = json_array();

		json_array_append_new(row, integer(slip->returns[i].line));
		json_array_append_new(row,
			thousandths(slip->returns[i].quantity));
		json_array_append_new(row, integer(slip->returns[i].fate));
		json_array_append_new(returns, row);
	}
	for (size_t i = 0; i < TILL_TENDER_KINDS; i++) {
		json_array_append_new(split, rupiah(slip->split[i]));
		json_array_append_new(left, rupiah(slip->left[i]));
	}
	json_object_set_new(object, "sale", integer(slip->sale));
	json_object_set_new(object, "receipt", json_text(slip->receipt));
	json_object_set_new(object, "exchange", json_boolean(slip->exchange));
	json_object_set_new(object, "due", rupiah(slip->due));
	json_object_set_new(object, "reason", json_text(slip->reason));
	json_object_set_new(object, "by", integer(slip->allowed_by));
	json_object_set_new(object, "returns", returns);
	json_object_set_new(object, "split", split);
	json_object_set_new(object, "left", left);
	return object;
}

static json_t *write_head(const struct till_basket *basket)
{
	json_t *object = json_object();
	char token[2 * TILL_TOKEN_SIZE + 1] = "";

	for (size_t i = 0; basket->has_token && i < TILL_TOKEN_SIZE; i++)
		snprintf(token + 2 * i, 3, "%02x", basket->token[i]);
	json_object_set_new(object, "token", json_string(token));
	json_object_set_new(object, "attempted",
		json_boolean(basket->attempted));
	json_object_set_new(object, "user", integer(basket->user));
	json_object_set_new(object, "discount", integer(basket->discount.kind));
	json_object_set_new(object, "discount_value",
		integer(basket->discount.value));
	json_object_set_new(object, "discount_by",
		integer(basket->discount_allowed_by));
	json_object_set_new(object, "discount_reason",
		json_text(basket->discount_reason));
	json_object_set_new(object, "customer", json_text(basket->customer));
	json_object_set_new(object, "recalled", integer(basket->recalled));
	if (basket->total_asked)
		json_object_set_new(object, "total_asked", json_true());
	if (basket->slip.sale != 0)
		json_object_set_new(object, "slip", write_slip(&basket->slip));
	return object;
}

static json_t *write_parts(const struct till_basket *basket, size_t from,
	size_t to, size_t voids_from)
{
	json_t *root = json_object(), *lines = json_array();
	json_t *voids = json_array();

	for (size_t i = from; i < to && i < basket->line_count; i++)
		json_array_append_new(lines, write_line(&basket->lines[i], i));
	for (size_t i = voids_from; i < basket->void_count; i++)
		json_array_append_new(voids, write_void(&basket->voids[i], i));
	json_object_set_new(root, "head", write_head(basket));
	json_object_set_new(root, "lines", lines);
	json_object_set_new(root, "voids", voids);
	json_object_set_new(root, "line_count",
		integer((int64_t)basket->line_count));
	json_object_set_new(root, "void_count",
		integer((int64_t)basket->void_count));
	return root;
}

static bool dump(json_t *root, struct buffer *out)
{
	char *text = json_dumps(root, JSON_COMPACT);
	bool done = text != NULL && buffer_add_str(out, text);

	free(text);
	json_decref(root);
	return done;
}

bool till_basket_write(const struct till_basket *basket, struct buffer *out)
{
	json_t *root = write_parts(basket, 0, basket->line_count, 0);

	json_object_set_new(root, "clear", json_true());
	json_object_set_new(root, "tenders", write_tenders(basket));
	return dump(root, out);
}

bool till_basket_write_changes(struct till_basket *basket, struct buffer *out)
{
	json_t *root;

	if (!basket->head_changed && !basket->tenders_changed &&
		basket->lines_from >= basket->lines_to &&
		basket->voids_from == basket->void_count)
		return true;
	root = write_parts(basket, basket->lines_from, basket->lines_to,
		basket->voids_from);
	if (basket->tenders_changed)
		json_object_set_new(root, "tenders", write_tenders(basket));
	basket->head_changed = false;
	basket->tenders_changed = false;
	basket->lines_from = TILL_LINES_MAX;
	basket->lines_to = 0;
	basket->voids_from = basket->void_count;
	return dump(root, out);
}

/* --- reading --------------------------------------------------------------- */

static int64_t get_integer(const json_t *object, const char *name)
{
	return (int64_t)json_integer_value(json_object_get(object, name));
}

static bool get_boolean(const json_t *object, const char *name)
{
	return json_is_true(json_object_get(object, name));
}

static void get_text(const json_t *object, const char *name, char *text,
	size_t size)
{
	const char *value = json_string_value(json_object_get(object, name));

	snprintf(text, size, "%s", value == NULL ? "" : value);
}

static bool read_line(const json_t *object, struct till_line *line)
{
	struct till_item *item = &line->item;
	int64_t terms = get_integer(object, "terms");
	int64_t off = get_integer(object, "off");

	*line = (struct till_line){.item = {.id = get_integer(object, "item")}};
	get_text(object, "sku", item->sku, sizeof(item->sku));
	get_text(object, "name", item->name, sizeof(item->name));
	get_text(object, "unit", item->unit, sizeof(item->unit));
	get_text(object, "off_reason", line->off.reason,
		sizeof(line->off.reason));
	item->counted = get_boolean(object, "counted");
	item->taxed = get_boolean(object, "taxed");
	item->consigned = get_boolean(object, "consigned");
	item->has_price = item->agreed = true;
	item->pack = quantity_of(QUANTITY_ONE);
	item->terms.value = get_integer(object, "value");
	line->off.value = get_integer(object, "off_value");
	line->off.allowed_by = get_integer(object, "off_by");
	if (terms < 0 || terms > TERMS_COST || off < 0 ||
		off > TILL_OFF_PRICE || item->id == 0 ||
		!quantity_from(&line->quantity,
			get_integer(object, "quantity")) ||
		!money_from(&line->price, get_integer(object, "price")) ||
		quantity_sign(line->quantity) <= 0 ||
		money_sign(line->price) < 0)
		return false;
	item->terms.kind = (enum terms_kind)terms;
	item->price = line->price;
	line->off.kind = (enum till_off_kind)off;
	return true;
}

static bool read_void(const json_t *object, struct till_void *voided)
{
	*voided = (struct till_void){.item = get_integer(object, "item"),
		.allowed_by = get_integer(object, "by"),
		.after_total = get_boolean(object, "after_total")};
	get_text(object, "reason", voided->reason, sizeof(voided->reason));
	return voided->item != 0 &&
		quantity_from(&voided->quantity,
			get_integer(object, "quantity")) &&
		money_from(&voided->price, get_integer(object, "price")) &&
		money_from(&voided->net, get_integer(object, "net"));
}

static bool read_tenders(const json_t *array, struct till_basket *basket)
{
	size_t count = json_array_size(array);

	if (count > TILL_TENDERS_MAX)
		return false;
	for (size_t i = 0; i < count; i++) {
		const json_t *object = json_array_get(array, i);
		const char *kind =
			json_string_value(json_object_get(object, "kind"));
		struct till_tender *tender = &basket->tenders[i];

		*tender = (struct till_tender){
			.allowed_by = get_integer(object, "by")};
		get_text(object, "reference", tender->reference,
			sizeof(tender->reference));
		if (kind == NULL || !till_tender_parse(kind, &tender->kind) ||
			!money_from(&tender->amount,
				get_integer(object, "amount")))
			return false;
	}
	basket->tender_count = count;
	return true;
}

static bool read_moneys(const json_t *array,
	struct money amounts[TILL_TENDER_KINDS])
{
	for (size_t i = 0; i < TILL_TENDER_KINDS; i++)
		if (!money_from(&amounts[i],
			    (int64_t)json_integer_value(json_array_get(array,
				    i))))
			return false;
	return true;
}

static bool read_slip(const json_t *object, struct till_return_slip *slip)
{
	const json_t *returns = json_object_get(object, "returns");

	*slip = (struct till_return_slip){.sale = get_integer(object, "sale"),
		.exchange = get_boolean(object, "exchange"),
		.allowed_by = get_integer(object, "by"),
		.count = json_array_size(returns)};
	get_text(object, "receipt", slip->receipt, sizeof(slip->receipt));
	get_text(object, "reason", slip->reason, sizeof(slip->reason));
	if (slip->count > TILL_LINES_MAX ||
		!money_from(&slip->due, get_integer(object, "due")) ||
		!read_moneys(json_object_get(object, "split"), slip->split) ||
		!read_moneys(json_object_get(object, "left"), slip->left))
		return false;
	slip->cash_left = slip->left[TILL_BY_CASH];
	for (size_t i = 0; i < slip->count; i++) {
		const json_t *row = json_array_get(returns, i);
		int64_t fate = json_integer_value(json_array_get(row, 2));
		struct till_return *part = &slip->returns[i];

		part->line = json_integer_value(json_array_get(row, 0));
		if (fate < 0 || fate > TILL_FATE_DEFECT ||
			!quantity_from(&part->quantity,
				json_integer_value(json_array_get(row, 1))))
			return false;
		part->fate = (enum till_fate)fate;
	}
	return true;
}

static bool read_token(const char *text, unsigned char token[TILL_TOKEN_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	if (strlen(text) != 2 * TILL_TOKEN_SIZE)
		return false;
	for (size_t i = 0; i < TILL_TOKEN_SIZE; i++) {
		const char *high = strchr(digits, text[2 * i]);
		const char *low = strchr(digits, text[2 * i + 1]);

		if (high == NULL || low == NULL)
			return false;
		token[i] =
			(unsigned char)((high - digits) << 4 | (low - digits));
	}
	return true;
}

static bool read_head(const json_t *head, struct till_basket *basket)
{
	char token[2 * TILL_TOKEN_SIZE + 2];
	int64_t discount = get_integer(head, "discount");
	const json_t *slip = json_object_get(head, "slip");

	get_text(head, "token", token, sizeof(token));
	basket->has_token = token[0] != '\0';
	if (basket->has_token && !read_token(token, basket->token))
		return false;
	basket->attempted = get_boolean(head, "attempted");
	basket->user = get_integer(head, "user");
	if (discount < 0 || discount > BASKET_DISCOUNT_PERCENT)
		return false;
	basket->discount.kind = (enum basket_discount_kind)discount;
	basket->discount.value = get_integer(head, "discount_value");
	basket->discount_allowed_by = get_integer(head, "discount_by");
	get_text(head, "discount_reason", basket->discount_reason,
		sizeof(basket->discount_reason));
	get_text(head, "customer", basket->customer, sizeof(basket->customer));
	basket->recalled = get_integer(head, "recalled");
	basket->total_asked = get_boolean(head, "total_asked");
	if (slip == NULL) {
		basket->slip.sale = 0;
		return true;
	}
	return read_slip(slip, &basket->slip);
}

/* Puts each element at its place; *count is how many there are. */
static bool read_places(const json_t *root, struct till_basket *basket)
{
	const json_t *lines = json_object_get(root, "lines");
	const json_t *voids = json_object_get(root, "voids");
	int64_t line_count = get_integer(root, "line_count");
	int64_t void_count = get_integer(root, "void_count");

	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *object = json_array_get(lines, i);
		int64_t at = get_integer(object, "at");

		/* no gap: what stood there before is no line of this basket */
		if (at < 0 || at >= TILL_LINES_MAX ||
			(size_t)at > basket->line_count ||
			!read_line(object, &basket->lines[at]))
			return false;
		if ((size_t)at == basket->line_count)
			basket->line_count++;
	}
	for (size_t i = 0; i < json_array_size(voids); i++) {
		const json_t *object = json_array_get(voids, i);
		int64_t at = get_integer(object, "at");

		if (at < 0 || at >= TILL_VOIDS_MAX ||
			(size_t)at > basket->void_count ||
			!read_void(object, &basket->voids[at]))
			return false;
		if ((size_t)at == basket->void_count)
			basket->void_count++;
	}
	if (line_count < 0 || (size_t)line_count > basket->line_count ||
		void_count < 0 || (size_t)void_count > basket->void_count)
		return false;
	basket->line_count = (size_t)line_count;
	basket->void_count = (size_t)void_count;
	basket->voids_from = basket->void_count;
	return true;
}

bool till_basket_read(struct till_basket *basket, const char *text)
{
	json_t *root = json_loads(text, 0, NULL);
	const json_t *tenders = json_object_get(root, "tenders");
	bool good;

	if (get_boolean(root, "clear"))
		till_basket_clear(basket);
	good = json_is_object(root) &&
		read_head(json_object_get(root, "head"), basket) &&
		read_places(root, basket) &&
		(tenders == NULL || read_tenders(tenders, basket));
	json_decref(root);
	return good;
}
