-- People's address books. An order keeps its own copy of where it went; changing or deleting a row here changes no order.

create table address (
  id uuid primary key,
  account_id text not null references account (id) on delete cascade,
  recipient text not null check (length(recipient) between 1 and 100),
  lines text[] not null check (cardinality(lines) between 1 and 3),
  city text not null check (length(city) between 1 and 100),
  region text not null check (length(region) <= 100),
  postal_code text not null check (length(postal_code) <= 12),
  country text not null check (country ~ '^[A-Z]{2}$'),
  is_default boolean not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index address_account on address (account_id, created_at);
create unique index one_default_address on address (account_id) where is_default;
