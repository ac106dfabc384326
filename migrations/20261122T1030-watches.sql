-- Watches. One question to the sellers serves everybody who watches a book to a country in a currency.
create table price_question (
  isbn13 text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Null while nobody watches.
  next_look_at timestamptz,
  looked_at timestamptz,
  -- Looks in a row that nobody answered.
  tries integer not null default 0,
  primary key (isbn13, country, currency)
);
create index price_question_due on price_question (next_look_at) where next_look_at is not null;

-- Price history: the lowest landed total for each condition, written when it changed, and at least now and then.
create table price_look (
  isbn13 text not null,
  country text not null,
  currency text not null,
  condition text not null,
  at timestamptz not null,
  -- Null: nobody offered a copy whose whole price is known.
  total_minor bigint check (total_minor >= 0),
  seller_id text,
  seller_name text,
  primary key (isbn13, country, currency, condition, at),
  foreign key (isbn13, country, currency) references price_question,
  check ((total_minor is null) = (seller_id is null) and (seller_id is null) = (seller_name is null))
);
create index price_look_age on price_look (at);

create table watch (
  id uuid primary key,
  account_id text not null references account (id),
  key text not null,
  request_hash text not null,
  title text not null,
  conditions text[] not null check (cardinality(conditions) > 0),
  -- The whole address for a watch that may buy; else country and postal code.
  ship_to jsonb not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  target_minor bigint not null check (target_minor > 0),
  -- With a mandate of the same id.
  may_buy boolean not null,
  -- An armed watch fires; one that has fired is armed again when its price rose.
  is_armed boolean not null default true,
  firing integer not null default 0 check (firing >= 0),
  fired_at timestamptz,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('REVOKED', 'EXPIRED', 'DONE')),
  created_at timestamptz not null,
  constraint one_watch_per_key unique (account_id, key),
  check ((ended_at is null) = (end_reason is null)),
  check ((firing = 0) = (fired_at is null))
);
create index watch_account on watch (account_id, created_at desc);
create index watch_expiring on watch (expires_at) where ended_at is null;

-- The editions that a watch accepts, each with what it last cost in the watch's conditions.
create table watch_edition (
  watch_id uuid not null references watch (id),
  isbn13 text not null,
  country text not null,
  currency text not null,
  ordinal integer not null,
  lowest_minor bigint check (lowest_minor >= 0),
  lowest_seller_id text,
  lowest_seller_name text,
  seen_at timestamptz,
  primary key (watch_id, isbn13),
  unique (watch_id, ordinal),
  foreign key (isbn13, country, currency) references price_question
);
create index watch_edition_question on watch_edition (isbn13, country, currency);
create index watch_fired on watch (fired_at) where may_buy and not is_armed and ended_at is null;
