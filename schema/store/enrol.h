/*
 * Further nodes of a mart: a file of their own with their own key and chain,
 * holding all of the mart's documents.
 */
#ifndef TITIPAN_STORE_ENROL_H
#define TITIPAN_STORE_ENROL_H

#include "schema/store/document.h"

/* Node numbers given out by enrolment; a restored file draws a higher one. */
#define ENROL_NODE_MAX 4095

/*
 * Enrols a new node by a document of this one, and makes target a copy of the
 * file that is that node, with its key and head beside it. Takes the writer's
 * lock itself. *node gets its number. STORE_EXISTS if target is there.
 */
enum store_result store_enrol(struct store *store, const char *target,
	const char *name, const struct author *author, int64_t *node);

/*
 * Makes a file with the schema and no document, which takes documents by
 * document_apply and writes none of its own until its node is enrolled.
 */
enum store_result store_create_receiver(const char *path, int64_t node,
	char *detail, size_t size);

#endif
