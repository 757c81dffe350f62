#!/usr/bin/env bash
# PostgreSQL 12.22 and 18.6: COPY into a table with a column that only the target has, filled by its default.
#
# One would guess: a default costs what its function costs, so clock_timestamp() or now() for "loaded at" is a matter of
# taste.
# It is so: a volatile default that the COPY has to compute turns off the insertion of many rows at once for the whole table:
# each row is logged on its own, three times the WAL for short rows. now() is stable and keeps it. clock_timestamp() costs
# nothing either once the COPY names the column.
#
# Output seen:
#   12.22.0
#   measured: DEFAULT now(), COPY t (id, v): 24 bytes of WAL per row
#   measured: DEFAULT clock_timestamp(), COPY t (id, v): 72 bytes of WAL per row
#   more than 1.7 times as much as with now(): yes
#   measured: DEFAULT clock_timestamp(), COPY t (id, v, extra): 24 bytes of WAL per row
#   named in the COPY: within a tenth of now(): yes
#   18.6.0
#   measured: DEFAULT now(), COPY t (id, v): 24 bytes of WAL per row
#   measured: DEFAULT clock_timestamp(), COPY t (id, v): 72 bytes of WAL per row
#   more than 1.7 times as much as with now(): yes
#   measured: DEFAULT clock_timestamp(), COPY t (id, v, extra): 24 bytes of WAL per row
#   named in the COPY: within a tenth of now(): yes
. "$(dirname "$0")/lib.sh"

copy() {
    local default=$1 columns=$2 line=$3 start bytes
    sql "DROP TABLE IF EXISTS t" "CREATE TABLE t (id int, v text, extra timestamptz DEFAULT $default, more bigint)" "CHECKPOINT"
    start=$(sql "SELECT pg_current_wal_insert_lsn()")
    seq 200000 | sed "s/\$/$line/" | sql "COPY t ($columns) FROM STDIN"
    bytes=$(sql "SELECT pg_current_wal_insert_lsn() - pg_lsn '$start'")
    echo "measured: DEFAULT $default, COPY t ($columns): $((bytes / 200000)) bytes of WAL per row"
    perRow=$((bytes / 200000))
}

main() {
    local version stable
    for version in 12.22.0 18.6.0; do
        start_postgres "$version"
        echo "$version"
        copy "now()" "id, v" '\tabc'
        stable=$perRow
        copy "clock_timestamp()" "id, v" '\tabc'
        claim "more than 1.7 times as much as with now()" "perRow * 10 > stable * 17"
        copy "clock_timestamp()" "id, v, extra" '\tabc\t2026-01-01'
        claim "named in the COPY: within a tenth of now()" "perRow * 10 < stable * 11"
    done
}
finding main
