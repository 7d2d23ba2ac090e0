/*
 * How a node comes into a mart: the first by the mart's own first document,
 * a further one by a document of a node that is there, and a restored one by
 * a document of its own, with a voucher: the signature of the key of the node
 * whose place it takes, over
 *
 *	"titipan voucher 1" | old node | new node | new public key
 *	| the newest document of the old node that was restored | its hash
 *
 * numbers as eight bytes, the highest first. Only who held the old node's key
 * or the recovery code can make it.
 */
#ifndef TITIPAN_STORE_NODE_VOUCHER_H
#define TITIPAN_STORE_NODE_VOUCHER_H

#include <sodium.h>

#include "schema/store/document.h"
#include "schema/store/verify.h"

struct voucher {
	int64_t replaces; /* a node */
	int64_t node;
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
	int64_t last; /* a document, 0: the old node had none */
	unsigned char hash[DOCUMENT_HASH_SIZE];
};

void voucher_sign(const struct voucher *voucher,
	const unsigned char secret_key[crypto_sign_SECRETKEYBYTES],
	unsigned char signature[crypto_sign_BYTES]);
bool voucher_holds(const struct voucher *voucher,
	const unsigned char public_key[crypto_sign_PUBLICKEYBYTES],
	const unsigned char signature[crypto_sign_BYTES]);

/* The key under which a node's documents are signed; false: not known. */
bool voucher_key_of(struct store *store, int64_t node,
	unsigned char key[crypto_sign_PUBLICKEYBYTES]);

/*
 * The key that a document gives to its own node, and what vouches for it;
 * false: it introduces nobody. voucher->replaces is 0 where nothing vouches.
 */
bool voucher_in(const struct document *document, struct voucher *voucher,
	unsigned char signature[crypto_sign_BYTES]);

/* For verify: who introduced each node, and whether he could. */
void verify_nodes(struct store *store, void *context, verify_finding *found,
	struct verify_report *report);

#endif
