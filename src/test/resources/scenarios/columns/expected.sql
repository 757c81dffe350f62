SELECT id, "Customer Id", status, amount, body FROM app.orders ORDER BY id;
SELECT "order", customer, order_status, amount, body FROM ods.orders ORDER BY "order";
SELECT id, upper(first || ', ' || last), (amount * 100)::bigint, length(body), body FROM app.computed ORDER BY id;
SELECT id, name, cents, size, body FROM ods.computed ORDER BY id;
SELECT id1, id2, b FROM app.key_last ORDER BY id1;
SELECT id1, id2, b FROM ods.key_last ORDER BY id1;
