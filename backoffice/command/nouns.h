/* The table of commands of each noun, defined in the file of its name. */
#ifndef TITIPAN_COMMAND_NOUNS_H
#define TITIPAN_COMMAND_NOUNS_H

#include "backoffice/command/command.h"

extern const struct command init_commands[];
extern const struct command demo_commands[];
extern const struct command user_commands[];
extern const struct command producer_commands[];
extern const struct command agreement_commands[];
extern const struct command item_commands[];
extern const struct command import_commands[];
extern const struct command export_commands[];
extern const struct command stock_commands[];
extern const struct command settle_commands[];
extern const struct command settlement_commands[];
extern const struct command payout_commands[];
extern const struct command statement_commands[];
extern const struct command paper_commands[];
extern const struct command shift_commands[];
extern const struct command ledger_commands[];
extern const struct command day_commands[];
extern const struct command journal_commands[];
extern const struct command trace_commands[];
extern const struct command verify_commands[];
extern const struct command backup_commands[];
extern const struct command restore_commands[];
extern const struct command rollback_commands[];
extern const struct command doctor_commands[];
extern const struct command ballast_commands[];

#endif
