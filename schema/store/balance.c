/* A few columns of three tables; every other row balances by itself. */
#include "schema/store/balance.h"

#include <string.h>

static bool is_given(const struct fact_table *table,
	const struct value values[], const char *column)
{
	return values[fact_column_find(table, column)].type == VALUE_INTEGER;
}

static int64_t amount(const struct fact_table *table,
	const struct value values[], const char *column)
{
	const struct value *value = &values[fact_column_find(table, column)];

	return value->type == VALUE_INTEGER ? value->integer : 0;
}

static void add_line(struct balance *balance, const struct fact_table *table,
	const struct value values[])
{
	int64_t discounts = amount(table, values, "discount_producer") +
		amount(table, values, "discount_mart");
	bool principal = is_given(table, values, "principal");

	balance->net += amount(table, values, "gross") - discounts;
	balance->discounts += discounts;
	balance->tax += amount(table, values, "tax");
	if (principal &&
		(amount(table, values, "principal") != 1 ||
			!is_given(table, values, "producer")))
		balance->broken = true;
}

void balance_add(struct balance *balance, const struct fact_table *table,
	const struct value values[])
{
	if (strcmp(table->name, "sale_line") == 0) {
		add_line(balance, table, values);
	} else if (strcmp(table->name, "tender") == 0) {
		balance->tenders += amount(table, values, "amount");
	} else if (strcmp(table->name, "sale") == 0) {
		int64_t total = amount(table, values, "total");

		balance->tenders -= total + amount(table, values, "rounding");
		balance->net -= total;
		balance->discounts -= amount(table, values, "discounts");
		balance->tax -= amount(table, values, "tax");
	}
}

bool balance_holds(const struct balance *balance)
{
	return balance->tenders == 0 && balance->net == 0 &&
		balance->discounts == 0 && balance->tax == 0 &&
		!balance->broken;
}
