/* What holds for a till after any event, for the targets that drive one. */
#ifndef TITIPAN_FUZZ_TILL_CHECKS_H
#define TITIPAN_FUZZ_TILL_CHECKS_H

#include "tests/fuzz/fuzz.h"
#include "tests/unit/fake_shop.h"

/* What a refused event must leave as it was. */
struct till_picture {
	struct buffer basket;
	int64_t user;
	int64_t shift;
};

static inline void till_picture(const struct till *till,
	struct till_picture *picture)
{
	const struct till_view *view = till_view(till);

	buffer_init(&picture->basket, TILL_BASKET_TEXT_MAX);
	FUZZ_CHECK(till_basket_write(view->basket, &picture->basket));
	picture->user = view->user.id;
	picture->shift = view->shift;
}

static inline void till_picture_release(struct till_picture *picture)
{
	buffer_release(&picture->basket);
}

static inline void till_check_unchanged(const struct till_picture *before,
	const struct till_picture *after)
{
	FUZZ_CHECK(before->user == after->user);
	FUZZ_CHECK(before->shift == after->shift);
	if (strcmp(buffer_str(&before->basket), buffer_str(&after->basket)) !=
		0)
		fprintf(stderr, "before %s\nafter  %s\n",
			buffer_str(&before->basket),
			buffer_str(&after->basket));
	FUZZ_CHECK(strcmp(buffer_str(&before->basket),
			   buffer_str(&after->basket)) == 0);
}

static inline int64_t till_check_line(const struct till_line *line)
{
	int64_t gross = money_rupiah(line->gross);
	int64_t net = money_rupiah(line->net);

	FUZZ_CHECK(line->item.id != 0);
	FUZZ_CHECK(quantity_sign(line->quantity) > 0);
	FUZZ_CHECK(gross - money_rupiah(line->discount) == net);
	FUZZ_CHECK(money_rupiah(line->line_off) +
			money_rupiah(line->basket_off) ==
		money_rupiah(line->discount));
	FUZZ_CHECK(net >= 0 && net <= gross);
	FUZZ_CHECK(money_sign(line->tax) >= 0 &&
		money_compare(line->tax, line->net) <= 0);
	return net;
}

/* The text of a basket is the basket: read and written again it is the same,
 * and reckoned anew it costs the same. */
static inline void till_check_text(const struct till_basket *basket)
{
	struct till_basket copy;
	struct basket_failure failure;
	struct buffer once, twice;

	buffer_init(&once, TILL_BASKET_TEXT_MAX);
	buffer_init(&twice, TILL_BASKET_TEXT_MAX);
	till_basket_init(&copy);
	FUZZ_CHECK(till_basket_write(basket, &once));
	FUZZ_CHECK(till_basket_read(&copy, buffer_str(&once)));
	FUZZ_CHECK(till_basket_write(&copy, &twice));
	if (strcmp(buffer_str(&once), buffer_str(&twice)) != 0)
		fprintf(stderr, "once  %s\ntwice %s\n", buffer_str(&once),
			buffer_str(&twice));
	FUZZ_CHECK(strcmp(buffer_str(&once), buffer_str(&twice)) == 0);
	FUZZ_CHECK(till_basket_reprice(&copy, (struct tax_rate){11, 111},
			   &failure) == BASKET_OK);
	FUZZ_CHECK(money_compare(copy.totals.net, basket->totals.net) == 0);
	till_basket_release(&copy);
	buffer_release(&once);
	buffer_release(&twice);
}

static inline void till_check(const struct till *till)
{
	const struct till_view *view = till_view(till);
	const struct till_basket *basket = view->basket;
	int64_t net = 0;
	char text[2000];

	for (size_t i = 0; i < basket->line_count; i++)
		net += till_check_line(&basket->lines[i]);
	FUZZ_CHECK(net == money_rupiah(basket->totals.net));
	FUZZ_CHECK(money_rupiah(basket->totals.gross) -
			money_rupiah(basket->totals.discounts) ==
		net);
	FUZZ_CHECK(basket->line_count <= TILL_LINES_MAX);
	FUZZ_CHECK(basket->tender_count <= TILL_TENDERS_MAX);
	for (size_t i = 0; i < basket->tender_count; i++)
		FUZZ_CHECK(money_sign(basket->tenders[i].amount) > 0);
	FUZZ_CHECK(view->mode != TILL_LOCKED || view->user.id == 0);
	FUZZ_CHECK(view->user.id != 0 || till_basket_is_empty(basket));
	FUZZ_CHECK(view->selected <= basket->line_count);
	FUZZ_CHECK(strlen(view->input) < TILL_INPUT_SIZE);
	FUZZ_CHECK(!view->refused || view->message.msgid[0] != '\0');
	till_message_text(&view->message, NULL, text, sizeof(text));
}

#endif
