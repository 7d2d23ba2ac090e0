/* The commands about a producer's personal data, for the table of producers;
 * and how their fields are called. */
#ifndef TITIPAN_COMMAND_PERSON_H
#define TITIPAN_COMMAND_PERSON_H

#include "backoffice/command/command.h"
#include "schema/store/personal.h"

/* "Phone", in the language of the person. */
const char *personal_field_label(enum personal_field field);

extern const struct option_spec person_reveal_options[];
extern const struct option_spec person_consent_options[];
extern const struct option_spec person_export_options[];
extern const struct option_spec person_forget_options[];

enum command_result person_reveal_run(struct context *context);
enum command_result person_consent_run(struct context *context);
enum command_result person_export_run(struct context *context);
enum command_result person_forget_run(struct context *context);

#endif
