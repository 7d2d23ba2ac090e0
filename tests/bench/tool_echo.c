/*
 * The least that a program on a terminal can do: the limit beside which the
 * till's screen is measured. Opens a database if one is given, shows that it
 * is ready, and writes each line that is typed below the last.
 *
 *	tool_echo [DATABASE]
 */
#include <curses.h>
#include <sqlite3.h>
#include <string.h>

static int count_tables(const char *path)
{
	sqlite3 *database;
	sqlite3_stmt *q;
	int count = -1;

	if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL) ==
			SQLITE_OK &&
		sqlite3_prepare_v2(database,
			"SELECT count(*) FROM sqlite_master", -1, &q,
			NULL) == SQLITE_OK) {
		if (sqlite3_step(q) == SQLITE_ROW)
			count = sqlite3_column_int(q, 0);
		sqlite3_finalize(q);
	}
	sqlite3_close(database);
	return count;
}

int main(int argc, char **argv)
{
	char line[80] = "";
	size_t length = 0;
	int row = 1, key;

	initscr();
	cbreak();
	noecho();
	mvprintw(0, 0, "ready %d", argc > 1 ? count_tables(argv[1]) : 0);
	refresh();
	while ((key = getch()) != 'Q' && key != ERR) {
		if (key == '\n' || key == '\r') {
			mvprintw(row, 0, "%-40s 1 pcs 12.500", line);
			row = row % 20 + 1;
			length = 0;
		} else if (length + 1 < sizeof(line)) {
			line[length++] = (char)key;
		}
		line[length] = '\0';
		mvprintw(22, 0, "> %-40s", line);
		refresh();
	}
	endwin();
	return 0;
}
