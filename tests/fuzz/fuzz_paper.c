/* Texts of people on paper: what reaches the printer are commands of ours and
 * printable bytes, whatever stands in a name. A reader of its own takes the
 * bytes apart. */
#include "drivers/codec/paper_escpos.h"
#include "drivers/codec/paper_text.h"
#include "drivers/system/text.h"
#include "tests/fuzz/escpos_reader.h"
#include "tests/fuzz/fuzz.h"

static void add(struct paper *paper, struct fuzz_input *input)
{
	unsigned what = fuzz_byte(input);
	char left[300], right[300];

	fuzz_word(input, left, sizeof(left));
	switch (what % 7) {
	case 0:
		paper_line(paper, what / 7 % 8, left);
		break;
	case 1:
		fuzz_word(input, right, sizeof(right));
		paper_pair(paper, what / 7 % PAPER_CENTRE, left, right);
		break;
	case 2:
		paper_code128(paper, left);
		break;
	case 3:
		paper_qr(paper, left);
		break;
	case 4:
		paper_qr_beside(paper, left);
		break;
	case 5:
		paper_rule(paper);
		break;
	default:
		paper_feed(paper, 1 + (int)(what / 7 % 20));
	}
}

static void check_printer(const struct paper *paper,
	const struct escpos_profile *profile)
{
	struct buffer out;
	struct escpos_found found = {.text = NULL};

	buffer_init(&out, 1U << 24);
	if (paper_escpos(paper, profile, &out)) {
		const char *why = escpos_read((const uint8_t *)out.data,
			out.length, profile->columns, &found);

		if (why)
			fprintf(stderr, "%s at %zu\n", why, found.at);
		FUZZ_CHECK(why == NULL);
		FUZZ_CHECK(found.drawer == 0 && found.cuts == 0);
	}
	buffer_release(&out);
}

static void check_text(const struct paper *paper, int columns)
{
	struct buffer out;

	buffer_init(&out, 1U << 24);
	if (paper_text(paper, columns, &out)) {
		const char *line = buffer_str(&out);

		FUZZ_CHECK(text_is_utf8(out.data, out.length));
		while (*line) {
			size_t length = strcspn(line, "\n");
			char *copy = strndup(line, length);

			FUZZ_CHECK(copy && text_width(copy) <= columns);
			for (size_t i = 0; i < length; i++)
				FUZZ_CHECK((unsigned char)copy[i] >= 0x20 &&
					copy[i] != 0x7F);
			free(copy);
			line += length + (line[length] == '\n');
		}
	}
	buffer_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct fuzz_input input = {bytes, size};
	struct paper *paper = paper_new();

	while (input.left > 0)
		add(paper, &input);
	for (size_t i = 0; i < escpos_profile_count(); i++)
		check_printer(paper, &escpos_profiles()[i]);
	check_text(paper, 32);
	check_text(paper, 48);
	paper_free(paper);
	return 0;
}
