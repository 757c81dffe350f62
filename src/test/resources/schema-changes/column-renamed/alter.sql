ALTER TABLE public.orders_copy RENAME COLUMN status TO "Order State"
