-- What the shopper bought, one order a fulfilment source.
create table "order" (
  id uuid primary key,
  account_id text not null references account (id),
  purchase_id uuid not null unique,
  payment_id uuid not null references payment (id),
  state text not null check (state in ('CREATED', 'PAYMENT_PENDING', 'PAID', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
  seller_id text not null,
  seller_name text not null,
  seller_order_id text not null,
  -- Our reference at the seller.
  seller_reference text not null unique,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  total_minor bigint not null check (total_minor > 0),
  ship_to jsonb not null,
  placed_at timestamptz not null,
  updated_at timestamptz not null,
  constraint one_order_per_seller_order unique (seller_id, seller_order_id)
);
create index order_account on "order" (account_id, placed_at desc, id desc);

create table order_line (
  order_id uuid not null references "order" (id),
  line integer not null,
  isbn13 text not null,
  title text not null,
  condition text not null,
  item_minor bigint,
  shipping_minor bigint,
  tax_minor bigint,
  quantity integer not null default 1 check (quantity > 0),
  primary key (order_id, line)
);

create table order_event (
  order_id uuid not null references "order" (id),
  seq integer not null,
  from_state text,
  to_state text not null,
  event text not null,
  reason text,
  by text not null,
  -- The idempotency key of the request that caused it; the same key again is the recorded outcome.
  key text not null,
  at timestamptz not null,
  primary key (order_id, seq),
  constraint one_event_per_key unique (order_id, key)
);
create trigger order_event_append_only before update or delete on order_event for each row execute function is_append_only();
