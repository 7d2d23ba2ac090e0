/*
 * All that the mart holds on a producer, for whoever asks what is known of
 * him. His sealed data are not in it: personal_reveal gives them.
 */
#ifndef TITIPAN_STORE_SUBJECT_H
#define TITIPAN_STORE_SUBJECT_H

#include "schema/store/document.h"

/* One value; value is NULL where nothing is known. Rows count from 1 in each
 * section. */
typedef void subject_each(void *context, const char *section, int64_t row,
	const char *field, const char *value);

enum store_result subject_read(struct store *store, int64_t producer,
	subject_each *each, void *context);

#endif
