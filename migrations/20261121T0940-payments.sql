-- One payment for each thing paid for, its double-entry ledger, and the provider's webhooks as they came.
create table payment (
  id uuid primary key,
  -- What is paid for, e.g. ('purchase', purchase id). Only one payment each.
  purpose text not null,
  reference uuid not null,
  account_id text not null references account (id),
  method text not null,
  state text not null check (state in
    ('NEW', 'AUTHORIZING', 'ACTION_REQUIRED', 'AUTHORIZED', 'CAPTURING', 'CAPTURED', 'VOIDING', 'VOIDED', 'DECLINED')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  max_minor bigint not null check (max_minor > 0),
  authorized_minor bigint not null default 0 check (authorized_minor >= 0),
  -- What is to be captured: written before the provider is asked, and only that can be recorded as captured.
  capture_minor bigint check (capture_minor > 0),
  captured_minor bigint not null default 0 check (captured_minor >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  processor_ref text unique,
  action_url text,
  decline_reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint one_payment unique (purpose, reference),
  constraint authorized_at_most_max check (authorized_minor <= max_minor),
  constraint capture_at_most_authorized check (capture_minor <= authorized_minor),
  constraint captured_as_intended check (captured_minor = 0 or captured_minor is not distinct from capture_minor),
  constraint captured_at_most_authorized check (captured_minor <= authorized_minor),
  constraint refunded_at_most_captured check (refunded_minor <= captured_minor)
);

create table journal (
  id uuid primary key,
  -- What this journal entry records, e.g. 'capture:<payment id>'. Recording it twice is refused.
  effect_key text not null unique,
  payment_id uuid references payment (id),
  memo text not null,
  at timestamptz not null
);

create table posting (
  journal_id uuid not null references journal (id),
  line integer not null,
  account text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  minor bigint not null check (minor <> 0),
  primary key (journal_id, line)
);
create index posting_account on posting (account, currency);

create function posting_must_balance() returns trigger language plpgsql as $$
begin
  if exists (select from posting where journal_id = new.journal_id group by currency having sum(minor) <> 0) then
    raise exception 'journal % does not balance', new.journal_id using errcode = 'check_violation', constraint = 'journal_balances';
  end if;
  return null;
end $$;
create constraint trigger journal_balances after insert or update on posting
  deferrable initially deferred for each row execute function posting_must_balance();

create function is_append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger journal_append_only before update or delete on journal for each row execute function is_append_only();
create trigger posting_append_only before update or delete on posting for each row execute function is_append_only();

create table webhook_inbox (
  source text not null,
  event_id text not null,
  type text not null,
  payload jsonb not null,
  received_at timestamptz not null default now(),
  handled_at timestamptz,
  primary key (source, event_id)
);
create index webhook_inbox_unhandled on webhook_inbox (received_at) where handled_at is null;
