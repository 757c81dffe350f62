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
