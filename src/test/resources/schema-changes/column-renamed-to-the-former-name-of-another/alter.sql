ALTER TABLE public.orders_copy RENAME COLUMN description TO summary; ALTER TABLE public.orders_copy RENAME COLUMN sidebar TO description
