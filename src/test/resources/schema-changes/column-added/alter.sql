ALTER TABLE public.orders_copy ADD COLUMN note text
