-- From a cart that was shown to an order that is paid for. The triggers refuse what may never be: a state that the machine does not lead to, an order
-- that counts as paid without its money, an end that leaves a hold or a promise of copies behind.

-- Copies of our own are sold by a checkout; no purchase had to find them.
alter table "order" alter column purchase_id drop not null;

create table checkout (
  id uuid primary key,
  account_id text not null references account (id),
  -- The shopper's idempotency key and what it was used for.
  key text not null,
  request_hash text not null,
  state text not null check (state in ('CREATED', 'AUTHORIZING', 'ACTION_REQUIRED', 'CAPTURING', 'STARTING_PURCHASES', 'RELEASING',
    'PAID', 'DECLINED', 'CANCELLED', 'EXPIRED', 'NEEDS_REVIEW')),
  -- What the shopper consented to (checkout/checkout.ts, Terms); never changed.
  terms jsonb not null,
  -- What is known so far (checkout/checkout.ts).
  facts jsonb not null,
  -- Of our own copies; all null when there are none.
  order_id uuid unique references "order" (id) deferrable initially deferred,
  reservation_id uuid unique references stock_reservation (id) deferrable initially deferred,
  payment_id uuid unique references payment (id) deferrable initially deferred,
  currency text check (currency ~ '^[A-Z]{3}$'),
  total_minor bigint check (total_minor > 0),
  -- The fence: every step adds one; a driver that lost its turn finds another number and changes nothing.
  version integer not null default 0,
  -- Until when the driver of the current step has it to itself; database time.
  lease_until timestamptz,
  -- When somebody must look at it again; null at rest. No open checkout is without one.
  next_action_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint one_checkout_per_key unique (account_id, key),
  constraint ours_or_not check (num_nulls(order_id, reservation_id, payment_id, currency, total_minor) in (0, 5)),
  constraint open_checkout_has_alarm check
    (next_action_at is not null or state in ('PAID', 'DECLINED', 'CANCELLED', 'EXPIRED', 'NEEDS_REVIEW'))
);
create index checkout_due on checkout (next_action_at) where next_action_at is not null;
create trigger checkout_terms_append_only
  before delete or update of id, account_id, key, request_hash, terms, order_id, reservation_id, payment_id, currency, total_minor, created_at
  on checkout for each row execute function is_append_only();

create table checkout_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event),
  constraint checkout_transition_step unique (from_state, event, to_state)
);
insert into checkout_transition (from_state, event, to_state) values
  ('CREATED', 'reserved', 'AUTHORIZING'),
  ('CREATED', 'nothingOwn', 'STARTING_PURCHASES'),
  ('AUTHORIZING', 'held', 'CAPTURING'),
  ('AUTHORIZING', 'actionNeeded', 'ACTION_REQUIRED'),
  ('AUTHORIZING', 'declined', 'DECLINED'),
  ('AUTHORIZING', 'cancelRequested', 'RELEASING'),
  ('AUTHORIZING', 'actionExpired', 'RELEASING'),
  ('AUTHORIZING', 'reservationLost', 'RELEASING'),
  ('AUTHORIZING', 'stuck', 'NEEDS_REVIEW'),
  ('ACTION_REQUIRED', 'actionTaken', 'AUTHORIZING'),
  ('ACTION_REQUIRED', 'held', 'CAPTURING'),
  ('ACTION_REQUIRED', 'declined', 'DECLINED'),
  ('ACTION_REQUIRED', 'cancelRequested', 'RELEASING'),
  ('ACTION_REQUIRED', 'actionExpired', 'RELEASING'),
  ('ACTION_REQUIRED', 'reservationLost', 'RELEASING'),
  ('ACTION_REQUIRED', 'stuck', 'NEEDS_REVIEW'),
  ('CAPTURING', 'captured', 'PAID'),
  ('CAPTURING', 'capturedOwn', 'STARTING_PURCHASES'),
  ('CAPTURING', 'captureRefused', 'RELEASING'),
  ('CAPTURING', 'stuck', 'NEEDS_REVIEW'),
  ('STARTING_PURCHASES', 'purchasesStarted', 'PAID'),
  ('STARTING_PURCHASES', 'stuck', 'NEEDS_REVIEW'),
  ('RELEASING', 'releasedOnCancel', 'CANCELLED'),
  ('RELEASING', 'releasedUnpaid', 'DECLINED'),
  ('RELEASING', 'releasedLate', 'EXPIRED'),
  ('RELEASING', 'stuck', 'NEEDS_REVIEW'),
  ('NEEDS_REVIEW', 'authorizationResumed', 'AUTHORIZING'),
  ('NEEDS_REVIEW', 'captureResumed', 'CAPTURING'),
  ('NEEDS_REVIEW', 'startResumed', 'STARTING_PURCHASES'),
  ('NEEDS_REVIEW', 'releaseResumed', 'RELEASING');

