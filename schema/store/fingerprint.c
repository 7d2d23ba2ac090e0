/*
 * The field of 2^61 - 1 elements, and rows as elements of it.
 *
 * A row is (weight 1 x amount 1 + weight 2 x amount 2 + ...) x hash(key). The
 * hash is SipHash-2-4; 64 bits taken modulo the prime are as good as even.
 *
 * Columns are read by sqlite3_column_value, once each: a store is used by one
 * thread, so its values need no protection.
 */
#include "schema/store/fingerprint.h"

#include <assert.h>
#include <string.h>

#include "drivers/system/random.h"

#define PRIME ((UINT64_C(1) << 61) - 1)

/* A key's bytes up to here are hashed as they are; a longer text is hashed
 * first. */
#define KEY_BYTES_MAX 512

/* Of a number of up to 64 bits. */
static uint64_t reduce(uint64_t value)
{
	value = (value & PRIME) + (value >> 61);
	return value >= PRIME ? value - PRIME : value;
}

static uint64_t plus(uint64_t a, uint64_t b)
{
	return reduce(a + b);
}

/* Both below the prime. In halves of 31 and 30 bits, as the product has 122:
 * a b = high 2^62 + middle 2^31 + low, and 2^61 is 1. */
static uint64_t times(uint64_t a, uint64_t b)
{
	const uint64_t half = (UINT64_C(1) << 31) - 1;
	uint64_t a_high = a >> 31, a_low = a & half;
	uint64_t b_high = b >> 31, b_low = b & half;
	uint64_t middle = a_low * b_high + a_high * b_low;

	return reduce(reduce(2 * a_high * b_high + (middle >> 30)) +
		((middle & ((UINT64_C(1) << 30) - 1)) << 31) + a_low * b_low);
}

/* Amounts are smaller than the prime, so each is another element. */
static uint64_t element(int64_t amount)
{
	return amount < 0 ? PRIME - (uint64_t)-amount : (uint64_t)amount;
}

void fingerprint_init(struct fingerprint *fingerprint)
{
	random_fill(fingerprint, sizeof(*fingerprint));
	for (size_t i = 0; i < FINGERPRINT_AMOUNTS_MAX; i++)
		fingerprint->weights[i] = reduce(fingerprint->weights[i]);
	fingerprint->sum = 0;
}

struct fingerprint fingerprint_like(const struct fingerprint *fingerprint)
{
	struct fingerprint like = *fingerprint;

	like.sum = 0;
	return like;
}

static uint64_t hash(const struct fingerprint *fingerprint, const void *bytes,
	size_t size)
{
	unsigned char digest[crypto_shorthash_BYTES];
	uint64_t number;

	crypto_shorthash(digest, bytes, size, fingerprint->secret);
	memcpy(&number, digest, sizeof(number));
	return number;
}

/* Type, size and bytes of each column; a long text as the hash of it. */
static uint64_t hash_key(const struct fingerprint *fingerprint,
	sqlite3_stmt *row, int keys)
{
	unsigned char bytes[KEY_BYTES_MAX];
	size_t used = 0;

	for (int i = 0; i < keys; i++) {
		sqlite3_value *value = sqlite3_column_value(row, i);
		int type = sqlite3_value_type(value);
		int64_t integer = 0;
		const void *text = &integer;
		size_t size = sizeof(integer);

		if (type == SQLITE_INTEGER) {
			integer = sqlite3_value_int64(value);
		} else if (type != SQLITE_NULL) {
			text = sqlite3_value_blob(value);
			size = (size_t)sqlite3_value_bytes(value);
		}
		if (size > KEY_BYTES_MAX / 16) {
			integer = (int64_t)hash(fingerprint, text, size);
			text = &integer;
			type += 16;
			size = sizeof(integer);
		}
		assert(used + size + 2 <= sizeof(bytes));
		bytes[used++] = (unsigned char)type;
		bytes[used++] = (unsigned char)size;
		if (size > 0)
			memcpy(bytes + used, text, size);
		used += size;
	}
	return reduce(hash(fingerprint, bytes, used));
}

bool fingerprint_add(struct fingerprint *fingerprint, sqlite3_stmt *row,
	int keys)
{
	int columns = sqlite3_column_count(row);
	uint64_t amounts = 0;

	assert(keys > 0 && keys <= 14 &&
		columns - keys <= FINGERPRINT_AMOUNTS_MAX);
	for (int i = keys; i < columns; i++) {
		sqlite3_value *value = sqlite3_column_value(row, i);
		int64_t amount = sqlite3_value_int64(value);

		if (sqlite3_value_type(value) != SQLITE_INTEGER ||
			amount > FINGERPRINT_AMOUNT_MAX ||
			amount < -FINGERPRINT_AMOUNT_MAX)
			return false;
		if (amount != 0)
			amounts = plus(amounts,
				times(fingerprint->weights[i - keys],
					element(amount)));
	}
	if (amounts != 0)
		fingerprint->sum = plus(fingerprint->sum,
			times(amounts, hash_key(fingerprint, row, keys)));
	return true;
}

bool fingerprint_same(const struct fingerprint *a, const struct fingerprint *b)
{
	return a->sum == b->sum;
}
