-- The cheapest-buy purchase: what the shopper asked for, what was decided, what was tried. The indexes refuse the impossible.
create table purchase (
  id uuid primary key,
  account_id text not null references account (id),
  -- The shopper's idempotency key and what it was used for.
  key text not null,
  request_hash text not null,
  state text not null check (state in ('REQUESTED', 'QUOTING', 'AUTHORIZING', 'ACTION_REQUIRED', 'PLACING', 'CONFIRMING',
    'CAPTURING', 'RELEASING', 'PURCHASED', 'NO_OFFER', 'DECLINED', 'CANCELLED', 'NEEDS_REVIEW')),
  title text not null,
  -- What the shopper consented to (buying/purchase.ts, Terms); never changed.
  terms jsonb not null,
  -- What is known so far (buying/purchase.ts).
  facts jsonb not null,
  -- How it ended and why, written once; replaying the facts gives it again.
  receipt jsonb,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  max_minor bigint not null check (max_minor > 0),
  spent_minor bigint check (spent_minor > 0),
  order_id uuid unique,
  -- The fence: every step adds one; a driver that lost its turn finds another number and changes nothing.
  version integer not null default 0,
  -- Until when the driver of the current step has it to itself; database time.
  lease_until timestamptz,
  -- When somebody must look at it again; null at rest. No open purchase is without one.
  next_action_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint one_purchase_per_key unique (account_id, key),
  constraint spent_at_most_max check (spent_minor <= max_minor),
  constraint purchased_has_order check (state <> 'PURCHASED' or (order_id is not null and spent_minor is not null)),
  constraint open_has_alarm check
    (next_action_at is not null or state in ('PURCHASED', 'NO_OFFER', 'DECLINED', 'CANCELLED', 'NEEDS_REVIEW'))
);
create index purchase_due on purchase (next_action_at) where next_action_at is not null;
create index purchase_account on purchase (account_id, created_at desc);

create table purchase_event (
  purchase_id uuid not null references purchase (id),
  seq integer not null,
  from_state text,
  to_state text not null,
  event text not null,
  data jsonb not null,
  by text not null,
  at timestamptz not null,
  primary key (purchase_id, seq)
);
create trigger purchase_event_append_only before update or delete on purchase_event for each row execute function is_append_only();

-- One try to buy one quote from one seller. The id is the reference that the seller gets: its idempotency key.
create table purchase_attempt (
  id uuid primary key,
  purchase_id uuid not null references purchase (id),
  ordinal integer not null,
  seller_id text not null,
  seller_name text not null,
  isbn13 text not null,
  currency text not null,
  total_minor bigint not null,
  state text not null check (state in ('PLACING', 'UNKNOWN', 'CONFIRMED', 'REFUSED', 'CANCELLED')),
  reason text,
  seller_order_id text,
  at timestamptz not null,
  unique (purchase_id, ordinal),
  constraint one_attempt_per_seller_order unique (seller_id, seller_order_id)
);
create unique index one_live_attempt on purchase_attempt (purchase_id) where state in ('PLACING', 'UNKNOWN', 'CONFIRMED');

-- Every remote call that could change something, written before it is made. The key is what the other side sees.
create table purchase_effect (
  key text primary key,
  purchase_id uuid not null references purchase (id),
  kind text not null check (kind in ('authorize', 'place', 'cancelOrder', 'capture', 'void')),
  request jsonb not null,
  state text not null default 'INTENDED' check (state in ('INTENDED', 'UNKNOWN', 'SUCCEEDED', 'FAILED', 'COMPENSATED')),
  tries integer not null default 0,
  outcome jsonb,
  first_sent_at timestamptz,
  at timestamptz not null
);
create index purchase_effect_purchase on purchase_effect (purchase_id);
create unique index one_open_order on purchase_effect (purchase_id) where kind = 'place' and state in ('INTENDED', 'UNKNOWN', 'SUCCEEDED');
create unique index one_settlement on purchase_effect (purchase_id) where kind in ('capture', 'void') and state in ('INTENDED', 'UNKNOWN', 'SUCCEEDED');
