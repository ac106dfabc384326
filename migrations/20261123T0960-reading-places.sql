-- Where readers stopped in their ebooks, one place an ebook. No foreign key to the loan: who borrows it again goes on where they were.

create table reading_place (
  account_id text not null references account (id) on delete cascade,
  isbn13 text not null,
  locator jsonb not null constraint reading_place_is_small check (pg_column_size(locator) <= 8192),
  progress real not null constraint reading_place_progress check (progress between 0 and 1),
  at timestamptz not null,
  primary key (account_id, isbn13)
);
