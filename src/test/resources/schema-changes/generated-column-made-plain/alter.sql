ALTER TABLE public.orders_copy ADD COLUMN twice integer
