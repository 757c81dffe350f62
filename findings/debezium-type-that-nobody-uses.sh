#!/usr/bin/env bash
# Debezium 3.4.3 (3.2.3 and 3.4.0 the same), PostgreSQL 18.6: a type of the database that no table uses.
#
# One would guess: types matter where a captured column has one, and table.include.list keeps the connector off the rest.
# It is so: the connector reads all types of the database when it starts. With an enum without values, or a domain over an
# enum, anywhere in it, the engine ends with a NullPointerException that names neither type nor schema. So a migration of
# somebody else's schema keeps a job that runs well from its next start.
#
# Output seen:
#   an enum: public.t {id=1}
#   an enum without values: engine ended: NullPointerException: Cannot invoke "java.sql.Array.getArray()" because the return value of "java.sql.ResultSet.getArray(String)" is null
#   a domain over the first enum: engine ended: NullPointerException: Cannot invoke "java.sql.Array.getArray()" because the return value of "java.sql.ResultSet.getArray(String)" is null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/debezium.sh"

start_postgres 18.6.0 wal_level=logical
sql "CREATE TABLE t (id int PRIMARY KEY)" "CREATE PUBLICATION p FOR TABLE t" "CREATE SCHEMA other"

debezium_jars 3.4.3.Final

main() {
    sql "CREATE TYPE other.level AS ENUM ('low')"
    echo "an enum: $(capture "INSERT INTO t VALUES (1)" table.include.list=public.t)"
    sql "CREATE TYPE other.empty AS ENUM ()"
    echo "an enum without values: $(capture "INSERT INTO t VALUES (2)" table.include.list=public.t)"
    sql "DROP TYPE other.empty" "CREATE DOMAIN other.grade AS other.level"
    echo "a domain over the first enum: $(capture "INSERT INTO t VALUES (3)" table.include.list=public.t)"
}
finding main
