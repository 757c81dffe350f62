#!/usr/bin/env bash
# Debezium 3.4.3 (3.2.3 and 3.4.0 the same) with pgoutput, PostgreSQL 18.6: arrays with two dimensions or with bounds, and
# columns of types that the connector does not know.
#
# One would guess: an array that has no form in the schema stops the engine, or arrives as text or as nested lists.
# It is so: the int[] {{1,2},{3,4}} arrives as a list of two nulls, [0:1]={1,2} without its bounds, and of text[] each element
# is a Java array where the schema says string. A column of type int4multirange, composite or tsquery is missing in the
# record. Nothing is said.
#
# Output seen:
#   public.t {id=1,nested=[null, null],bounds=[1, 2],words=[String[], String[]]}
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/debezium.sh"

start_postgres 18.6.0 wal_level=logical
sql "CREATE TYPE pair AS (a int, b int)" \
    "CREATE TABLE t (id int PRIMARY KEY, nested int[], bounds int[], words text[], multi int4multirange, pair pair, query tsquery)" \
    "CREATE PUBLICATION p FOR TABLE t"

debezium_jars 3.4.3.Final

main() {
    capture "INSERT INTO t VALUES (1, '{{1,2},{3,4}}', '[0:1]={1,2}', '{{a,b},{c,d}}', '{[1,2)}', '(1,2)', 'a & b')"
}
finding main
