/*
 * Starting the process that makes a backup, and what it does. It is a new
 * program by exec and not a mere fork: SQLite's locks do not pass to a child.
 * It leads a session of its own, so that Ctrl-C at the till does not end it.
 */
#include "pos/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "schema/store/backup.h"

#define SELF "/proc/self/exe"

/* How much it stands back behind the tills. */
#define NICE 10

struct backup_run {
	pid_t process;
};

/* In the child: nothing of it appears on the till's screen. */
static void become_worker(const char *database)
{
	const int nothing = open("/dev/null", O_RDWR);

	for (int fd = 0; nothing >= 0 && fd <= 2; fd++)
		dup2(nothing, fd);
	setsid();
	execl(SELF, "pos", "-d", database, BACKUP_WORD, (char *)NULL);
	_exit(127);
}

struct backup_run *backup_start(struct store *store, const char *database)
{
	char *folder = backup_folder(store);
	struct backup_run *run;
	pid_t process;

	if (folder == NULL)
		return NULL;
	free(folder);
	process = fork();
	if (process == 0)
		become_worker(database);
	if (process < 0)
		return NULL;
	run = xcalloc(1, sizeof(*run));
	run->process = process;
	return run;
}

bool backup_ended(struct backup_run *run, bool wait, bool *made)
{
	int status = 0;
	pid_t ended;

	do {
		ended = waitpid(run->process, &status, wait ? 0 : WNOHANG);
	} while (ended < 0 && errno == EINTR);
	if (ended == 0)
		return false;
	*made = ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	free(run);
	return true;
}

int backup_work(const char *database)
{
	char detail[400];
	struct backup made;
	struct store *store;
	enum store_result result;

	if (nice(NICE) < 0)
		errno = 0; /* then it competes with the tills */
	result = store_open(database, getenv("MART_NOW"), &store, detail,
		sizeof(detail));
	if (result != STORE_OK)
		return 3;
	result = backup_automatic(store, &made);
	store_close(store);
	return result == STORE_OK || result == STORE_NOT_FOUND ? 0 : 3;
}
