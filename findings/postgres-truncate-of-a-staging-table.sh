#!/usr/bin/env bash
# PostgreSQL 9.6.24 and 18.6: a temporary staging table that is emptied for each batch.
#
# One would guess: TRUNCATE of a temporary table is the cheapest way: local to the session and not logged.
# It is so: each TRUNCATE gives the table, its index and its TOAST table new files, hence new rows in pg_class, which are
# logged and left for vacuum. ON COMMIT DELETE ROWS empties the files in place and touches no catalogue.
#
# Output seen:
#   9.6.24
#   measured: TRUNCATE: pg_class grew by 13 pages, 1737 bytes of WAL per batch
#   TRUNCATE: pg_class grew by more than 8 pages: yes
#   TRUNCATE: more than 1,000 bytes of WAL per batch: yes
#   measured: ON COMMIT DELETE ROWS: pg_class grew by 0 pages, 40 bytes of WAL per batch
#   ON COMMIT DELETE ROWS: pg_class did not grow: yes
#   ON COMMIT DELETE ROWS: less than 500 bytes of WAL per batch: yes
#   18.6.0
#   measured: TRUNCATE: pg_class grew by 13 pages, 1819 bytes of WAL per batch
#   TRUNCATE: pg_class grew by more than 8 pages: yes
#   TRUNCATE: more than 1,000 bytes of WAL per batch: yes
#   measured: ON COMMIT DELETE ROWS: pg_class grew by 0 pages, 312 bytes of WAL per batch
#   ON COMMIT DELETE ROWS: pg_class did not grow: yes
#   ON COMMIT DELETE ROWS: less than 500 bytes of WAL per batch: yes
. "$(dirname "$0")/lib.sh"

# batches NAME DEFINITION STATEMENT: 1,000 transactions, each one row staged.
batches() {
    local name=$1 definition=$2 statement=$3 number
    sql "VACUUM FULL pg_class"
    {
        echo "CREATE TEMPORARY TABLE staging (id int PRIMARY KEY, v text) $definition;"
        echo "SELECT pg_relation_size('pg_class') AS class, ${lsn}() AS lsn \\gset"
        for ((number = 0; number < 1000; number++)); do
            echo "BEGIN; INSERT INTO staging VALUES (1, 'a'); $statement COMMIT;"
        done
        echo "SELECT (pg_relation_size('pg_class') - :class) / 8192, (${lsn}() - :'lsn'::pg_lsn) / 1000;"
    } >"$tmp/batches.sql"
    IFS='|' read -r pages bytes < <(psql -X -q -A -t -h 127.0.0.1 -p "$port" -U postgres -f "$tmp/batches.sql" postgres)
    bytes=${bytes%%.*}
    echo "measured: $name: pg_class grew by $pages pages, $bytes bytes of WAL per batch"
}

main() {
    local version
    for version in 9.6.24 18.6.0; do
        start_postgres "$version" autovacuum=off full_page_writes=off
        lsn=$(sql "SELECT proname FROM pg_proc WHERE proname IN ('pg_current_wal_insert_lsn', 'pg_current_xlog_insert_location')")
        echo "$version"
        batches "TRUNCATE" "" "TRUNCATE staging;"
        claim "TRUNCATE: pg_class grew by more than 8 pages" "pages > 8"
        claim "TRUNCATE: more than 1,000 bytes of WAL per batch" "bytes > 1000"
        batches "ON COMMIT DELETE ROWS" "ON COMMIT DELETE ROWS" ""
        claim "ON COMMIT DELETE ROWS: pg_class did not grow" "pages == 0"
        claim "ON COMMIT DELETE ROWS: less than 500 bytes of WAL per batch" "bytes < 500"
    done
}
finding main
