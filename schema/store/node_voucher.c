/* Vouchers of restored nodes, and the proof of every node's introduction. */
#include "schema/store/node_voucher.h"

#include <string.h>

#include "drivers/system/text.h"
#include "schema/store/column.h"
#include "schema/store/store_core.h"

static const unsigned char purpose[] = "titipan voucher 1";

#define TEXT_SIZE \
	(sizeof(purpose) + 3 * sizeof(int64_t) + crypto_sign_PUBLICKEYBYTES + \
		DOCUMENT_HASH_SIZE)

static unsigned char *put(unsigned char *at, const void *bytes, size_t size)
{
	memcpy(at, bytes, size);
	return at + size;
}

static unsigned char *put_number(unsigned char *at, int64_t number)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		*at++ = (unsigned char)((uint64_t)number >> shift & 0xFFU);
	return at;
}

static void write_text(const struct voucher *voucher,
	unsigned char text[TEXT_SIZE])
{
	text = put(text, purpose, sizeof(purpose));
	text = put_number(text, voucher->replaces);
	text = put_number(text, voucher->node);
	text = put(text, voucher->public_key, sizeof(voucher->public_key));
	text = put_number(text, voucher->last);
	put(text, voucher->hash, sizeof(voucher->hash));
}

void voucher_sign(const struct voucher *voucher,
	const unsigned char secret_key[crypto_sign_SECRETKEYBYTES],
	unsigned char signature[crypto_sign_BYTES])
{
	unsigned char text[TEXT_SIZE];

	write_text(voucher, text);
	crypto_sign_detached(signature, NULL, text, sizeof(text), secret_key);
}

bool voucher_holds(const struct voucher *voucher,
	const unsigned char public_key[crypto_sign_PUBLICKEYBYTES],
	const unsigned char signature[crypto_sign_BYTES])
{
	unsigned char text[TEXT_SIZE];

	write_text(voucher, text);
	return crypto_sign_verify_detached(signature, text, sizeof(text),
		       public_key) == 0;
}

static bool column_bytes(sqlite3_stmt *statement, int column, void *bytes,
	size_t size)
{
	if ((size_t)sqlite3_column_bytes(statement, column) != size)
		return false;
	memcpy(bytes, sqlite3_column_blob(statement, column), size);
	return true;
}

bool voucher_key_of(struct store *store, int64_t node,
	unsigned char key[crypto_sign_PUBLICKEYBYTES])
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT public_key FROM node WHERE node = ?1"
		" ORDER BY document LIMIT 1");
	bool known;

	if (!statement)
		return false;
	sqlite3_bind_int64(statement, 1, node);
	if (!store_step(store, statement))
		return false;
	known = column_bytes(statement, 0, key, crypto_sign_PUBLICKEYBYTES);
	store_reset(statement);
	return known;
}

/* --- a document that arrives ----------------------------------------------- */

static const struct value *find(const struct fact_table *table,
	const struct value values[], const char *column)
{
	return &values[fact_column_find(table, column)];
}

static bool value_bytes(const struct value *value, void *bytes, size_t size)
{
	if (value->type != VALUE_BLOB || value->size != size)
		return false;
	memcpy(bytes, value->bytes, size);
	return true;
}

bool voucher_in(const struct document *document, struct voucher *voucher,
	unsigned char signature[crypto_sign_BYTES])
{
	const struct facts *facts = &document->store->facts;
	bool node = false, vouched = false, restored = false;

	*voucher = (struct voucher){.node = document_node(document->id)};
	for (size_t i = 0; i < document->rows.count; i++) {
		struct value values[FACT_COLUMNS_MAX];
		const struct fact_table *table =
			rows_read(&document->rows, facts, i, values);

		if (strcmp(table->name, "node") == 0 && !node) {
			node = find(table, values, "node")->integer ==
					voucher->node &&
				value_bytes(find(table, values, "public_key"),
					voucher->public_key,
					sizeof(voucher->public_key));
			voucher->replaces =
				find(table, values, "replaces")->integer;
			vouched = value_bytes(find(table, values, "voucher"),
				signature, crypto_sign_BYTES);
		} else if (strcmp(table->name, "restoration") == 0) {
			restored = true;
			voucher->last = find(table, values, "last")->integer;
			value_bytes(find(table, values, "hash"), voucher->hash,
				sizeof(voucher->hash));
		}
	}
	if (!(vouched && restored))
		voucher->replaces = 0;
	return node;
}

