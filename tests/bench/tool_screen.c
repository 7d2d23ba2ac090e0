/*
 * Runs a program on a pseudo terminal and measures how long it takes from a
 * key to the last cell that it changes.
 *
 *	tool_screen start COMMAND...             until the first screen stands
 *	tool_screen lines FILE LOGIN COMMAND...  each line of FILE and Enter; the
 *	                                         lines of LOGIN are typed before
 *	tool_screen run COMMAND...               without a terminal and output
 *	tool_screen idle SECONDS COMMAND...      how often it wakes up
 *
 * Answers lines `name value`, microseconds.
 */
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The screen stands when nothing has come for so long. */
#define QUIET_MS 30
#define FIRST_MS 10000
#define LINES_MAX 2000

static int terminal;
static pid_t child;

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void start(char **command)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};

	child = forkpty(&terminal, NULL, NULL, &size);
	if (child == 0) {
		setenv("TERM", "xterm", 1);
		execvp(command[0], command);
		_exit(127);
	}
	if (child < 0)
		exit(1);
}

/* The moment of the last byte before it is quiet; 0 if nothing comes. */
static int64_t settle(int first_ms)
{
	struct pollfd ready = {.fd = terminal, .events = POLLIN};
	char bytes[16384];
	int64_t last = 0;

	while (poll(&ready, 1, last ? QUIET_MS : first_ms) > 0) {
		if (read(terminal, bytes, sizeof(bytes)) <= 0)
			break;
		last = now_ns();
	}
	return last;
}

static void type(const char *text)
{
	if (write(terminal, text, strlen(text)) < 0)
		exit(1);
}

static int by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Ends the program and tells its peak of memory. */
static void stop(void)
{
	struct rusage usage;

	kill(child, SIGTERM);
	while (settle(1000) != 0)
		continue;
	close(terminal);
	wait4(child, NULL, 0, &usage);
	printf("memory_kb %ld\n", usage.ru_maxrss);
}

static long read_number(const char *name, const char *what)
{
	char path[64], line[200];
	long number = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/%s", (long)child, name);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, what, strlen(what)) == 0)
			number = strtol(line + strlen(what), NULL, 10);
	if (file)
		fclose(file);
	return number;
}

static void type_file(const char *path, int64_t times[], size_t *count)
{
	FILE *file = fopen(path, "re");
	char line[200];

	if (!file)
		exit(1);
	while (fgets(line, sizeof(line), file) && *count < LINES_MAX) {
		int64_t began, ended;

		line[strcspn(line, "\n")] = '\0';
		began = now_ns();
		type(line);
		type("\r");
		ended = settle(1000);
		if (ended != 0)
			times[(*count)++] = ended - began;
	}
	fclose(file);
}

static void measure_lines(const char *file, const char *login, char **command)
{
	static int64_t times[LINES_MAX];
	size_t count = 0;

	start(command);
	settle(FIRST_MS);
	if (login[0])
		type_file(login, times, &count);
	settle(200);
	count = 0;
	type_file(file, times, &count);
	printf("resident_kb %ld\n", read_number("status", "VmRSS:"));
	qsort(times, count, sizeof(*times), by_size);
	if (count > 0)
		printf("median %.1f\np99 %.1f\ncount %zu\n",
			(double)times[count / 2] / 1e3,
			(double)times[count * 99 / 100] / 1e3, count);
	stop();
}

static void measure_start(char **command)
{
	int64_t began = now_ns();
	int64_t ended;

	start(command);
	ended = settle(FIRST_MS);
	printf("start %.1f\n", (double)(ended - began) / 1e3);
	stop();
}

/* Nanoseconds that it has had a processor. */
static long long cpu_ns(void)
{
	char path[64];
	long long used = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/schedstat", (long)child);
	file = fopen(path, "re");
	if (file && fscanf(file, "%lld", &used) != 1)
		used = 0;
	if (file)
		fclose(file);
	return used;
}

static void measure_idle(unsigned seconds, char **command)
{
	long woken;
	long long used;

	start(command);
	settle(FIRST_MS);
	sleep(5); /* the housekeeping after the first quiet seconds */
	woken = read_number("status", "voluntary_ctxt_switches:");
	used = cpu_ns();
	sleep(seconds);
	woken = read_number("status", "voluntary_ctxt_switches:") - woken;
	used = cpu_ns() - used;
	printf("wakeups %.2f\ncpu_percent %.4f\n", (double)woken / seconds,
		(double)used / 1e7 / seconds);
	stop();
}

/* From this small program, as a child's peak begins with its parent's. */
static int measure_run(char **command)
{
	struct rusage usage;
	int64_t began = now_ns();
	int status = 1;

	child = fork();
	if (child == 0) {
		int nothing = open("/dev/null", O_RDWR);

		for (int fd = 0; fd < 3; fd++)
			dup2(nothing, fd);
		execvp(command[0], command);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) < 0)
		return 1;
	printf("took %.1f\nmemory_kb %ld\nended %d\n",
		(double)(now_ns() - began) / 1e3, usage.ru_maxrss,
		WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "start") == 0)
		measure_start(argv + 2);
	else if (argc > 4 && strcmp(argv[1], "lines") == 0)
		measure_lines(argv[2], argv[3], argv + 4);
	else if (argc > 2 && strcmp(argv[1], "run") == 0)
		return measure_run(argv + 2);
	else if (argc > 3 && strcmp(argv[1], "idle") == 0)
		measure_idle((unsigned)strtoul(argv[2], NULL, 10), argv + 3);
	else
		return 2;
	return 0;
}
