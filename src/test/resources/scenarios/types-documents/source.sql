CREATE EXTENSION IF NOT EXISTS hstore;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE SCHEMA app;
CREATE TABLE app.types (j json, jb jsonb, path jsonpath, x xml, vector tsvector, query tsquery, h hstore, ci citext, label ltree, pattern lquery);
INSERT INTO app.types VALUES
    ('{"b":  1, "a": 1.0, "a": 2 }', '{"b": 1.0, "a": "x\"y", "n": null}', '$.a[*]', '<a b="c">d</a>', 'a fat cat:3A', 'fat & (cat | !rat:AB*)', 'a=>1, "b c"=>NULL', 'CiText', 'Top.Science', '*.Astro{1,2}.foo|bar'),
    (' [ ] ', '[]', '$', 'text <b/> <!-- c -->', '', '', '', '', '', '*'),
    (E'\n{ "a"\t:\r\n1e400 }\n', '1e400', 'strict $.a ? (@ > 1 && @.b like_regex "^\"")', E'<?xml version="1.0"?>\n<a>\n\t<b/></a>', $v$'it''s' 'a b':1,2 '\\':3B$v$, $q$'it''s' <2> 'a b' & '\\'$q$, '"a\"b"=>"c\\d", "=>"=>","', E'a\tb', 'a.b.c.d', 'a.*{2}.!b'),
    ('"\u00e9\ud83d\ude00é\\u0000"', '"é😀"', '$.**{2 to last}."é"', '<é>😀</é>', 'é:1 😀:2', 'é', 'é=>"表"', 'Éß', 'A_1.B_2', 'é@'),
    ('null', 'null', '$.a.b', '<a/>', 'x:16383', 'a & b', 'a=>"NULL"', 'NULL', 'a', 'a'),
    ('true', 'true', 'lax $.a + 1', '<b/>', 'y:1A,2B,3C,4', 'a <-> b', 'b=>""', '\N', 'b', 'b'),
    ('""', '""', '$.a?(exists(@.b))', '<c/>', 'z', '!!a', 'c=>" "', '{}', 'c', 'c'),
    ('1.0', '1.0', '$."$"', '<d><![CDATA[<&>]]></d>', 'w', 'a | b', E'd=>"\n"', '"', 'd', 'd'),
    ('-0', '-0', '$var', '<e/>', 'v', 'a:*', 'e=>"=>"', ' x ', 'e', 'e'),
    ('1.10e+10', '1.10e+10', '$.f', '<f/>', 'u', 'a:D', 'f=>f', 'f', 'f', 'f'),
    ('[1,2,[3,{"a":[]}]]', '{"a": {"b": [1, "2", null, true]}}', '$.g', '<g/>', 't', 'g', 'g=>g', 'g', 'g', 'g'),
    (('"' || repeat('x', 50000) || '"')::json, ('"' || repeat('x', 50000) || '"')::jsonb, '$.h', ('<a>' || repeat('y', 50000) || '</a>')::xml, 's', 'h', hstore('h', repeat('z', 50000)), 'h', 'h', 'h'),
    ('{}', '{}', '$.i', '<i/>', 'r', 'i', 'i=>i', 'i', 'i', 'i'),
    ('[]', '[ ]', '$.j', '<j/>', 'q', 'j', 'j=>j', 'j', 'j', 'j'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('0', '0', '$.k', '<k/>', 'p', 'k', 'k=>k', 'k', 'k', 'k');
\ir ../types-keys.sql
