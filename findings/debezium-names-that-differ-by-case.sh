#!/usr/bin/env bash
# Debezium 3.4.3 (3.2.3 and 3.4.0 the same, 3.2.3 with another last message) with pgoutput, PostgreSQL 18.6: names that differ
# by case.
#
# One would guess: names are those of the server: public.t and public."T" are two tables, v and "V" two columns.
# It is so: the expressions of table.include.list and table.exclude.list are matched regardless of case: including public.t
# takes public."T" along, excluding it takes "T" out. Two columns that differ by case end the engine, in 3.2.3 with an index
# out of bounds.
#
# Output seen:
#   include public.t: public.T {id=1}, public.t {id=2}
#   exclude public.t: public.other {id=4}
#   columns v and "V": engine ended: DebeziumException: Table 'public.c' has columns that differ only by case
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/debezium.sh"

start_postgres 18.6.0 wal_level=logical
sql 'CREATE TABLE t (id int PRIMARY KEY)' 'CREATE TABLE "T" (id int PRIMARY KEY)' 'CREATE TABLE other (id int PRIMARY KEY)' 'CREATE TABLE c (id int PRIMARY KEY, v text, "V" text)' \
    'CREATE PUBLICATION p FOR ALL TABLES'

debezium_jars 3.4.3.Final

main() {
    echo "include public.t: $(capture 'INSERT INTO "T" VALUES (1); INSERT INTO t VALUES (2)' table.include.list=public.t)"
    echo "exclude public.t: $(capture 'INSERT INTO "T" VALUES (3); INSERT INTO other VALUES (4)' table.exclude.list=public.t,public.c)"
    echo "columns v and \"V\": $(capture "INSERT INTO c VALUES (5, 'small', 'capital')" table.include.list=public.c)"
}
finding main
