INSERT INTO app.accounts SELECT n, 100 FROM generate_series(1, 5) AS n;
-- next transaction
UPDATE app.accounts SET balance = balance - 10 WHERE id = 1;
INSERT INTO app.transfers (payer, payee, amount) VALUES (1, 2, 10);
UPDATE app.accounts SET balance = balance + 10 WHERE id = 2;
INSERT INTO app.zeroes VALUES (0), (0);
-- next transaction
UPDATE app.accounts SET balance = balance - 5.50 WHERE id = 2;
INSERT INTO app.transfers (payer, payee, amount) VALUES (2, 3, 5.50);
UPDATE app.accounts SET balance = balance + 5.50 WHERE id = 3;
DELETE FROM app.transfers WHERE id = 1;
