-- The last price each seller named for a book, per destination country and currency; what search results show as "from".
create table last_seen_offer (
  isbn13 text not null,
  seller_id text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  condition text not null,
  seller_name text not null,
  total_minor bigint not null check (total_minor >= 0),
  fetched_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (isbn13, country, currency, seller_id, condition)
);
