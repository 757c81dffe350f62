-- A small shop: the demo's source.
CREATE SCHEMA shop;

CREATE TABLE shop.customers (
  id bigserial PRIMARY KEY,
  name text NOT NULL,
  email text UNIQUE,
  internal boolean NOT NULL DEFAULT false
);

CREATE TABLE shop.products (
  id int PRIMARY KEY,
  name text NOT NULL,
  price numeric(10, 2) NOT NULL
);

CREATE TABLE shop.orders (
  id bigserial PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES shop.customers,
  status text NOT NULL,
  amount numeric(12, 2) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE shop.order_items (
  order_id bigint REFERENCES shop.orders ON DELETE CASCADE,
  line int,
  product_id int NOT NULL REFERENCES shop.products,
  quantity int NOT NULL,
  PRIMARY KEY (order_id, line)
);

-- So that a customer who is no longer internal comes whole, however long the name is.
ALTER TABLE shop.customers REPLICA IDENTITY FULL;

-- The rows from before the job: a good 200,000.
INSERT INTO shop.products SELECT n, 'Product ' || n, 1 + n % 17 FROM generate_series(1, 50) AS n;
INSERT INTO shop.customers (name, email, internal)
SELECT 'Customer ' || n, 'customer' || n || '@example.com', n % 10 = 0 FROM generate_series(1, 1000) AS n;
INSERT INTO shop.orders (customer_id, status, amount, created_at)
SELECT 1 + n % 1000, 'shipped', n % 500, now() - n * interval '1 minute' FROM generate_series(1, 50000) AS n;
INSERT INTO shop.order_items
SELECT n, line, 1 + (n + line) % 50, line FROM generate_series(1, 50000) AS n, generate_series(1, 3) AS line;
ANALYZE shop.products, shop.customers, shop.orders, shop.order_items;
