/* The open basket's text, as the log beside the database and a suspended sale
 * hold it: two texts, parted by a NUL, upon each other. What is taken in can
 * be written and read again, and is a basket that the till can reckon or
 * refuse. */
#include "tests/fuzz/till_checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *first = fuzz_text(bytes, size);
	size_t length = strlen(first);
	char *second = length < size
		? fuzz_text(bytes + length + 1, size - length - 1)
		: NULL;
	struct basket_failure failure;
	struct till_basket basket;
	bool good;

	till_basket_init(&basket);
	good = till_basket_read(&basket, first);
	if (good && second)
		good = till_basket_read(&basket, second);
	if (good) {
		FUZZ_CHECK(basket.line_count <= TILL_LINES_MAX);
		FUZZ_CHECK(basket.void_count <= TILL_VOIDS_MAX);
		FUZZ_CHECK(basket.tender_count <= TILL_TENDERS_MAX);
		for (size_t i = 0; i < basket.line_count; i++)
			FUZZ_CHECK(basket.lines[i].item.id != 0);
		for (size_t i = 0; i < basket.void_count; i++)
			FUZZ_CHECK(basket.voids[i].item != 0);
		if (till_basket_reprice(&basket, (struct tax_rate){11, 111},
			    &failure) == BASKET_OK)
			till_check_text(&basket);
	}
	till_basket_release(&basket);
	free(second);
	free(first);
	return 0;
}
