/* Lines of `pos --script` into a till on a mart in a table: whatever stands on
 * them, the basket adds up, and a refused line changes nothing. The first byte
 * says whether a shift is open, and how often saving fails. */
#include "pos/script_int.h"
#include "tests/fuzz/till_checks.h"

#define LINE_SIZE 400

static void run_line(struct till *till, struct fake_shop *shop,
	struct script_line *line, char *text, bool ok)
{
	struct till_picture before, after;
	enum till_order_kind order;

	if (!script_cut(line, text) || line->count == 0)
		return;
	if (script_read(line) != NULL || line->is_status ||
		line->event.kind == TILL_KEY)
		return;
	till_picture(till, &before);
	order = fake_send(till, shop, &line->event, ok);
	till_check(till);
	till_picture(till, &after);
	/* what was to be saved has drawn its token */
	if (till_view(till)->refused && order == TILL_ORDER_NONE)
		till_check_unchanged(&before, &after);
	till_picture_release(&before);
	till_picture_release(&after);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct script_line line;
	struct fuzz_input input = {bytes, size};
	unsigned shape = fuzz_byte(&input);
	struct fake_shop shop;
	struct till *till = fake_till(&shop, shape % 2 * 9);
	char text[LINE_SIZE];

	for (unsigned i = 1; input.left > 0; i++) {
		const uint8_t *end = memchr(input.bytes, '\n', input.left);
		size_t length = end ? (size_t)(end - input.bytes) : input.left;
		size_t kept = length < LINE_SIZE ? length : LINE_SIZE - 1;

		memcpy(text, input.bytes, kept);
		text[kept] = '\0';
		input.bytes += length + (end != NULL);
		input.left -= length + (end != NULL);
		run_line(till, &shop, &line, text, i % 16 != shape / 2 % 17);
	}
	till_check_text(till_view(till)->basket);
	till_free(till);
	return 0;
}
