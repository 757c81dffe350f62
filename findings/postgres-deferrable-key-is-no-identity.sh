#!/usr/bin/env bash
# PostgreSQL 10.23 and 18.6: a primary key that is DEFERRABLE, and a publication.
#
# One would guess: a table with a primary key has a replica identity. The catalogue seems to say so: relreplident is 'd' and
# an index has indisprimary, which is what a check before publishing a table looks at.
# It is so: a deferrable key does not count. Once the table is in a publication, every UPDATE and DELETE of the application
# fails. A check has to ask for indimmediate too. A second unique index that is not deferrable can be the identity. On a
# target the same key is no arbiter for ON CONFLICT.
#
# Output seen:
#   10.23.0, identity and primary keys: d|1
#     before the publication: no error
#     UPDATE after it: ERROR:  cannot update table "t" because it does not have a replica identity and publishes updates
#     DELETE after it: ERROR:  cannot delete from table "t" because it does not have a replica identity and publishes deletes
#     INSERT … ON CONFLICT: ERROR:  ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters
#     UPDATE with a second index: no error
#   18.6.0, identity and primary keys: d|1
#     before the publication: no error
#     UPDATE after it: ERROR:  cannot update table "t" because it does not have a replica identity and publishes updates
#     DELETE after it: ERROR:  cannot delete from table "t" because it does not have a replica identity and publishes deletes
#     INSERT … ON CONFLICT: ERROR:  ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters
#     UPDATE with a second index: no error
. "$(dirname "$0")/lib.sh"

attempt() {
    if sql "$@" >/dev/null 2>"$tmp/error"; then echo "no error"; else head -1 "$tmp/error"; fi
}

main() {
    local version
    for version in 10.23.0 18.6.0; do
        start_postgres "$version" wal_level=logical
        sql "CREATE TABLE t (id int PRIMARY KEY DEFERRABLE INITIALLY IMMEDIATE, v text)" "INSERT INTO t VALUES (1, 'a')"
        echo "$version, identity and primary keys: $(sql "SELECT relreplident, count(indisprimary OR NULL) FROM pg_class
            JOIN pg_index ON indrelid = pg_class.oid WHERE relname = 't' GROUP BY 1")"
        echo "  before the publication: $(attempt "UPDATE t SET v = 'b'")"
        sql "CREATE PUBLICATION p FOR TABLE t"
        echo "  UPDATE after it: $(attempt "UPDATE t SET v = 'c'")"
        echo "  DELETE after it: $(attempt "DELETE FROM t")"
        echo "  INSERT … ON CONFLICT: $(attempt "INSERT INTO t VALUES (1, 'd') ON CONFLICT (id) DO NOTHING")"
        sql "CREATE UNIQUE INDEX t_second ON t (id)" "ALTER TABLE t REPLICA IDENTITY USING INDEX t_second"
        echo "  UPDATE with a second index: $(attempt "UPDATE t SET v = 'e'")"
    done
}
finding main
