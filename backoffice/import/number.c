/* A number's shape first, then what it says about the decimal mark. */
#include "backoffice/import/number.h"

#include <string.h>

#include "drivers/system/text.h"

#define DIGITS "0123456789"

/* The part of the text that is digits and marks, and what was around it. */
struct shape {
	const char *from;
	size_t length;
	bool negative;
	int commas;
	int points;
	size_t tail;             /* digits after the last mark */
	enum number_mark suffix; /* `,-` and `.-` tell the decimal mark */
};

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " ");
}

static const char *skip_currency(const char *text)
{
	if (strncasecmp(text, "Rp", 2) == 0)
		return skip_blanks(text + 2 + (text[2] == '.' ? 1 : 0));
	if (strncasecmp(text, "IDR", 3) == 0)
		return skip_blanks(text + 3);
	return text;
}

/* What may stand after the digits: `,-`, `.-`, blanks, a closing bracket. */
static bool read_end(struct shape *shape, const char *end, bool bracket)
{
	size_t length = shape->length;

	if (*end == '-' && length > 0 && strchr(",.", end[-1])) {
		shape->suffix = end[-1] == ',' ? NUMBER_COMMA : NUMBER_POINT;
		shape->length--;
		end++;
	}
	end = skip_blanks(end);
	if (bracket && *end == ')')
		end = skip_blanks(end + 1);
	else if (bracket)
		return false;
	return *end == '\0';
}

static bool read_shape(const char *text, struct shape *shape)
{
	bool bracket;
	size_t since = 0;

	*shape = (struct shape){0};
	text = skip_blanks(text);
	bracket = *text == '(';
	text = skip_blanks(text + (bracket ? 1 : 0));
	shape->negative = bracket || *text == '-';
	text = skip_currency(text + (*text == '-' ? 1 : 0));
	if (*text == '-') {
		shape->negative = true;
		text++;
	}
	shape->from = text;
	shape->length = strspn(text, DIGITS ".,");
	if (!read_end(shape, text + shape->length, bracket))
		return false;
	for (size_t i = 0; i < shape->length; i++, since++) {
		if (text[i] == ',')
			shape->commas++;
		else if (text[i] == '.')
			shape->points++;
		else
			continue;
		since = (size_t)-1;
	}
	shape->tail = since;
	return shape->length > 0 && strchr(DIGITS, text[0]) && since > 0;
}

/* Whether the first length bytes are digits in groups of three. */
static bool is_grouped(const char *text, size_t length, char mark)
{
	size_t first = strspn(text, DIGITS);

	if (first == length)
		return true;
	if (first == 0 || first > 3 || text[0] == '0')
		return false;
	for (size_t at = first; at < length; at += 4) {
		if (text[at] != mark || strspn(text + at + 1, DIGITS) < 3)
			return false;
		if (at + 4 > length ||
			(at + 4 < length && text[at + 4] != mark))
			return false;
	}
	return true;
}

static enum number_mark mark_of(char c)
{
	return c == ',' ? NUMBER_COMMA : NUMBER_POINT;
}

static enum number_mark other(enum number_mark mark)
{
	return mark == NUMBER_COMMA ? NUMBER_POINT : NUMBER_COMMA;
}

/* A mark that stands once, before three digits: decimals or thousands? */
static enum number_mark judge_single(const struct shape *s, char mark,
	int places, bool *open)
{
	size_t lead = s->length - s->tail - 1;

	if (s->tail != 3 || lead > 3 || s->from[0] == '0')
		return mark_of(mark);
	/* a price has no thousandths of a rupiah */
	if (places == 0 && strncmp(s->from + lead + 1, "000", 3) != 0)
		return other(mark_of(mark));
	*open = true;
	return NUMBER_UNKNOWN;
}

/* Which decimal mark the value itself tells; *open: it can be meant so or
 * so. False: it is no number by either. */
static bool judge(const struct shape *s, int places, enum number_mark *mark,
	bool *open)
{
	char last = '\0';

	*mark = s->suffix;
	*open = false;
	if (s->commas + s->points == 0)
		return true;
	last = s->from[s->length - s->tail - 1];
	if (s->commas > 0 && s->points > 0) {
		char first = last == ',' ? '.' : ',';

		*mark = mark_of(last);
		return (last == ',' ? s->commas : s->points) == 1 &&
			is_grouped(s->from, s->length - s->tail - 1, first);
	}
	if (s->commas + s->points > 1) {
		*mark = other(mark_of(last));
		return is_grouped(s->from, s->length, last);
	}
	if (s->suffix != NUMBER_UNKNOWN) /* 12.500,- */
		return mark_of(last) != s->suffix &&
			is_grouped(s->from, s->length, last);
	*mark = judge_single(s, last, places, open);
	return true;
}

void number_habit_see(struct number_habit *habit, const char *text, int places,
	size_t line)
{
	struct shape shape;
	enum number_mark mark;
	bool open;

	if (!read_shape(text, &shape) || !judge(&shape, places, &mark, &open))
		return;
	if (open && habit->open++ == 0)
		habit->open_line = line;
	if (mark == NUMBER_COMMA && habit->comma_line == 0)
		habit->comma_line = line;
	if (mark == NUMBER_POINT && habit->point_line == 0)
		habit->point_line = line;
}

enum number_mark number_habit_mark(const struct number_habit *habit)
{
	if ((habit->comma_line == 0) == (habit->point_line == 0))
		return NUMBER_UNKNOWN;
	return habit->comma_line ? NUMBER_COMMA : NUMBER_POINT;
}

bool number_habit_is_open(const struct number_habit *habit)
{
	return (habit->comma_line && habit->point_line) ||
		(habit->open && number_habit_mark(habit) == NUMBER_UNKNOWN);
}

/* Digits and decimals by a mark that is known. */
static enum number_reading read_digits(const struct shape *s, char mark,
	int places, int64_t max, int64_t *scaled)
{
	int decimals = -1; /* none yet: before the mark */
	bool fine = false;
	int64_t value = 0;

	for (size_t i = 0; i < s->length; i++) {
		int digit = s->from[i] - '0';

		if (s->from[i] == mark)
			decimals = 0;
		if (digit < 0 || digit > 9)
			continue;
		if (decimals >= 0 && decimals++ >= places) {
			fine |= digit != 0;
			continue;
		}
		if (value > (max - digit) / 10)
			return NUMBER_TOO_LARGE;
		value = value * 10 + digit;
	}
	for (int i = decimals < 0 ? 0 : decimals; i < places; i++) {
		if (value > max / 10)
			return NUMBER_TOO_LARGE;
		value *= 10;
	}
	if (fine)
		return NUMBER_TOO_FINE;
	*scaled = value;
	return NUMBER_READ;
}

enum number_reading number_read(const char *text, enum number_mark mark,
	int places, int64_t max, int64_t *scaled)
{
	struct shape shape;
	enum number_mark own;
	bool open;

	if (!read_shape(text, &shape) || !judge(&shape, places, &own, &open))
		return NUMBER_NONE;
	if (shape.negative)
		return NUMBER_NEGATIVE;
	if (open)
		own = mark;
	if (open && own == NUMBER_UNKNOWN)
		return NUMBER_OPEN;
	if (mark != NUMBER_UNKNOWN && own != NUMBER_UNKNOWN && own != mark)
		return NUMBER_OTHER_HABIT;
	return read_digits(&shape, own == NUMBER_POINT ? '.' : ',', places, max,
		scaled);
}
