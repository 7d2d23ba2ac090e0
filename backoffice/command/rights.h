/* The matrix of roles and actions, printed. The manual page has it too. */
#ifndef TITIPAN_COMMAND_RIGHTS_H
#define TITIPAN_COMMAND_RIGHTS_H

#include "backoffice/command/command.h"

/* `user rights`: a row an action. */
enum command_result rights_run(struct context *context);

#endif