create table checkout_event (
  checkout_id uuid not null references checkout (id),
  seq integer not null,
  from_state text,
  to_state text not null,
  event text not null,
  by text not null,
  at timestamptz not null,
  primary key (checkout_id, seq),
  constraint checkout_event_is_a_transition foreign key (from_state, event, to_state)
    references checkout_transition (from_state, event, to_state),
  constraint checkout_history_begins check
    (case when seq = 1 then from_state is null and event = 'created' and to_state = 'CREATED' else from_state is not null end)
);
create trigger checkout_event_append_only before update or delete on checkout_event for each row execute function is_append_only();

-- What a "cheapest" line became. A purchase belongs to one line of one checkout.
create table checkout_purchase (
  checkout_id uuid not null references checkout (id),
  line_id text not null,
  purchase_id uuid not null unique references purchase (id),
  primary key (checkout_id, line_id)
);
create trigger checkout_purchase_append_only before update or delete on checkout_purchase for each row execute function is_append_only();

-- A row of history begins where the checkout is, and the state moves only where the newest row of history leads.
create function checkout_event_must_begin_where_checkout_is() returns trigger language plpgsql as $$
begin
  if new.from_state is not null and new.from_state is distinct from (select state from checkout where id = new.checkout_id) then
    raise exception 'checkout % is not %', new.checkout_id, new.from_state
      using errcode = 'check_violation', constraint = 'checkout_history_is_a_path';
  end if;
  return new;
end $$;
create trigger checkout_history_is_a_path before insert on checkout_event
  for each row execute function checkout_event_must_begin_where_checkout_is();

create function checkout_must_move_with_history() returns trigger language plpgsql as $$
declare
  last checkout_event;
begin
  if tg_op = 'INSERT' then
    if new.state <> 'CREATED' then
      raise exception 'a checkout begins as CREATED, not %', new.state
        using errcode = 'check_violation', constraint = 'checkout_begins_created';
    end if;
    return new;
  end if;
  if new.state = old.state then
    return new;
  end if;
  select * into last from checkout_event where checkout_id = new.id order by seq desc limit 1;
  if last.from_state is distinct from old.state or last.to_state is distinct from new.state then
    raise exception 'checkout % does not go from % to % without an event that says so', new.id, old.state, new.state
      using errcode = 'check_violation', constraint = 'checkout_moves_with_history';
  end if;
  return new;
end $$;
create trigger checkout_moves_with_history before insert or update of state on checkout
  for each row execute function checkout_must_move_with_history();

create function checkout_event_must_be_followed() returns trigger language plpgsql as $$
begin
  if (select state from checkout where id = new.checkout_id)
     <> (select to_state from checkout_event where checkout_id = new.checkout_id order by seq desc limit 1) then
    raise exception 'the history of checkout % ends elsewhere', new.checkout_id
      using errcode = 'check_violation', constraint = 'checkout_follows_history';
  end if;
  return null;
end $$;
create constraint trigger checkout_follows_history after insert on checkout_event
  deferrable initially deferred for each row execute function checkout_event_must_be_followed();

-- Looked at when the transaction commits, for what is in it of ours: payment, order and copies are where the state says that they are.
create function checkout_must_agree() returns trigger language plpgsql as $$
declare
  paid payment;
  bought "order";
  promised text;
  gone bigint;
begin
  if new.total_minor is null then
    return null;
  end if;
  select * into paid from payment where id = new.payment_id;
  select * into bought from "order" where id = new.order_id;
  select state into promised from stock_reservation where id = new.reservation_id;
  if paid.purpose <> 'checkout' or paid.reference <> new.id or paid.account_id <> new.account_id
     or paid.currency <> new.currency or paid.max_minor <> new.total_minor
     or bought.payment_id <> new.payment_id or bought.account_id <> new.account_id
     or bought.currency <> new.currency or bought.total_minor <> new.total_minor then
    raise exception 'payment and order of checkout % are not for what it is about', new.id
      using errcode = 'check_violation', constraint = 'checkout_is_paid_as_shown';
  end if;
  if new.state = 'CAPTURING' and promised <> 'CONSUMED' then
    raise exception 'checkout % would charge for copies that are not its own', new.id
      using errcode = 'check_violation', constraint = 'charged_with_copies';
  end if;
  if new.state in ('PAID', 'STARTING_PURCHASES') and
     (paid.state <> 'CAPTURED' or paid.captured_minor <> new.total_minor or promised <> 'CONSUMED' or bought.state in ('CREATED', 'PAYMENT_PENDING')) then
    raise exception 'checkout % is not paid, or has no copies', new.id
      using errcode = 'check_violation', constraint = 'paid_is_captured';
  end if;
  if new.state in ('DECLINED', 'CANCELLED', 'EXPIRED') then
    select coalesce(sum(change), 0) into gone from stock_movement where reservation_id = new.reservation_id;
    if paid.state not in ('VOIDED', 'DECLINED') or promised = 'HELD' or gone <> 0 or bought.state <> 'CANCELLED' then
      raise exception 'checkout % leaves a hold, copies or an order behind', new.id
        using errcode = 'check_violation', constraint = 'ended_lets_go';
    end if;
  end if;
  return null;
end $$;
create constraint trigger checkout_agrees after insert or update of state on checkout
  deferrable initially deferred for each row execute function checkout_must_agree();
