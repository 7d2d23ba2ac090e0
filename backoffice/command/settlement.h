/* What the commands about settlements share. */
#ifndef TITIPAN_COMMAND_SETTLEMENT_H
#define TITIPAN_COMMAND_SETTLEMENT_H

#include "backoffice/command/command.h"
#include "schema/store/settlement.h"

/* The list of settlements: begin, a row each, command_list_end. */
struct output *settlement_table(struct context *context);
void settlement_table_row(const struct context *context, struct output *output,
	const struct settlement *settlement);

/* The document that the operand names as NODE-SEQUENCE; false, with a message,
 * if it is no such text. */
bool command_document(struct context *context, size_t operand, int64_t *id);

/* The settlement that the first operand names. COMMAND_DONE, or what to end
 * with: the message is said. */
enum command_result settlement_operand(struct context *context,
	struct settlement *settlement);

/* Notes it if this refusal is one for want of a right. */
void settlement_forbidden(struct context *context, enum settle_refusal refusal,
	int64_t subject);

/* A word of a machine as a person reads it: translated in a table only. */
const char *command_shown(const struct context *context, const char *word);

#endif
