-- What a seller usually does towards a country (offers/habits.ts): how long it takes, how often it answers, what it charges beside the others.
create table seller_habit (
  seller_id text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  habit jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (seller_id, country)
);

-- One round of a purchase's quotes: when it was decided, and what the sellers that were late would have saved.
create table quote_round (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  country text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Sellers still silent when it was decided.
  missing integer not null check (missing >= 0),
  decided_ms integer not null,
  ended_ms integer not null,
  -- The best buyable total when it was decided, and of everybody in the end.
  best_minor bigint not null check (best_minor > 0),
  cheapest_minor bigint not null check (cheapest_minor <= best_minor)
);
create index quote_round_at on quote_round (at);
