/* The manager's tool: every function is a command. */
#include "backoffice/command/command.h"
#include "drivers/terminal/language.h"

int main(int argc, char **argv)
{
	language_start();
	return command_main(argc, argv);
}
