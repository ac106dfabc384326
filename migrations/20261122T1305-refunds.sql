-- Money back, whole or in part, by line. What is asked back and not refused counts as claimed from the beginning: of a line never more than
-- the shopper paid for it, of a payment never more than was captured. The counters are kept by triggers, so the checks hold whoever writes.
alter table order_line
  add column claimed_minor bigint not null default 0,
  add constraint claimed_at_most_paid check (claimed_minor between 0 and total_minor);
alter table payment
  add column refund_claimed_minor bigint not null default 0,
  add constraint claimed_at_most_captured check (refund_claimed_minor between 0 and captured_minor),
  add constraint refunded_at_most_claimed check (refunded_minor <= refund_claimed_minor);

create table refund (
  id uuid primary key,
  order_id uuid not null references "order" (id),
  payment_id uuid not null references payment (id),
  account_id text not null references account (id),
  seller_id text not null,
  state text not null check (state in ('REQUESTED', 'APPROVED', 'REJECTED', 'PROCESSING', 'REFUNDED', 'FAILED')),
  reason text not null check (reason in
    ('NOT_ARRIVED', 'DAMAGED', 'NOT_AS_DESCRIBED', 'WRONG_BOOK', 'CHANGED_MIND', 'ORDER_CANCELLED', 'GOODWILL')),
  -- What the asker wrote.
  comment text check (length(comment) between 1 and 1000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  minor bigint not null check (minor > 0),
  requested_by text not null,
  -- The asker's idempotency key, and what was asked under it, to tell a repeated request from another one.
  key text not null,
  asked text not null,
  -- The money waits until the copies are back.
  awaits_return boolean not null default false,
  returned_at timestamptz,
  returned_by text,
  -- When it is driven next; null: it waits for a person.
  next_action_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint one_refund_per_key unique (order_id, key),
  constraint refund_under_way_has_alarm check (state <> 'PROCESSING' or next_action_at is not null),
  constraint returned_by_somebody check ((returned_at is null) = (returned_by is null))
);
create index refund_account on refund (account_id, created_at desc, id desc);
create index refund_open on refund (state, updated_at) where state not in ('REFUNDED', 'REJECTED');
create index refund_due on refund (next_action_at) where next_action_at is not null;

create table refund_line (
  refund_id uuid not null references refund (id),
  line integer not null,
  order_id uuid not null,
  minor bigint not null check (minor > 0),
  primary key (refund_id, line),
  foreign key (order_id, line) references order_line (order_id, line)
);
create trigger refund_line_append_only before update or delete on refund_line for each row execute function is_append_only();

create table refund_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event),
  constraint refund_transition_step unique (from_state, event, to_state)
);
insert into refund_transition (from_state, event, to_state) values
  ('REQUESTED', 'approved', 'APPROVED'),
  ('REQUESTED', 'rejected', 'REJECTED'),
  ('APPROVED', 'begun', 'PROCESSING'),
  ('PROCESSING', 'refunded', 'REFUNDED'),
  ('PROCESSING', 'failed', 'FAILED'),
  ('FAILED', 'retried', 'PROCESSING');

create table refund_event (
  refund_id uuid not null references refund (id),
  seq integer not null,
  from_state text,
  to_state text not null,
  event text not null,
  reason text,
  by text not null,
  key text not null,
  at timestamptz not null,
  primary key (refund_id, seq),
  constraint one_refund_event_per_key unique (refund_id, key),
  constraint refund_event_is_a_transition foreign key (from_state, event, to_state)
    references refund_transition (from_state, event, to_state),
  constraint refund_history_begins check
    (case when seq = 1 then from_state is null and event = 'requested' and to_state = 'REQUESTED' else from_state is not null end)
);
create trigger refund_event_append_only before update or delete on refund_event for each row execute function is_append_only();

-- Every try to give the money back, written before the provider is asked. The key is what the provider sees.
create table refund_attempt (
  refund_id uuid not null references refund (id),
  attempt integer not null check (attempt > 0),
  key text not null unique,
  state text not null check (state in ('INTENDED', 'UNKNOWN', 'SUCCEEDED', 'FAILED')),
  tries integer not null default 0,
  first_sent_at timestamptz,
  -- The provider's number for it, or why there is none.
  processor_ref text unique,
  detail text,
  at timestamptz not null,
  primary key (refund_id, attempt)
);
create unique index one_open_refund_attempt on refund_attempt (refund_id) where state in ('INTENDED', 'UNKNOWN', 'SUCCEEDED');

