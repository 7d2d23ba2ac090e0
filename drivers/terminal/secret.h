/* A secret typed on the terminal without being shown. */
#ifndef TITIPAN_TERMINAL_SECRET_H
#define TITIPAN_TERMINAL_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Asks on the process's own terminal, whatever stdin and stdout are, and puts
 * the line, without its end, into text of size bytes. A line that does not fit
 * is read whole and gives "". False: there is no terminal, or it was closed;
 * text is then "". Interrupt and suspend are not taken while it asks, so that
 * the terminal is never left without echo.
 */
bool secret_read(const char *prompt, char *text, size_t size);

#endif
