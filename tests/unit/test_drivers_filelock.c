/* Locks between processes: exclusion, fairness, deadlines, crashes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/system/clock.h"
#include "drivers/system/filelock.h"

static char folder[] = "/tmp/lock-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/mart", folder);
	return 0;
}

static int remove_folder(void **state)
{
	static const char *const names[] = {
		"/mart.queue", "/mart.lock", "/one", "/link.queue"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char name[96];

		snprintf(name, sizeof(name), "%s%s", folder, names[i]);
		unlink(name);
	}
	return rmdir(folder);
}

static void nap_ms(int ms)
{
	usleep((useconds_t)ms * 1000);
}

/* What two processes see of each other. */
static struct shared {
	volatile int ready;
	volatile int inside;
	volatile int broken;
	volatile int turns[2];
} * shared;

static void share(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
}

/* A child that takes the lock, tells, and holds it until it is killed. */
static pid_t start_holder(void)
{
	pid_t child = fork();

	if (child == 0) {
		struct turnstile *mine = turnstile_open(path);

		turnstile_take(mine, "import", -1, NULL);
		shared->ready = 1;
		for (;;)
			pause();
	}
	while (shared->ready == 0)
		nap_ms(1);
	return child;
}

static void a_limit_is_kept_and_the_holder_named(void **state)
{
	struct turnstile *mine = turnstile_open(path);
	char holder[64];
	char expected[64];
	int64_t waited_ms = -1;
	pid_t child;

	(void)state;
	share();
	child = start_holder();
	assert_int_equal(turnstile_take(mine, "sale", 0, &waited_ms),
		LOCK_BUSY);
	assert_true(waited_ms < 50);
	assert_int_equal(turnstile_take(mine, "sale", 60, &waited_ms),
		LOCK_BUSY);
	assert_in_range(waited_ms, 60, 200);
	assert_false(turnstile_is_held(mine));
	snprintf(expected, sizeof(expected), "%ld import", (long)child);
	assert_string_equal(turnstile_holder(mine, holder, sizeof(holder)),
		expected);

	/* The lock falls with its holder, however it ended. */
	kill(child, SIGKILL);
	assert_int_equal(turnstile_take(mine, "sale", 2000, &waited_ms),
		LOCK_TAKEN);
	assert_true(waited_ms < 1000);
	assert_true(turnstile_is_held(mine));
	waitpid(child, NULL, 0);
	snprintf(expected, sizeof(expected), "%ld sale", (long)getpid());
	assert_string_equal(turnstile_holder(mine, holder, sizeof(holder)),
		expected);
	turnstile_release(mine);
	turnstile_close(mine);
}

static void take_turns(int me, int64_t wait_ms)
{
	struct turnstile *mine = turnstile_open(path);
	int64_t end_ms;

	shared->ready++;
	while (shared->ready < 2)
		nap_ms(1);
	end_ms = clock_monotonic_ms() + 400;
	while (clock_monotonic_ms() < end_ms) {
		if (turnstile_take(mine, "turn", wait_ms, NULL) != LOCK_TAKEN)
			continue;
		if (++shared->inside != 1)
			shared->broken = 1;
		nap_ms(2);
		shared->turns[me]++;
		shared->inside--;
		turnstile_release(mine);
	}
	turnstile_close(mine);
}

/*
 * Both want it all the time. A plain flock gives it to the one that has just
 * released it, again and again.
 */
static void turns_are_shared(int64_t wait_ms)
{
	pid_t child;
	int least;
	int most;

	share();
	child = fork();
	if (child == 0) {
		take_turns(1, wait_ms);
		_exit(0);
	}
	take_turns(0, wait_ms);
	waitpid(child, NULL, 0);
	assert_false(shared->broken);
	least = shared->turns[0] < shared->turns[1] ? shared->turns[0]
						    : shared->turns[1];
	most = shared->turns[0] + shared->turns[1] - least;
	assert_true(least > 10);
	assert_true(most <= 2 * least);
}

static void two_writers_take_turns(void **state)
{
	(void)state;
	turns_are_shared(-1);
}

static void nobody_is_inside_twice_with_a_limit(void **state)
{
	pid_t child;

	(void)state;
	share();
	child = fork();
	if (child == 0) {
		take_turns(1, 1000);
		_exit(0);
	}
	take_turns(0, 1000);
	waitpid(child, NULL, 0);
	assert_false(shared->broken);
	assert_true(shared->turns[0] > 5 && shared->turns[1] > 5);
}

static void files_are_private_and_no_links(void **state)
{
	struct turnstile *mine = turnstile_open(path);
	char name[96];
	struct stat about;

	(void)state;
	assert_non_null(mine);
	snprintf(name, sizeof(name), "%s.lock", path);
	assert_int_equal(stat(name, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	turnstile_close(mine);
	snprintf(name, sizeof(name), "%s/link.queue", folder);
	assert_int_equal(symlink("/dev/null", name), 0);
	snprintf(name, sizeof(name), "%s/link", folder);
	assert_null(turnstile_open(name));
	assert_null(turnstile_open("/nonexistent/mart"));
}

static void one_file_one_holder(void **state)
{
	char name[96];
	int first = -1;
	int second = -1;

	(void)state;
	snprintf(name, sizeof(name), "%s/one", folder);
	assert_int_equal(filelock_try(name, &first), LOCK_TAKEN);
	assert_int_equal(filelock_try(name, &second), LOCK_BUSY);
	assert_int_equal(second, -1);
	close(first);
	assert_int_equal(filelock_try(name, &second), LOCK_TAKEN);
	close(second);
	assert_int_equal(filelock_try("/nonexistent/x", &second), LOCK_FAILED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_limit_is_kept_and_the_holder_named),
		cmocka_unit_test(two_writers_take_turns),
		cmocka_unit_test(nobody_is_inside_twice_with_a_limit),
		cmocka_unit_test(files_are_private_and_no_links),
		cmocka_unit_test(one_file_one_holder),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