-- A refund is of its order's own payment, in its currency, to whom the order belongs, and begins as REQUESTED.
create function refund_must_begin() returns trigger language plpgsql as $$
begin
  if new.state <> 'REQUESTED' then
    raise exception 'a refund begins as REQUESTED, not %', new.state
      using errcode = 'check_violation', constraint = 'refund_begins_requested';
  end if;
  if not exists (select from "order" o where o.id = new.order_id and o.payment_id = new.payment_id
                 and o.account_id = new.account_id and o.currency = new.currency and o.seller_id = new.seller_id) then
    raise exception 'refund % is not of its order''s payment', new.id
      using errcode = 'check_violation', constraint = 'refund_of_the_same_payment';
  end if;
  update payment set refund_claimed_minor = refund_claimed_minor + new.minor where id = new.payment_id;
  return new;
end $$;
create trigger refund_begins_requested before insert on refund for each row execute function refund_must_begin();

create function refund_line_claims() returns trigger language plpgsql as $$
begin
  update order_line set claimed_minor = claimed_minor + new.minor where order_id = new.order_id and line = new.line;
  return new;
end $$;
create trigger refund_line_claims before insert on refund_line for each row execute function refund_line_claims();

create function refund_must_equal_lines() returns trigger language plpgsql as $$
declare
  subject uuid;
begin
  if tg_table_name = 'refund' then
    subject := new.id;
  else
    subject := new.refund_id;
  end if;
  if exists (select from refund r where r.id = subject and (
       r.minor is distinct from (select sum(l.minor) from refund_line l where l.refund_id = r.id)
       or exists (select from refund_line l where l.refund_id = r.id and l.order_id <> r.order_id))) then
    raise exception 'refund % is not the sum of its lines', subject
      using errcode = 'check_violation', constraint = 'refund_is_its_lines';
  end if;
  return null;
end $$;
create constraint trigger refund_is_its_lines after insert on refund
  deferrable initially deferred for each row execute function refund_must_equal_lines();
create constraint trigger refund_line_is_part after insert on refund_line
  deferrable initially deferred for each row execute function refund_must_equal_lines();

-- Its amount, order and payer never change; its state only with a row of history, whose step the table has; a refused one claims nothing.
create function refund_must_move_with_history() returns trigger language plpgsql as $$
declare
  last refund_event;
begin
  if (new.order_id, new.payment_id, new.account_id, new.currency, new.minor, new.key, new.asked)
     is distinct from (old.order_id, old.payment_id, old.account_id, old.currency, old.minor, old.key, old.asked) then
    raise exception 'refund % cannot become another one', new.id
      using errcode = 'check_violation', constraint = 'refund_stays_the_same';
  end if;
  if new.state is not distinct from old.state then
    return new;
  end if;
  select * into last from refund_event where refund_id = new.id order by seq desc limit 1;
  if last.from_state is distinct from old.state or last.to_state is distinct from new.state then
    raise exception 'refund % does not go from % to % without an event that says so', new.id, old.state, new.state
      using errcode = 'check_violation', constraint = 'refund_moves_with_history';
  end if;
  if new.state = 'REJECTED' then
    update payment set refund_claimed_minor = refund_claimed_minor - new.minor where id = new.payment_id;
    update order_line l set claimed_minor = l.claimed_minor - r.minor from refund_line r
      where r.refund_id = new.id and l.order_id = r.order_id and l.line = r.line;
  end if;
  return new;
end $$;
create trigger refund_moves_with_history before update on refund for each row execute function refund_must_move_with_history();

create function refund_event_must_begin_where_refund_is() returns trigger language plpgsql as $$
begin
  if new.from_state is not null and new.from_state is distinct from (select state from refund where id = new.refund_id) then
    raise exception 'refund % is not %', new.refund_id, new.from_state
      using errcode = 'check_violation', constraint = 'refund_history_is_a_path';
  end if;
  return new;
end $$;
create trigger refund_history_is_a_path before insert on refund_event
  for each row execute function refund_event_must_begin_where_refund_is();

create function refund_must_be_where_history_ends() returns trigger language plpgsql as $$
begin
  if (select state from refund where id = new.refund_id)
     <> (select to_state from refund_event where refund_id = new.refund_id order by seq desc limit 1) then
    raise exception 'the history of refund % ends elsewhere', new.refund_id
      using errcode = 'check_violation', constraint = 'refund_follows_history';
  end if;
  return null;
end $$;
create constraint trigger refund_follows_history after insert on refund_event
  deferrable initially deferred for each row execute function refund_must_be_where_history_ends();
