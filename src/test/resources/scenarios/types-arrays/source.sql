-- An array of every type, over values of several kinds; what its shape may be is up to the integers and texts.
CREATE EXTENSION IF NOT EXISTS hstore;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'very happy', 'with "quotes"', '\', 'NULL');
CREATE TABLE app.types (ints int[], texts text[], chars char(4)[], codes "char"[], names name[], smalls int2[], bigs int8[], nums numeric(12,3)[], reals float4[], doubles float8[], cash money[], flags bool[],
    bytes bytea[], bits bit(3)[], varbits varbit[], uuids uuid[], dates date[], times time[], zoned timetz[], stamps timestamp[], zones timestamptz[], spans interval[], docs json[], docbs jsonb[], xmls xml[],
    ips inet[], nets cidr[], macs macaddr[], mac8s macaddr8[], lsns pg_lsn[], snapshots txid_snapshot[], vectors tsvector[], queries tsquery[], points point[], boxes box[], lines line[], segs lseg[], paths path[],
    polys polygon[], circles circle[], ranges int4range[], tzranges tstzrange[], multis nummultirange[], moods app.mood[], stores hstore[], cis citext[], labels ltree[], objects oid[], jpaths jsonpath[]);
INSERT INTO app.types VALUES
    ('{1,NULL,-3}', ARRAY['a', NULL, 'NULL', '', 'x"y', E'back\\slash', '{}', 'a,b', E'tab\tline\n', ' '], '{ab,"c d",NULL}', '{a,NULL,"\\"}', '{n,"a b"}', '{-32768,NULL}', '{9223372036854775807}', '{1.5,NULL,NaN}', '{NaN,-Infinity,1e-45,-0}', '{5e-324,0.1}',
     '{"-$1,234.56",NULL,"$0.01"}', '{t,f,NULL}', '{"\\x00ff",NULL,"\\x"}', '{101,NULL}', '{"",1}', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}', '{infinity,"0044-03-15 BC",NULL}', '{24:00,00:00:00.000001}', '{24:00-04:56:02,01:00+05:30}',
     '{-infinity,"294276-12-31 23:59:59.999999"}', '{"2024-01-01 00:00:00.5+05:30",NULL}', '{"1 year -1 mons +3 days -04:05:06.7",2562047788:00:54.775807}', ARRAY['{"b":  1, "a" : "x\"y"}', NULL]::json[], ARRAY['{"a": "x\"y"}', NULL]::jsonb[], ARRAY['<a b="c">d</a>', NULL]::xml[],
     '{192.168.0.1/24,::1}', '{10.0.0.0/8}', '{08:00:2b:01:02:03}', '{08:00:2b:01:02:03:04:05}', '{16/B374D848}', '{"10:20:10,14,15"}', ARRAY['a fat cat:3A', $$'it''s' 'a b'$$]::tsvector[], ARRAY['a & b', $$'it''s' <2> 'a b'$$]::tsquery[], '{"(1.5,-2)","(NaN,Infinity)"}',
     '{(1,2),(3,4);(5,6),(7,8)}', '{"{1,2,3}"}', '{"[(1,2),(3,4)]"}', '{"[(0,0),(1,1)]","((0,0),(1,1))"}', '{"((0,0),(1,1))"}', '{"<(0.30000000000000004,-1),1e300>"}', '{"[1,10)",empty,NULL}', '{"[\"2024-01-01 00:00:00+05:30\",)"}', '{"{[1.0,1.50],(2,)}","{}"}',
     ARRAY['sad', 'with "quotes"', '\', 'NULL', NULL]::app.mood[], ARRAY['a=>1, "b c"=>NULL', NULL]::hstore[], '{CiText,NULL}', '{Top.Science,""}', '{4294967295}', '{"$.\"a\"[*]"}');
INSERT INTO app.types (ints, texts, moods, nums, boxes) VALUES
    ('{}', '{}', '{}', '{}', '{}'),
    ('{{1,2},{3,NULL}}', '{{a,NULL},{"{","}"}}', '{{sad,"very happy"}}', '{{1.5},{2.500}}', '{{(1,2),(3,4)};{(1,2),(3,4)}}'),
    ('[2:4]={1,2,3}', '[-1:0]={a,b}', '[0:0]={sad}', '[5:5]={NaN}', '[2:2]={(1,2),(3,4)}'),
    ('[0:0][-1:0]={{1,2}}', '[2:3][1:1]={{a},{NULL}}', '{sad}', '{1}', '{(1,2),(1,2)}'),
    ('{{{{{{1}}}}}}', '{{{"\"\\"}}}', '{NULL}', '{NULL}', '{NULL}'),
    ('{2}', '{NULL}', '{sad,sad}', '{1.000,2}', '{(0,0),(0,0);(0,0),(0,0)}'),
    ('{3}', '{"NULL"}', '{"NULL"}', '{3}', NULL),
    (NULL, NULL, NULL, NULL, NULL),
    ((SELECT array_agg(n) FROM generate_series(1, 20000) AS n), (SELECT array_agg(n || ',"' || repeat('x', n)) FROM generate_series(1, 300) AS n), '{sad,NULL}', '{4}', NULL);
\ir ../types-keys.sql
