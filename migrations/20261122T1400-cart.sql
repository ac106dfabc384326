-- Carts: what somebody means to buy, signed in or not yet. Nothing here is promised; stock and prices are looked up each time.

create table cart (
  id uuid primary key,
  account_id text constraint one_cart_per_account unique references account (id) on delete cascade,
  -- SHA-256 of the token in the browser's cookie: whoever reads this table cannot open a cart with it.
  token_hash bytea constraint one_cart_per_token unique check (length(token_hash) = 32),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  constraint cart_has_one_owner check (num_nonnulls(account_id, token_hash) = 1)
);
create index cart_left_behind on cart (changed_at) where account_id is null;

create table cart_line (
  cart_id uuid not null references cart (id) on delete cascade,
  -- What makes it one line, such as copy:9780441172719:NEW; a second one of the same adds to it.
  id text not null check (length(id) <= 100),
  kind text not null constraint cart_line_kind check (kind in ('copy', 'cheapest')),
  isbn13 text not null references edition (isbn13),
  quantity integer not null constraint cart_line_quantity check (quantity between 1 and 99),
  added_at timestamptz not null,
  changed_at timestamptz not null,
  -- A copy of ours, and the price that the shopper saw and accepted last.
  condition text check (condition in ('NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE')),
  accepted_currency text check (accepted_currency ~ '^[A-Z]{3}$'),
  accepted_minor bigint check (accepted_minor > 0),
  -- The cheapest there is, in these conditions, within this landed total.
  conditions text[] check (conditions <@ array['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE'] and cardinality(conditions) > 0),
  max_currency text check (max_currency ~ '^[A-Z]{3}$'),
  max_minor bigint check (max_minor > 0),
  primary key (cart_id, id),
  constraint copy_is_whole check ((kind = 'copy') = (num_nonnulls(condition, accepted_currency, accepted_minor) = 3)),
  constraint copy_alone_has_them check (kind = 'copy' or num_nonnulls(condition, accepted_currency, accepted_minor) = 0),
  constraint cheapest_is_whole check ((kind = 'cheapest') = (num_nonnulls(conditions, max_currency, max_minor) = 3)),
  constraint cheapest_alone_has_them check (kind = 'cheapest' or num_nonnulls(conditions, max_currency, max_minor) = 0),
  constraint cheapest_is_bought_once check (kind <> 'cheapest' or quantity = 1)
);
create index cart_line_isbn13 on cart_line (isbn13);

-- Which additions were made: the same key again adds nothing.
create table cart_key (
  cart_id uuid not null references cart (id) on delete cascade,
  key text not null check (length(key) between 8 and 100),
  at timestamptz not null,
  primary key (cart_id, key)
);
create index cart_key_age on cart_key (at);
