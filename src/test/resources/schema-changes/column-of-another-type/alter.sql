ALTER TABLE public.orders_copy ALTER COLUMN amount TYPE bigint USING CAST(amount AS bigint)
