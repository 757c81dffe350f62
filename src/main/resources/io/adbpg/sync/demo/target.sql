-- The demo's target: another schema, one column under another name.
CREATE SCHEMA ods;

CREATE TABLE ods.customers (id bigint PRIMARY KEY, name text, email text, internal boolean);
CREATE TABLE ods.products (id int PRIMARY KEY, name text, price numeric(10, 2));
CREATE TABLE ods.orders (
  id bigint PRIMARY KEY, customer_id bigint, order_status text, amount numeric(12, 2), created_at timestamptz);
CREATE TABLE ods.order_items (order_id bigint, line int, product_id int, quantity int, PRIMARY KEY (order_id, line));
