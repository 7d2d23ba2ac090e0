/* How the recovery code is told, by `init`, `demo` and `recovery-code`. */
#ifndef TITIPAN_COMMAND_RECOVERY_H
#define TITIPAN_COMMAND_RECOVERY_H

#include "backoffice/command/command.h"
#include "schema/store/recovery.h"

/* On stdout, once, as three lines of three groups. */
void recovery_tell(struct context *context, const struct recovery *recovery);

#endif
