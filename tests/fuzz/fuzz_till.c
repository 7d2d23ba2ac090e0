/* Keys, scans and operations into the till, in any order and with any value:
 * the basket adds up, a refused operation changes nothing, and letters, digits,
 * Enter and Tab, all that a scanner can send, save nothing. */
#include "pos/till/burst.h"
#include "tests/fuzz/till_checks.h"

static void press(struct till *till, struct fake_shop *shop,
	struct fuzz_input *input)
{
	enum till_key key = (enum till_key)(fuzz_byte(input) % TILL_KEY_COUNT);
	char text[TILL_INPUT_SIZE + 40] = "";
	enum till_mode mode = till_view(till)->mode;
	enum till_order_kind order;

	if (key == TILL_KEY_TEXT || key == TILL_KEY_SCANNED)
		fuzz_word(input, text, sizeof(text));
	if (key == TILL_KEY_SCANNED) {
		/* its characters stand on the line already */
		if (text[0] == '\0')
			return;
		fake_key(till, shop, TILL_KEY_TEXT, text);
	}
	order = fake_key(till, shop, key, text);
	/* but log in, and take the suspended sale that is chosen */
	if (key == TILL_KEY_TEXT || key == TILL_KEY_SCANNED ||
		((key == TILL_KEY_ENTER || key == TILL_KEY_TAB) &&
			mode != TILL_LOCKED && mode != TILL_RECALLING))
		FUZZ_CHECK(order == TILL_ORDER_NONE);
}

static void operate(struct till *till, struct fake_shop *shop,
	struct fuzz_input *input, unsigned kind, bool ok)
{
	static struct till_return returns[TILL_LINES_MAX];
	int64_t pieces[TILL_DENOMINATIONS];
	char text[TILL_INPUT_SIZE], text2[TILL_INPUT_SIZE];
	struct till_event event = {.kind = 1 + kind % (TILL_SAVED - 1),
		.text = text,
		.text2 = text2,
		.returns = returns};
	struct till_picture before, after;
	enum till_order_kind order;

	fuzz_word(input, text, sizeof(text));
	snprintf(text2, sizeof(text2), "246810");
	if (fuzz_byte(input) % 4 == 0)
		fuzz_word(input, text2, sizeof(text2));
	event.line = fuzz_number(input);
	if (!money_from(&event.amount, fuzz_number(input)) ||
		!quantity_from(&event.quantity, fuzz_number(input)))
		return;
	event.discount.kind = fuzz_byte(input) % (BASKET_DISCOUNT_PERCENT + 1);
	event.discount.value = fuzz_number(input);
	event.tender = fuzz_byte(input) % TILL_BY_EXCHANGE;
	event.return_count = fuzz_byte(input) % 4;
	for (size_t i = 0; i < event.return_count; i++) {
		returns[i] = (struct till_return){.line = fuzz_byte(input) % 4,
			.fate = fuzz_byte(input) % 3};
		if (!quantity_from(&returns[i].quantity, fuzz_number(input)))
			return;
	}
	if (fuzz_byte(input) % 2) {
		for (size_t i = 0; i < TILL_DENOMINATIONS; i++)
			pieces[i] = fuzz_byte(input) % 100;
		event.pieces = pieces;
	}
	till_picture(till, &before);
	order = fake_send(till, shop, &event, ok);
	till_picture(till, &after);
	if (till_view(till)->refused && order == TILL_ORDER_NONE)
		till_check_unchanged(&before, &after);
	till_picture_release(&before);
	till_picture_release(&after);
}

/* What a keyboard-wedge scanner and a person type, with its times. */
static void type(struct fuzz_input *input)
{
	struct burst burst;
	int64_t now = 0;

	burst_init(&burst);
	for (int i = 0; i < 200 && input->left > 0; i++) {
		unsigned byte = fuzz_byte(input);

		now += byte >> 2;
		if (byte % 16 == 0 && burst_end(&burst, now, byte & 32)) {
			size_t length = strlen(burst.run);

			FUZZ_CHECK(length >= BURST_RUN_MIN &&
				length <= BURST_RUN_MAX);
		} else if (byte % 16 == 1) {
			burst_break(&burst);
		} else {
			burst_character(&burst, (char)(' ' + byte % 95), now,
				byte & 64);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct fuzz_input input = {bytes, size};
	unsigned shape = fuzz_byte(&input);
	struct fake_shop shop;
	struct till *till = fake_till(&shop, shape % 2 * 9);

	while (input.left > 0) {
		unsigned what = fuzz_byte(&input);

		if (what < 128)
			press(till, &shop, &input);
		else if (what < 250)
			operate(till, &shop, &input, what, what % 16 != 15);
		else
			type(&input);
		till_check(till);
	}
	till_check_text(till_view(till)->basket);
	till_free(till);
	return 0;
}
