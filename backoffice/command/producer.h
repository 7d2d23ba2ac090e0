/* The rules of a producer, for `producer add`, `producer edit` and `import
 * producers`. What breaks one is named by command_problem() under `what`. */
#ifndef TITIPAN_COMMAND_PRODUCER_H
#define TITIPAN_COMMAND_PRODUCER_H

#include "backoffice/command/lookup.h"

/* So many digits and nothing else, or "". */
void producer_check_digits(struct context *context, const char *what,
	const char *given, size_t digits);

/* Can be dialled, or "". */
void producer_check_phone(struct context *context, const char *what,
	const char *given);

/* Who is registered for PPN has an NPWP, and does not meet a mart that is
 * registered too. */
void producer_check_pkp(struct context *context, const char *what,
	const struct producer *p);

/* Who was erased stays so. */
void producer_check_erased(struct context *context, const char *what,
	const struct producer *p);

/* The mentor by name; "" for nobody. */
void producer_take_mentor(struct context *context, const char *what,
	const char *name, struct producer *p);
const char *producer_mentor(struct store *store, const struct producer *p,
	char name[USER_NAME_SIZE]);

/* Whether anything about them differs but their ids. */
bool producer_differs(const struct producer *a, const struct producer *b);

#endif
