#!/usr/bin/env bash
# PostgreSQL 9.6.24 and 18.6: "write the row only if it differs", by IS DISTINCT FROM.
#
# One would guess: two values that are not distinct are the same value.
# It is so: equality is the type's own. A box equals any other of the same area, as does a circle, a path any other with as
# many points, 30 days one month, 1.0 1.00 (inside jsonb, ranges and arrays too), -0 0. A change that such a comparison skips
# never reaches the target. The record operator *<>, or the text, tells them apart. timetz compares as one would wish. Each
# line: distinct by type | by *<> | by text.
#
# Output seen:
#   9.6.24
#     box '(0,0),(1,4)', box '(7,7),(9,9)': f|t|t
#     circle '<(0,0),1>', circle '<(5,5),1>': f|t|t
#     path '((0,0),(1,1))', path '[(5,5),(9,9)]': f|t|t
#     interval '1 mon', interval '30 days': f|t|t
#     numeric '1.0', numeric '1.00': f|t|t
#     jsonb '{"a": 1.0}', jsonb '{"a": 1.00}': f|t|t
#     numrange(1.0, 2.0), numrange(1.00, 2.0): f|t|t
#     ARRAY[1.0], ARRAY[1.00]: f|t|t
#     float8 '0', float8 '-0': f|t|t
#     citext 'A', citext 'a': f|t|t
#     timetz '10:00+00', timetz '11:00+01': t|t|t
#   18.6.0
#     box '(0,0),(1,4)', box '(7,7),(9,9)': f|t|t
#     circle '<(0,0),1>', circle '<(5,5),1>': f|t|t
#     path '((0,0),(1,1))', path '[(5,5),(9,9)]': f|t|t
#     interval '1 mon', interval '30 days': f|t|t
#     numeric '1.0', numeric '1.00': f|t|t
#     jsonb '{"a": 1.0}', jsonb '{"a": 1.00}': f|t|t
#     numrange(1.0, 2.0), numrange(1.00, 2.0): f|t|t
#     ARRAY[1.0], ARRAY[1.00]: f|t|t
#     float8 '0', float8 '-0': f|t|t
#     citext 'A', citext 'a': f|t|t
#     timetz '10:00+00', timetz '11:00+01': t|t|t
. "$(dirname "$0")/lib.sh"

main() {
    local version pair
    for version in 9.6.24 18.6.0; do
        start_postgres "$version"
        sql "CREATE EXTENSION citext"
        echo "$version"
        for pair in "box '(0,0),(1,4)'|box '(7,7),(9,9)'" "circle '<(0,0),1>'|circle '<(5,5),1>'" \
            "path '((0,0),(1,1))'|path '[(5,5),(9,9)]'" "interval '1 mon'|interval '30 days'" "numeric '1.0'|numeric '1.00'" \
            "jsonb '{\"a\": 1.0}'|jsonb '{\"a\": 1.00}'" "numrange(1.0, 2.0)|numrange(1.00, 2.0)" \
            "ARRAY[1.0]|ARRAY[1.00]" "float8 '0'|float8 '-0'" "citext 'A'|citext 'a'" "timetz '10:00+00'|timetz '11:00+01'"; do
            echo "  ${pair/|/, }: $(sql "SELECT a IS DISTINCT FROM b, row_a *<> row_b, a::text IS DISTINCT FROM b::text
                FROM (SELECT ${pair/|/ AS a, } AS b) AS pair, LATERAL (SELECT ROW(a) AS row_a, ROW(b) AS row_b) AS rows")"
        done
    done
}
finding main
