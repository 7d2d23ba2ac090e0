/* Texts that people and files hand in: UTF-8, cleaning, fitting, JSON. */
#include <jansson.h>

#include "drivers/codec/codepage.h"
#include "drivers/codec/output.h"
#include "drivers/system/text.h"
#include "tests/fuzz/fuzz.h"

/* No byte of it means anything to a terminal. */
static void check_harmless(const char *text)
{
	size_t length = strlen(text);

	FUZZ_CHECK(text_is_utf8(text, length));
	for (size_t at = 0; at < length;) {
		uint32_t c = 0;

		at += text_decode(text + at, length - at, &c);
		FUZZ_CHECK(c >= 0x20 && !(c >= 0x7F && c < 0xA0));
		FUZZ_CHECK(c < 0x202A || c > 0x202E);
		FUZZ_CHECK(c < 0x2066 || c > 0x2069);
		FUZZ_CHECK(c != 0x2028 && c != 0x2029 && c != 0x200E &&
			c != 0x200F && c != 0x061C && c != 0xFEFF);
		FUZZ_CHECK(c < 0xE0000 || c > 0xE007F);
	}
}

static void check_characters(const uint8_t *bytes, size_t size)
{
	const char *text = (const char *)bytes;

	for (size_t at = 0; at < size;) {
		uint32_t character = 0;
		size_t length = text_decode(text + at, size - at, &character);
		char again[4];

		if (length == 0) {
			FUZZ_CHECK(!text_is_utf8(text, size));
			return;
		}
		FUZZ_CHECK(text_encode(character, again) == length);
		FUZZ_CHECK(memcmp(again, text + at, length) == 0);
		at += length;
	}
	FUZZ_CHECK(text_is_utf8(text, size));
}

static void check_cleaning(const char *text)
{
	enum text_cleaned what;
	char *once = text_cleaned_copy(text, &what);
	char *twice = text_cleaned_copy(once, NULL);

	check_harmless(once);
	FUZZ_CHECK(strlen(once) <= strlen(text));
	FUZZ_CHECK(strcmp(once, twice) == 0);
	FUZZ_CHECK((what == TEXT_EMPTY) == (once[0] == '\0'));
	FUZZ_CHECK(what != TEXT_CLEAN || strcmp(once, text) == 0);
	FUZZ_CHECK(once[0] == '\0' || text_width(once) > 0);
	FUZZ_CHECK(once[0] != ' ' && !strstr(once, "  "));
	free(once);
	free(twice);
}

static void check_fitting(const char *text)
{
	struct buffer out;
	int used = 0;

	buffer_init(&out, 1U << 22);
	for (int columns = 0; columns < 90; columns += 7) {
		buffer_clear(&out);
		FUZZ_CHECK(text_fit(&out, text, columns,
			columns % 2 ? TEXT_LEFT : TEXT_RIGHT));
		check_harmless(buffer_str(&out));
		FUZZ_CHECK(text_width(buffer_str(&out)) == columns);
		FUZZ_CHECK(text_prefix(text, columns, &used) <= strlen(text));
		FUZZ_CHECK(used <= columns);
	}
	buffer_clear(&out);
	FUZZ_CHECK(text_show(&out, text));
	check_harmless(buffer_str(&out));
	buffer_release(&out);
}

static void check_json(const char *text)
{
	size_t length = strlen(text);
	struct buffer out;
	json_t *value;

	buffer_init(&out, 1U << 23);
	FUZZ_CHECK(output_json_string(&out, text));
	value = json_loads(buffer_str(&out), JSON_DECODE_ANY, NULL);
	FUZZ_CHECK(json_is_string(value));
	if (text_is_utf8(text, length))
		FUZZ_CHECK(strcmp(json_string_value(value), text) == 0);
	json_decref(value);
	buffer_release(&out);
}

static void check_code_page(enum codepage page, const char *text)
{
	struct buffer plain, bytes;

	buffer_init(&plain, 1U << 22);
	buffer_init(&bytes, 1U << 22);
	FUZZ_CHECK(codepage_plain(page, text, &plain));
	check_harmless(buffer_str(&plain));
	FUZZ_CHECK(codepage_bytes(page, buffer_str(&plain), &bytes));
	FUZZ_CHECK((int)bytes.length == text_width(buffer_str(&plain)));
	for (size_t i = 0; i < bytes.length; i++) {
		unsigned char byte = (unsigned char)bytes.data[i];

		FUZZ_CHECK(byte >= 0x20 && byte != 0x7F);
		FUZZ_CHECK(byte < 0x80 || page == CODEPAGE_CP858);
	}
	buffer_release(&plain);
	buffer_release(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *text = fuzz_text(bytes, size);

	check_characters(bytes, size);
	check_cleaning(text);
	check_fitting(text);
	check_json(text);
	check_code_page(CODEPAGE_ASCII, text);
	check_code_page(CODEPAGE_CP858, text);
	free(text);
	return 0;
}
