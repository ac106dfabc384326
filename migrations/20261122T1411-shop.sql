-- What purchases ordered of our own copies: our shop's own book of orders, as every other seller has one. An order is one reservation, sold in the
-- same transaction; a row without copies is a reference that was cancelled before any order came, and none can come under it any more.
create table shop_order (
  -- The purchase's number for it.
  reference uuid primary key,
  reservation_id uuid unique references stock_reservation (id) deferrable initially deferred,
  isbn13 text,
  condition text,
  currency text check (currency ~ '^[A-Z]{3}$'),
  total_minor bigint check (total_minor > 0),
  at timestamptz not null,
  cancelled_at timestamptz,
  constraint ordered_or_cancelled check
    (num_nulls(reservation_id, isbn13, condition, currency, total_minor) in (0, 5) and (reservation_id is not null or cancelled_at is not null)),
  constraint reserved_by_reference check (reservation_id = reference)
);
create trigger shop_order_append_only before delete or update of reference, reservation_id, isbn13, condition, currency, total_minor, at
  on shop_order for each row execute function is_append_only();
