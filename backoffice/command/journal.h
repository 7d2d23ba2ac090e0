/*
 * journal export: signed JSON lines that anybody can check who knows this
 * page, without any of our code; backoffice/auditor/verify_journal does.
 *
 * The file is UTF-8, a JSON object a line.
 *
 * The first line says what it is:
 *	journal      "titipan"; format 1
 *	mart         BLAKE2b-256 of the first node's public key, in hex
 *	code, name   the mart's, on its papers
 *	program, schema, at, offset_s
 *	             the software's version, how many migrations made the
 *	             file, when the export was made (UTC), the mart's zone
 *	from, to     the days asked for, or null
 *	by           the node that made it, whose signature ends it
 *	nodes        for each: node, name, public_key (Ed25519, hex), first
 *	             and last (documents, NODE-SEQUENCE, null for none), and
 *	             before_hash, before_signature of the document before the
 *	             first (zeros before a node's first)
 *
 * Then a line for each document, node by node, in its sequence:
 *	document     NODE-SEQUENCE
 *	rows         [table, {column: value, ...}] each, in canonical order;
 *	             a value is a text that begins with its type: I and an
 *	             integer, T and a text, H and the bytes of a text in hex
 *	             (where they are no UTF-8), B and bytes in hex. Columns
 *	             that are NULL are left out. In a row, a document's id is
 *	             node * 2^40 + sequence.
 *	hash         BLAKE2b-256 of: the hash and the signature of the node's
 *	             document before it (zeros before its first), and the
 *	             content: for each row a 0 byte, the table's name, and its
 *	             columns by name: name, type (I, T or B), the value's
 *	             length as 4 bytes, and the value. A name is its length as
 *	             one byte and its bytes; an integer is 8 bytes; all big
 *	             endian. The columns hash and signature of the table
 *	             `document` are not in it.
 *	signature    Ed25519 of the hash, by the node's key
 *
 * The last line:
 *	end          "titipan"
 *	documents    how many lines of documents there are
 *	heads        for each node that has any: node, last, hash
 *	digest       BLAKE2b-256 of all bytes before this line
 *	signature    Ed25519, by the node `by`, of the 18 bytes
 *	             "titipan journal 1\n" and the digest
 *
 * Personal data are in it as they are in the mart's file: sealed.
 */
#ifndef TITIPAN_COMMAND_JOURNAL_H
#define TITIPAN_COMMAND_JOURNAL_H

#include "backoffice/command/command.h"

enum command_result journal_export(struct context *context);

#endif
