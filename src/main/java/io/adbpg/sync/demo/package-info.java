/**
 * The demo that {@code host=embedded} starts: real PostgreSQL servers in temporary folders, a small shop with live traffic, and a
 * status line on the terminal. It shows the shipped routes at work and knows the job only from outside.
 *
 * <p>An end is embedded or not by its own setting; traffic and status line need both. The tables are in {@code source.sql} and
 * {@code target.sql} beside these classes. A table that is added there also needs an entry in {@code routes/tables.camel.yaml},
 * and its name in {@code StatusLine}.
 */
package io.adbpg.sync.demo;
