ALTER TABLE public.orders_copy DROP CONSTRAINT orders_copy_pkey
