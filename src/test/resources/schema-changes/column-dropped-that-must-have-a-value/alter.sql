ALTER TABLE public.orders_copy DROP COLUMN status
