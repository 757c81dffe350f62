#!/usr/bin/env bash
# PostgreSQL 10.23 and 18.6: a published table that other tables inherit from.
#
# One would guess: FOR TABLE parent, without ONLY, publishes the parent with its children as SELECT reads them, and a child
# made later belongs to it just as a new partition does.
# It is so: the children are listed once, when the statement runs. Rows of a child made later are read by SELECT from the
# parent, so by an initial copy too, but are never streamed, and nothing warns. Tables that are divided by inheritance get a
# new child each month.
#
# Output seen:
#   10.23.0, SELECT from the parent: 5 6
#     published: child_may parent
#     streamed: 5
#   18.6.0, SELECT from the parent: 5 6
#     published: child_may parent
#     streamed: 5
#   partitions instead, published: part_june part_may
. "$(dirname "$0")/lib.sh"

main() {
    local version
    for version in 10.23.0 18.6.0; do
        start_postgres "$version" wal_level=logical
        sql "CREATE TABLE parent (id int PRIMARY KEY)" "CREATE TABLE child_may (PRIMARY KEY (id)) INHERITS (parent)" \
            "CREATE PUBLICATION p FOR TABLE parent" "CREATE TABLE child_june (PRIMARY KEY (id)) INHERITS (parent)"
        sql "SELECT pg_create_logical_replication_slot('s', 'pgoutput')" >/dev/null
        sql "INSERT INTO child_may VALUES (5)" "INSERT INTO child_june VALUES (6)"
        echo "$version, SELECT from the parent: $(sql "SELECT string_agg(id::text, ' ' ORDER BY id) FROM parent")"
        echo "  published: $(sql "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_publication_tables")"
        echo "  streamed: $(sql "SELECT string_agg(encode(substring(data FROM 14 FOR 1), 'escape'), ' ')
            FROM pg_logical_slot_get_binary_changes('s', NULL, NULL, 'proto_version', '1', 'publication_names', 'p')
            WHERE get_byte(data, 0) = ascii('I')")"
    done
    sql "CREATE TABLE root (id int PRIMARY KEY) PARTITION BY LIST (id)" "CREATE TABLE part_may PARTITION OF root FOR VALUES IN (5)" \
        "CREATE PUBLICATION parts FOR TABLE root" "CREATE TABLE part_june PARTITION OF root FOR VALUES IN (6)"
    echo "partitions instead, published: $(sql "SELECT string_agg(tablename, ' ' ORDER BY tablename)
        FROM pg_publication_tables WHERE pubname = 'parts'")"
}
finding main
