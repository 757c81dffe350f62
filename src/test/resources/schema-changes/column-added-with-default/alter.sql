ALTER TABLE public.orders_copy ADD COLUMN due date; ALTER TABLE public.orders_copy ADD COLUMN paid boolean
