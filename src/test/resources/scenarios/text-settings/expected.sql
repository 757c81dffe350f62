SELECT id, d::text, ts::text, extract(epoch FROM tz), extract(year FROM iv), extract(month FROM iv), extract(day FROM iv), extract(epoch FROM iv),
       encode(float8send(f), 'hex'), encode(float4send(r), 'hex'), encode(b, 'hex'), m::numeric, encode(timetz_send(tt), 'hex'), encode(point_send(pt), 'hex'), encode(circle_send(ci), 'hex'), md5(x::text), ds[1] = '2026-02-03', ds[2] = '2026-12-11',
       lower(tr) = '2026-02-03 00:00+00', upper(tr) = '2026-12-11 00:00+00', texts[1], texts[2] IS NULL, note FROM app.things ORDER BY id;
SELECT id, d::text, ts::text, extract(epoch FROM tz), extract(year FROM iv), extract(month FROM iv), extract(day FROM iv), extract(epoch FROM iv),
       encode(float8send(f), 'hex'), encode(float4send(r), 'hex'), encode(b, 'hex'), m::numeric, encode(timetz_send(tt), 'hex'), encode(point_send(pt), 'hex'), encode(circle_send(ci), 'hex'), md5(x::text), ds[1] = '2026-02-03', ds[2] = '2026-12-11',
       lower(tr) = '2026-02-03 00:00+00', upper(tr) = '2026-12-11 00:00+00', texts[1], texts[2] IS NULL, note FROM ods.things ORDER BY id;
