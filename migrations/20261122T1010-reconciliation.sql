-- The daily comparison of our books with the payment provider's and every seller's, and a case for every difference.
create table reconciliation_run (
  id uuid primary key,
  -- What was compared: payments, intents and purchases made between these two.
  window_from timestamptz not null,
  window_to timestamptz not null,
  started_at timestamptz not null,
  -- Null while it runs, and for ever when it was broken off.
  finished_at timestamptz,
  payments integer not null default 0,
  intents integer not null default 0,
  orders integer not null default 0,
  -- Things that the other side could not be asked about; the next run asks again.
  unanswered integer not null default 0,
  opened integer not null default 0,
  closed integer not null default 0
);
create index reconciliation_run_started on reconciliation_run (started_at desc);

create table reconciliation_case (
  id uuid primary key,
  kind text not null check (kind in ('PAYMENT_STATE', 'PAYMENT_AMOUNT', 'PAYMENT_NOT_THERE', 'UNCLAIMED_INTENT',
    'LEDGER_HOLD', 'LEDGER_CHARGE', 'LEDGER_PAYABLE', 'ORDER_STATE', 'ORDER_TOTAL', 'ORDER_NOT_THERE', 'ORDER_NOT_HERE')),
  -- What differs, such as 'payment:<id>', 'intent:<ref>' or 'order:<our reference at the seller>'.
  subject text not null,
  payment_id uuid,
  purchase_id uuid,
  seller_id text,
  -- Both sides' figures when it was last seen.
  ours jsonb not null,
  theirs jsonb not null,
  opened_at timestamptz not null,
  last_seen_at timestamptz not null,
  closed_at timestamptz,
  -- Who closed it: an account's id, or 'reconciliation' when the difference was gone.
  closed_by text,
  note text,
  constraint closed_with_reason check
    ((closed_at is null and closed_by is null and note is null) or
     (closed_at is not null and closed_by is not null and length(note) > 0))
);
create unique index one_open_case on reconciliation_case (kind, subject) where closed_at is null;
create index reconciliation_case_subject on reconciliation_case (kind, subject, closed_at);
create index reconciliation_case_open on reconciliation_case (opened_at, id) where closed_at is null;

-- Until when the bank keeps a hold, by the provider's word; null where it does not say.
alter table payment add column hold_expires_at timestamptz;

-- What the comparison walks through.
create index payment_created on payment (created_at, id);
create index purchase_created on purchase (created_at, id);
create index journal_payment on journal (payment_id);
