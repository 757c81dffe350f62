#!/usr/bin/env bash
# PostgreSQL 9.6.24 and 18.6: a session with many temporary tables ON COMMIT DELETE ROWS, of which a transaction uses one.
#
# One would guess: a commit empties the tables that the transaction has put rows into; the others are empty already.
# It is so: each commit of a transaction that has touched any temporary table, even by reading an empty one, empties all such
# tables of the session again, with their indexes and TOAST tables: what a commit costs grows with the number of tables that
# there are, not with the number of those in use.
#
# Output seen:
#   9.6.24
#   measured: one table: 1.68 ms per transaction; 100 tables, one used: 86.69 ms; 100 tables, an empty one read: 90.37 ms
#   one of 100 tables used: at least 5 times as long: yes
#   one of 100 tables read: at least 5 times as long: yes
#   18.6.0
#   measured: one table: 0.93 ms per transaction; 100 tables, one used: 102.80 ms; 100 tables, an empty one read: 78.73 ms
#   one of 100 tables used: at least 5 times as long: yes
#   one of 100 tables read: at least 5 times as long: yes
. "$(dirname "$0")/lib.sh"

# transactions TABLES STATEMENT: prints the microseconds that each of 40 transactions takes in a session with so many tables.
transactions() {
    local tables=$1 statement=$2 number
    {
        for ((number = 1; number <= tables; number++)); do
            echo "CREATE TEMPORARY TABLE staging_$number (id int PRIMARY KEY, v text) ON COMMIT DELETE ROWS;"
        done
        echo "SELECT clock_timestamp() AS began \\gset"
        for ((number = 0; number < 40; number++)); do
            echo "BEGIN; $statement; COMMIT;"
        done
        echo "SELECT round(extract(epoch FROM clock_timestamp() - :'began'::timestamptz) * 1000000 / 40);"
    } >"$tmp/transactions.sql"
    psql -X -q -A -t -h 127.0.0.1 -p "$port" -U postgres -f "$tmp/transactions.sql" postgres | tail -1
}

milliseconds() {
    printf '%d.%02d ms' $(($1 / 1000)) $(($1 % 1000 / 10))
}

main() {
    local version one used read
    for version in 9.6.24 18.6.0; do
        start_postgres "$version" autovacuum=off
        one=$(transactions 1 "INSERT INTO staging_1 VALUES (1, 'a')")
        used=$(transactions 100 "INSERT INTO staging_1 VALUES (1, 'a')")
        read=$(transactions 100 "DELETE FROM staging_2")
        echo "$version"
        echo "measured: one table: $(milliseconds "$one") per transaction; 100 tables, one used: $(milliseconds "$used"); 100 tables, an empty one read: $(milliseconds "$read")"
        claim "one of 100 tables used: at least 5 times as long" "used >= 5 * one"
        claim "one of 100 tables read: at least 5 times as long" "read >= 5 * one"
    done
}
finding main
