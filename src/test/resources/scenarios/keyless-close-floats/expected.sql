SELECT id, float8send(one), array_send(few), point_send(place), float4send(small) FROM app.samples ORDER BY id, one, small, few;
SELECT id, float8send(one), array_send(few), point_send(place), float4send(small) FROM ods.samples ORDER BY id, one, small, few;
