#!/usr/bin/env bash
# Debezium 3.4.3 (3.2.3 and 3.4.0 the same) with pgoutput, PostgreSQL 18.6: bytea from a database that has bytea_output =
# 'escape'.
#
# One would guess: the connector sets up its replication session so that values come in the form that it reads.
# It is so: the setting of the database (or the role) reaches the stream, and the text is taken for hexadecimal all the same,
# without its first two characters. Four bytes, abcd, arrive as the one byte cd; wxyz as the byte ef; nothing is said. A text
# with an odd number of characters ends the engine. A snapshot of the same row is right, so a test by snapshot shows nothing.
#
# Output seen:
#   'abcd' (61626364) by the snapshot: public.t {id=1,v=61626364}
#   'abcd' (61626364) by the stream: public.t {id=2,v=cd}
#   'wxyz' (7778797a) by the stream: public.t {id=2,v=ef}
#   'abcde' (6162636465) by the stream: engine ended: StringIndexOutOfBoundsException: String index out of range: 3
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/debezium.sh"

start_postgres 18.6.0 wal_level=logical
sql "ALTER DATABASE postgres SET bytea_output = 'escape'" \
    "CREATE TABLE t (id int PRIMARY KEY, v bytea)" "CREATE PUBLICATION p FOR TABLE t"

debezium_jars 3.4.3.Final

main() {
    local value
    sql "INSERT INTO t VALUES (1, 'abcd')"
    echo "'abcd' ($(sql "SELECT encode('abcd', 'hex')")) by the snapshot:" \
        "$(capture "" snapshot.mode=initial_only binary.handling.mode=hex)"
    for value in abcd wxyz abcde; do
        sql "TRUNCATE t"
        echo "'$value' ($(sql "SELECT encode('$value', 'hex')")) by the stream:" \
            "$(capture "INSERT INTO t VALUES (2, '$value')" binary.handling.mode=hex)"
    done
}
finding main
