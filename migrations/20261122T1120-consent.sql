-- A mandate may spend only after the payment provider has said that its card is set up for that (decision 0027). A server of the version before
-- this one cannot make mandates any more; everything else of it goes on.
create table payment_customer (
  account_id text primary key references account (id),
  -- The provider's id of whom cards are saved for.
  processor_ref text not null,
  created_at timestamptz not null
);

-- The provider's customer whose saved method is charged with its owner away; null when the shopper is there.
alter table payment add column customer text;

alter table mandate
  add column account_id text references account (id),
  -- Mandates from before were never confirmed.
  add column state text not null default 'EXPIRED'
    check (state in ('PENDING', 'ACTION_REQUIRED', 'ACTIVE', 'FAILED', 'EXPIRED')),
  -- Until then the shopper may answer their bank.
  add column confirm_by timestamptz,
  -- How often the provider was asked, and when the first time.
  add column tries integer not null default 0,
  add column first_sent_at timestamptz,
  -- When to look next; null once it is settled.
  add column due_at timestamptz,
  add column setup_ref text unique,
  add column customer text,
  add column saved_method text,
  add column action_url text,
  add column decline_reason text;
update mandate set account_id = watch.account_id, confirm_by = mandate.created_at from watch where watch.id = mandate.id;
alter table mandate
  alter column state drop default,
  alter column account_id set not null,
  alter column confirm_by set not null,
  add constraint unsettled_is_due check ((due_at is not null) = (state in ('PENDING', 'ACTION_REQUIRED'))),
  add constraint action_has_its_page check ((action_url is not null) = (state = 'ACTION_REQUIRED')),
  add constraint active_has_its_card
    check (state <> 'ACTIVE' or (setup_ref is not null and customer is not null and saved_method is not null)),
  add constraint failed_has_its_reason check ((decline_reason is not null) = (state = 'FAILED'));
create index mandate_due on mandate (due_at) where due_at is not null;

create function mandate_is_confirmed_first() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.state <> 'PENDING' then
    raise exception 'a mandate begins as PENDING' using errcode = 'check_violation', constraint = 'mandate_begins_pending';
  end if;
  if tg_op = 'UPDATE' and new.state <> old.state and (old.due_at is null or new.state = 'PENDING') then
    raise exception 'mandate % is %', old.id, old.state using errcode = 'check_violation', constraint = 'mandate_settles_once';
  end if;
  if tg_op = 'UPDATE' and new.reserved_count > old.reserved_count and new.state <> 'ACTIVE' then
    raise exception 'mandate % is not confirmed', old.id using errcode = 'check_violation', constraint = 'only_active_spends';
  end if;
  return null;
end $$;
-- After, not before: with a trigger before it, `returning old` of a statement that waited for another shows what was there before it waited.
create trigger mandate_is_confirmed_first after insert or update on mandate
  for each row execute function mandate_is_confirmed_first();

alter table watch drop constraint watch_end_reason_check;
alter table watch add constraint watch_end_reason_check check (end_reason in ('REVOKED', 'EXPIRED', 'DONE', 'UNCONFIRMED'));
update watch set ended_at = now(), end_reason = 'UNCONFIRMED' where may_buy and ended_at is null;
