ALTER TABLE public.orders_copy ALTER COLUMN status DROP NOT NULL
