-- What sellers promised and kept. Written only by seller-gateway/store/standing-store.ts. No shopper data: an order is a reference here.

-- One row an order, of every seller, built-in ones too: what was quoted, and the gravest thing that was seen of it.
create table gateway.order_promise (
  seller_id text not null check (length(seller_id) between 1 and 64),
  reference text not null check (length(reference) between 1 and 64),
  outcome text not null check (outcome in (
    'OPEN', 'NOT_COUNTED', 'SOLD_OUT', 'PRICE_RAISED', 'KEPT', 'CANCELLED', 'OTHER_TERMS', 'OVERPRICED', 'OTHER_REFERENCE')),
  is_taken_back boolean not null,
  isbn13 text not null,
  condition text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  total_minor bigint not null,
  expires_at timestamptz not null,
  placed_at timestamptz not null,
  primary key (seller_id, reference)
);
create index order_promise_placed on gateway.order_promise (seller_id, placed_at);

-- The same, counted: how many orders placed in a week came to which outcome. Outlives the rows above.
create table gateway.promise_week (
  seller_id text not null,
  -- Whole weeks since 1970.
  week integer not null,
  outcome text not null,
  count integer not null check (count >= 0),
  primary key (seller_id, week, outcome)
);

-- Calls to each seller, and how many of them failed.
create table gateway.call_hour (
  seller_id text not null,
  -- Whole hours since 1970.
  hour integer not null,
  calls integer not null check (calls >= 0),
  failures integer not null check (failures between 0 and calls),
  primary key (seller_id, hour)
);

-- When it was last suspended: what it did before that is made good by passing the kit again, and not held against it twice.
alter table gateway.seller add column suspended_at timestamptz;
