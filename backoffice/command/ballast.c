/* ballast: the room that is kept for a full disk. */
#include "backoffice/command/nouns.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/room.h"

static char *megabytes(int64_t bytes, char text[TEXT_NUMBER_SIZE])
{
	return text_format_rupiah(bytes >> 20, text);
}

static enum command_result run_show(struct context *context)
{
	static const struct output_column columns[] = {
		{"free", N_("Free"), OUTPUT_INTEGER},
		{"ballast", N_("Ballast"), OUTPUT_INTEGER},
		{"new_sales", N_("New sales"), OUTPUT_BOOLEAN},
	};
	struct store_room room;
	struct output *list;

	store_room(context->store, &room);
	list = command_list(context, columns,
		sizeof(columns) / sizeof(columns[0]));
	output_integer(list, room.free);
	output_integer(list, room.ballast);
	output_boolean(list, room.sale);
	output_row_end(list);
	return command_list_end(context, list);
}

static enum command_result run_release(struct context *context)
{
	char freed[TEXT_NUMBER_SIZE], left[TEXT_NUMBER_SIZE];
	struct store_room before, after;

	store_room(context->store, &before);
	if (!store_ballast_release(context->store))
		return command_refuse(context, context->file,
			_("there is no ballast to release; delete files that "
			  "are not the mart's, or move them to another disk"));
	store_room(context->store, &after);
	command_say(context,
		_("%s MB were given back, %s MB are free now: enough to finish "
		  "what is open, to close the shift and to make a backup on "
		  "another disk. New sales wait until there is more room; the "
		  "ballast is then made again by itself."),
		megabytes(before.ballast, freed), megabytes(after.free, left));
	return COMMAND_DONE;
}

static enum command_result run_make(struct context *context)
{
	char size[TEXT_NUMBER_SIZE];
	enum store_result result = store_ballast_make(context->store);

	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	command_say(context, _("%s MB are kept for a full disk."),
		megabytes(ROOM_BALLAST, size));
	return COMMAND_DONE;
}

const struct command ballast_commands[] = {
	{.path = "ballast show",
		.summary = N_("how much room the disk has, in bytes, and what "
			      "is kept for when it is full"),
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_show},
	{.path = "ballast release",
		.summary = N_("give the kept room back, to finish and close on "
			      "a full disk"),
		.needs = NEEDS_WRITE,
		.action = ACTION_BACKUP,
		.run = run_release},
	{.path = "ballast make",
		.summary = N_("keep room for a full disk again"),
		.needs = NEEDS_WRITE,
		.action = ACTION_BACKUP,
		.run = run_make},
	COMMAND_END,
};
