#!/usr/bin/env bash
# PostgreSQL 9.6.24, 10.23 and 12.22: a table's name, bound as text, looked up in pg_class.
#
# One would guess: relname = $1 is found by pg_class's index of names, whatever kind of text $1 is. A driver binds strings as text
# or varchar, and a literal, with which one tries the statement, is a name at once and is found.
# It is so: before 12, name = text is an equality of texts, for which no index serves, and the whole catalogue is read; for a
# list of names once for each. Greenplum 6 has the kernel of 9.4: the names of 200 tables took 345 ms there, and 3 ms as names.
#
# Output seen:
#   9.6.24, by a literal: Index Cond
#     by a parameter of type text: no Index Cond
#     by a parameter that is cast to name: Index Cond
#     by a list, as text: no Index Cond
#     by a list, as name: Index Cond
#   10.23.0, by a literal: Index Cond
#     by a parameter of type text: no Index Cond
#     by a parameter that is cast to name: Index Cond
#     by a list, as text: no Index Cond
#     by a list, as name: Index Cond
#   12.22.0, by a literal: Index Cond
#     by a parameter of type text: Index Cond
#     by a parameter that is cast to name: Index Cond
#     by a list, as text: Index Cond
#     by a list, as name: Index Cond
. "$(dirname "$0")/lib.sh"

# plan TYPES CONDITION ARGUMENT: whether the condition on pg_class is one of an index.
plan() {
    local found
    found=$(sql "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off" \
        "PREPARE q($1) AS SELECT c.oid FROM ${2}" "EXPLAIN (COSTS OFF) EXECUTE q('$3')" | grep -c 'Index Cond: (.*relname' || true)
    if [ "$found" -gt 0 ]; then echo "Index Cond"; else echo "no Index Cond"; fi
}

main() {
    local version
    for version in 9.6.24 10.23.0 12.22.0; do
        start_postgres "$version"
        echo "$version, by a literal: $(plan text "pg_class c WHERE c.relname = 'orders' AND \$1 <> ''" x)"
        echo "  by a parameter of type text: $(plan text "pg_class c WHERE c.relname = \$1" orders)"
        echo "  by a parameter that is cast to name: $(plan text "pg_class c WHERE c.relname = CAST(\$1 AS name)" orders)"
        echo "  by a list, as text: $(plan 'text[]' "unnest(\$1) AS w JOIN pg_class c ON c.relname = w" '{orders,customers}')"
        echo "  by a list, as name: $(plan 'text[]' "unnest(\$1) AS w JOIN pg_class c ON c.relname = CAST(w AS name)" '{orders,customers}')"
    done
}
finding main
