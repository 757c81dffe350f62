ALTER TABLE public.orders_copy RENAME COLUMN status TO state; ALTER TABLE public.orders_copy ADD COLUMN status integer
