ALTER TABLE public.orders_copy RENAME COLUMN id TO number