/* --- the proof ------------------------------------------------------------- */

struct introduction {
	int64_t document;
	struct voucher voucher;
	unsigned char signature[crypto_sign_BYTES];
	bool has_key;
	bool vouched;
	bool restored; /* by a document that says so */
	bool first;    /* by the mart's own first document */
	int64_t times; /* how often this number was given out */
};

static void read_introduction(sqlite3_stmt *query, struct introduction *in)
{
	struct voucher *voucher = &in->voucher;

	*in = (struct introduction){.document = sqlite3_column_int64(query, 0)};
	voucher->node = sqlite3_column_int64(query, 1);
	in->has_key = column_bytes(query, 2, voucher->public_key,
		sizeof(voucher->public_key));
	voucher->replaces = sqlite3_column_int64(query, 3);
	in->vouched =
		column_bytes(query, 4, in->signature, sizeof(in->signature));
	in->first = strcmp(store_text(query, 5), "mart") == 0;
	in->restored = strcmp(store_text(query, 5), "restore") == 0 &&
		!column_is_null(query, 6) &&
		sqlite3_column_int64(query, 6) == voucher->replaces;
	voucher->last = sqlite3_column_int64(query, 7);
	column_bytes(query, 8, voucher->hash, sizeof(voucher->hash));
	in->times = sqlite3_column_int64(query, 9);
}

/* What is wrong with it, or NULL: an msgid with one %s for the document. */
static const char *look_at(struct store *store, const struct introduction *in,
	struct verify_report *report, int64_t *marts)
{
	unsigned char key[crypto_sign_PUBLICKEYBYTES];
	const bool itself = document_node(in->document) == in->voucher.node;

	if (in->times > 1)
		return N_("document %s gives out a node's number again");
	if (!itself)
		return NULL; /* by a node that is there, whose chain is proved */
	if (in->first && document_sequence(in->document) == 1)
		return ++*marts > 1
			? N_("document %s is the first of another mart")
			: NULL;
			if (!in->restored ||
				document_sequence(in->document) != 1)
				return N_(
					"document %s brings in a node that nobody knows");
			if (!in->vouched) {
				report->unvouched++;
				report->unvouched_node = in->voucher.node;
				return NULL;
			}
			if (voucher_key_of(store, in->voucher.replaces, key) &&
				voucher_holds(&in->voucher, key, in->signature))
				return NULL;
			return N_(
				"document %s brings in a node with a forged voucher");
}

void verify_nodes(struct store *store, void *context, verify_finding *found,
	struct verify_report *report)
{
	int64_t marts = 0;
	int64_t after[] = {0, 0};
	char text[DOCUMENT_TEXT_SIZE];

	/* One at a time: each asks for keys by the same statement. */
	for (;;) {
		struct introduction in;
		const char *wrong;
		sqlite3_stmt *query = store_statement(store,
			"SELECT n.document, n.node, n.public_key, n.replaces,"
			" n.voucher, coalesce(d.kind, ''), r.node, r.last,"
			" r.hash, (SELECT count(*) FROM node o"
			" WHERE o.node = n.node AND o.document <= n.document) "
			"FROM node n LEFT JOIN document d ON d.id = n.document "
			"LEFT JOIN restoration r ON r.document = n.document "
			"WHERE (n.document, n.node) > (?1, ?2) "
			"ORDER BY n.document, n.node LIMIT 1");

		if (!query)
			return;
		sqlite3_bind_int64(query, 1, after[0]);
		sqlite3_bind_int64(query, 2, after[1]);
		if (!store_step(store, query))
			return;
		read_introduction(query, &in);
		store_reset(query);
		after[0] = in.document;
		after[1] = in.voucher.node;
		wrong = look_at(store, &in, report, &marts);
		if (wrong)
			found(context, wrong,
				document_format(in.document, text));
	}
}
