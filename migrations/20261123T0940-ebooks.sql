-- Ebooks: who owns one, who has one on loan, and who waits. Lending draws on licence pools; how many read at once is decided here, by PostgreSQL:
-- a loan occupies a slot of its pool from the moment the copy is kept for its reader until it ends, and no two loans occupy one slot at any instant.
create extension if not exists btree_gist; -- equality beside overlap, in one exclusion constraint

create table ebook (
  isbn13 text primary key references edition (isbn13),
  -- Its protected file (drm).
  publication_id uuid not null references drm_publication (id),
  -- Nothing is lent while this is set. Loans that run go on to their end.
  suspended_at timestamptz,
  -- When its loans or its queue last changed. Whoever changes them locks this row first and takes no earlier time.
  changed_at timestamptz not null,
  created_at timestamptz not null
);

-- What staff did to it, and why.
create table ebook_event (
  isbn13 text not null references ebook (isbn13),
  seq integer not null,
  event text not null check (event in ('uploaded', 'licensed', 'priced', 'suspended', 'resumed')),
  detail jsonb not null,
  reason text,
  by text not null,
  key text not null,
  at timestamptz not null,
  primary key (isbn13, seq),
  constraint one_ebook_event_per_key unique (isbn13, key)
);
create trigger ebook_event_append_only before update or delete on ebook_event for each row execute function is_append_only();

-- What it costs to own it.
create table ebook_offer (
  isbn13 text not null references ebook (isbn13),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  minor bigint not null check (minor > 0),
  updated_at timestamptz not null,
  primary key (isbn13, currency)
);

-- The purchase of an ebook, for good: one a line of an order. A refund withdraws it.
create table owned_ebook (
  id uuid primary key,
  account_id text not null references account (id),
  isbn13 text not null references ebook (isbn13),
  order_id uuid not null,
  line integer not null,
  key text not null constraint owned_once_per_key unique,
  at timestamptz not null,
  by text not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text,
  foreign key (order_id, line) references order_line (order_id, line),
  constraint owned_once_per_line unique (order_id, line),
  constraint withdrawn_with_reason check
    ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null))
);
create index owned_ebook_account on owned_ebook (account_id, isbn13);
create function owned_ebook_is_withdrawn_once() returns trigger language plpgsql as $$
begin
  if old.withdrawn_at is not null or new.withdrawn_at is null
     or (new.id, new.account_id, new.isbn13, new.order_id, new.line, new.key, new.at, new."by")
        is distinct from (old.id, old.account_id, old.isbn13, old.order_id, old.line, old.key, old.at, old."by") then
    raise exception 'purchase % of an ebook is withdrawn once, and nothing else of it changes', old.id
      using errcode = 'check_violation', constraint = 'owned_ebook_withdrawn_once';
  end if;
  return new;
end $$;
create trigger owned_ebook_withdrawn_once before update on owned_ebook for each row execute function owned_ebook_is_withdrawn_once();
create trigger owned_ebook_append_only before delete on owned_ebook for each row execute function is_append_only();

-- The right to lend, as a publisher grants it: so many at once, perhaps so many in all, perhaps until a day.
create table licence_pool (
  id uuid primary key,
  isbn13 text not null references ebook (isbn13),
  concurrent_limit integer not null check (concurrent_limit between 0 and 1000),
  -- Loans that may be made from it in all, not counting those that nobody picked up.
  total_limit integer check (total_limit >= 0),
  loan_days integer not null check (loan_days between 1 and 365),
  ends_at timestamptz,
  created_at timestamptz not null
);
create index licence_pool_isbn13 on licence_pool (isbn13);

-- Slots 1 to the limit are open. A closed one keeps the loan that it has, and gets no other.
create table licence_slot (
  pool_id uuid not null references licence_pool (id),
  slot integer not null check (slot > 0),
  is_open boolean not null,
  primary key (pool_id, slot)
);
create function licence_pool_has_slots() returns trigger language plpgsql as $$
begin
  insert into licence_slot (pool_id, slot, is_open) select new.id, n, true from generate_series(1, new.concurrent_limit) as n
    on conflict (pool_id, slot) do nothing;
  update licence_slot set is_open = slot <= new.concurrent_limit
    where pool_id = new.id and is_open is distinct from (slot <= new.concurrent_limit);
  return null;
end $$;
create trigger licence_pool_has_slots after insert or update of concurrent_limit on licence_pool
  for each row execute function licence_pool_has_slots();

create function licence_slot_must_follow() returns trigger language plpgsql as $$
begin
  if new.is_open is distinct from (new.slot <= (select concurrent_limit from licence_pool where id = new.pool_id)) then
    raise exception 'slot % of pool % does not follow the limit', new.slot, new.pool_id
      using errcode = 'check_violation', constraint = 'slots_follow_limit';
  end if;
  return new;
end $$;
create trigger licence_slot_follows before insert or update on licence_slot for each row execute function licence_slot_must_follow();

-- A place in the queue for an ebook. `place` is given by the trigger below, in the order in which they came.
create table hold (
  id uuid primary key,
  isbn13 text not null references ebook (isbn13),
  account_id text not null references account (id),
  place bigint not null default 0,
  state text not null check (state in ('WAITING', 'SERVED', 'CANCELLED')),
  revision integer not null default 1,
  key text not null,
  created_at timestamptz not null,
  constraint one_place_each unique (isbn13, place),
  constraint one_hold_per_key unique (account_id, key)
);
create unique index one_waiting_hold_per_reader on hold (account_id, isbn13) where state = 'WAITING';
create index hold_queue on hold (isbn13, place) where state = 'WAITING';

create table hold_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event),
  constraint hold_transition_step unique (from_state, event, to_state)
);
insert into hold_transition (from_state, event, to_state) values
  ('WAITING', 'served', 'SERVED'),
  ('WAITING', 'cancelled', 'CANCELLED');

create table hold_event (
  hold_id uuid not null references hold (id),
  seq integer not null,
  from_state text,
  to_state text not null,
  event text not null,
  reason text,
  by text not null,
  key text not null,
  at timestamptz not null,
  primary key (hold_id, seq),
  constraint one_hold_event_per_key unique (hold_id, key),
  constraint hold_event_is_a_transition foreign key (from_state, event, to_state)
    references hold_transition (from_state, event, to_state),
  constraint hold_history_begins check
    (case when seq = 1 then from_state is null and event = 'placed' and to_state = 'WAITING' else from_state is not null end)
);
create trigger hold_event_append_only before update or delete on hold_event for each row execute function is_append_only();

-- A copy of an ebook in one reader's hands.
create table loan (
  id uuid primary key,
  isbn13 text not null references ebook (isbn13),
  account_id text not null references account (id),
  pool_id uuid not null,
  slot integer not null,
  -- The place in the queue that it serves; null: a copy was free.
  hold_id uuid constraint one_loan_per_hold unique references hold (id),
  state text not null check (state in ('READY', 'ACTIVE', 'RETURNED', 'EXPIRED', 'REVOKED', 'CANCELLED')),
  revision integer not null default 1,
  -- The copy is kept for the reader from here …
  kept_from timestamptz not null,
  -- … at most until here, unless it is picked up.
  pick_up_by timestamptz not null,
  started_at timestamptz,
  due_at timestamptz,
  renewals integer not null default 0,
  ended_at timestamptz,
  -- The end that the reader was reminded of.
  reminded_of timestamptz,
  occupies tstzrange not null generated always as (tstzrange(kept_from, ended_at, '[)')) stored,
  foreign key (pool_id, slot) references licence_slot (pool_id, slot),
  constraint one_reader_per_slot exclude using gist (pool_id with =, slot with =, occupies with &&),
  constraint loan_started_with_end check ((started_at is null) = (due_at is null) and due_at > started_at),
  constraint loan_started_by_state check (case
    when state in ('ACTIVE', 'RETURNED', 'EXPIRED') then started_at is not null
    when state in ('READY', 'CANCELLED') then started_at is null
    else true end),
  constraint loan_ended_by_state check ((state in ('READY', 'ACTIVE')) = (ended_at is null)),
  constraint loan_not_expired_early check (state <> 'EXPIRED' or ended_at >= due_at)
);
create unique index one_live_loan_per_reader on loan (account_id, isbn13) where state in ('READY', 'ACTIVE');
create index loan_account on loan (account_id, kept_from desc, id desc);
create index loan_drawn on loan (pool_id) where state <> 'CANCELLED';
create index loan_live on loan (isbn13) where state in ('READY', 'ACTIVE');
create index loan_due on loan ((coalesce(due_at, pick_up_by))) where state in ('READY', 'ACTIVE');

create table loan_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event),
  constraint loan_transition_step unique (from_state, event, to_state)
);
insert into loan_transition (from_state, event, to_state) values
  ('READY', 'pickedUp', 'ACTIVE'),
  ('READY', 'declined', 'CANCELLED'),
  ('READY', 'lapsed', 'CANCELLED'),
  ('READY', 'revoked', 'REVOKED'),
  ('ACTIVE', 'renewed', 'ACTIVE'),
  ('ACTIVE', 'returned', 'RETURNED'),
  ('ACTIVE', 'expired', 'EXPIRED'),
  ('ACTIVE', 'revoked', 'REVOKED');

create table loan_event (
  loan_id uuid not null references loan (id),
  seq integer not null,
  from_state text,
  to_state text not null,
  event text not null,
  reason text,
  by text not null,
  key text not null,
  at timestamptz not null,
  primary key (loan_id, seq),
  constraint one_loan_event_per_key unique (loan_id, key),
  constraint loan_event_is_a_transition foreign key (from_state, event, to_state)
    references loan_transition (from_state, event, to_state),
  constraint loan_history_begins check
    (case when seq = 1 then from_state is null and event = 'kept' and to_state = 'READY' else from_state is not null end)
);
create trigger loan_event_append_only before update or delete on loan_event for each row execute function is_append_only();

-- One at a time changes an ebook's queue and loans, also at psql: the row of the ebook is the lock. Places are given in the order of coming.
create function hold_must_begin() returns trigger language plpgsql as $$
begin
  perform from ebook where isbn13 = new.isbn13 for no key update;
  if new.state <> 'WAITING' or new.revision <> 1 then
    raise exception 'a hold begins as WAITING, not %', new.state using errcode = 'check_violation', constraint = 'hold_begins_waiting';
  end if;
  new.place := (select coalesce(max(place), 0) + 1 from hold where isbn13 = new.isbn13);
  return new;
end $$;
create trigger hold_begins_waiting before insert on hold for each row execute function hold_must_begin();

-- A loan begins as READY, in an open slot of a pool that still lends, and nobody is passed over: who has no place in the queue gets a copy only
-- when nobody waits, and a place is served only when nobody waits before it.
create function loan_must_begin() returns trigger language plpgsql as $$
declare
  pool licence_pool;
  waiting hold;
begin
  perform from ebook where isbn13 = new.isbn13 for no key update;
  if new.state <> 'READY' or new.revision <> 1 then
    raise exception 'a loan begins as READY, not %', new.state using errcode = 'check_violation', constraint = 'loan_begins_ready';
  end if;
  select * into pool from licence_pool where id = new.pool_id;
  if pool.isbn13 is distinct from new.isbn13 or (pool.ends_at is not null and pool.ends_at <= new.kept_from)
     or not exists (select from licence_slot where pool_id = new.pool_id and slot = new.slot and is_open) then
    raise exception 'slot % of pool % lends no copy of %', new.slot, new.pool_id, new.isbn13
      using errcode = 'check_violation', constraint = 'loan_from_open_slot';
  end if;
  if pool.total_limit <= (select count(*) from loan where pool_id = new.pool_id and state <> 'CANCELLED') then
    raise exception 'pool % has lent all that it may', new.pool_id using errcode = 'check_violation', constraint = 'pool_within_total';
  end if;
  select * into waiting from hold where isbn13 = new.isbn13 and state = 'WAITING' order by place limit 1;
  if waiting.id is distinct from new.hold_id or (new.hold_id is not null and waiting.account_id <> new.account_id) then
    raise exception 'the next copy of % is for whoever waits first', new.isbn13
      using errcode = 'check_violation', constraint = 'queue_in_order';
  end if;
  return new;
end $$;
create trigger loan_begins_ready before insert on loan for each row execute function loan_must_begin();

-- Every change of a loan has its row of history, one for one; what else may change with it is said here by event.
create function loan_must_move_with_history() returns trigger language plpgsql as $$
declare
  step loan_event;
begin
  if (new.id, new.isbn13, new.account_id, new.pool_id, new.slot, new.hold_id, new.kept_from, new.pick_up_by)
     is distinct from (old.id, old.isbn13, old.account_id, old.pool_id, old.slot, old.hold_id, old.kept_from, old.pick_up_by) then
    raise exception 'loan % cannot become another one', old.id using errcode = 'check_violation', constraint = 'loan_stays_the_same';
  end if;
  if (new.state, new.revision, new.started_at, new.due_at, new.renewals, new.ended_at)
     is not distinct from (old.state, old.revision, old.started_at, old.due_at, old.renewals, old.ended_at) then
    return new; -- only the reminder
  end if;
  select * into step from loan_event where loan_id = new.id and seq = new.revision;
  if new.revision <> old.revision + 1 or step.from_state is distinct from old.state or step.to_state is distinct from new.state then
    raise exception 'loan % does not go from % to % without an event that says so', new.id, old.state, new.state
      using errcode = 'check_violation', constraint = 'loan_moves_with_history';
  end if;
  if (new.started_at is distinct from old.started_at and step.event <> 'pickedUp')
     or (new.due_at is distinct from old.due_at and step.event not in ('pickedUp', 'renewed'))
     or new.renewals <> old.renewals + (step.event = 'renewed')::int
     or (step.event = 'renewed' and new.due_at <= old.due_at)
     or (step.event = 'pickedUp' and new.started_at > old.pick_up_by)
     or (step.event = 'lapsed' and new.ended_at < old.pick_up_by)
     or (new.due_at is distinct from old.due_at and new.due_at > (select ends_at from licence_pool where id = new.pool_id)) then
    raise exception 'loan % is not kept to its times by %', new.id, step.event
      using errcode = 'check_violation', constraint = 'loan_keeps_its_times';
  end if;
  return new;
end $$;
create trigger loan_moves_with_history before update on loan for each row execute function loan_must_move_with_history();
create trigger loan_append_only before delete on loan for each row execute function is_append_only();

create function loan_event_must_begin_where_loan_is() returns trigger language plpgsql as $$
begin
  if new.seq > 1 and not exists (select from loan where id = new.loan_id and state = new.from_state and revision = new.seq - 1) then
    raise exception 'loan % is not % at step %', new.loan_id, new.from_state, new.seq - 1
      using errcode = 'check_violation', constraint = 'loan_history_is_a_path';
  end if;
  return new;
end $$;
create trigger loan_history_is_a_path before insert on loan_event for each row execute function loan_event_must_begin_where_loan_is();

create function loan_must_be_where_history_ends() returns trigger language plpgsql as $$
declare
  subject uuid;
begin
  if tg_table_name = 'loan' then
    subject := new.id;
  else
    subject := new.loan_id;
  end if;
  if not exists (
    select from loan l join loan_event e on e.loan_id = l.id and e.seq = l.revision and e.to_state = l.state
    where l.id = subject and l.revision = (select max(seq) from loan_event where loan_id = subject)) then
    raise exception 'the history of loan % ends elsewhere', subject
      using errcode = 'check_violation', constraint = 'loan_follows_history';
  end if;
  if exists (select from loan l join hold h on h.id = l.hold_id where l.id = subject and h.state <> 'SERVED') then
    raise exception 'the hold of loan % is not served', subject
      using errcode = 'check_violation', constraint = 'loan_serves_its_hold';
  end if;
  return null;
end $$;
create constraint trigger loan_follows_history after insert on loan_event
  deferrable initially deferred for each row execute function loan_must_be_where_history_ends();
create constraint trigger loan_begins_with_history after insert on loan
  deferrable initially deferred for each row execute function loan_must_be_where_history_ends();

create function hold_must_move_with_history() returns trigger language plpgsql as $$
begin
  if (new.id, new.isbn13, new.account_id, new.place, new.key, new.created_at)
     is distinct from (old.id, old.isbn13, old.account_id, old.place, old.key, old.created_at) then
    raise exception 'hold % cannot become another one', old.id using errcode = 'check_violation', constraint = 'hold_stays_the_same';
  end if;
  if new.revision <> old.revision + 1 or not exists (
       select from hold_event where hold_id = new.id and seq = new.revision and from_state = old.state and to_state = new.state) then
    raise exception 'hold % does not go from % to % without an event that says so', new.id, old.state, new.state
      using errcode = 'check_violation', constraint = 'hold_moves_with_history';
  end if;
  if new.state = 'SERVED' and not exists (select from loan where hold_id = new.id) then
    raise exception 'hold % is not served by a loan', new.id using errcode = 'check_violation', constraint = 'hold_served_by_loan';
  end if;
  return new;
end $$;
create trigger hold_moves_with_history before update on hold for each row execute function hold_must_move_with_history();
create trigger hold_append_only before delete on hold for each row execute function is_append_only();

create function hold_event_must_begin_where_hold_is() returns trigger language plpgsql as $$
begin
  if new.seq > 1 and not exists (select from hold where id = new.hold_id and state = new.from_state and revision = new.seq - 1) then
    raise exception 'hold % is not % at step %', new.hold_id, new.from_state, new.seq - 1
      using errcode = 'check_violation', constraint = 'hold_history_is_a_path';
  end if;
  return new;
end $$;
create trigger hold_history_is_a_path before insert on hold_event for each row execute function hold_event_must_begin_where_hold_is();

create function hold_must_be_where_history_ends() returns trigger language plpgsql as $$
declare
  subject uuid;
begin
  if tg_table_name = 'hold' then
    subject := new.id;
  else
    subject := new.hold_id;
  end if;
  if not exists (
    select from hold h join hold_event e on e.hold_id = h.id and e.seq = h.revision and e.to_state = h.state
    where h.id = subject and h.revision = (select max(seq) from hold_event where hold_id = subject)) then
    raise exception 'the history of hold % ends elsewhere', subject
      using errcode = 'check_violation', constraint = 'hold_follows_history';
  end if;
  return null;
end $$;
create constraint trigger hold_follows_history after insert on hold_event
  deferrable initially deferred for each row execute function hold_must_be_where_history_ends();
create constraint trigger hold_begins_with_history after insert on hold
  deferrable initially deferred for each row execute function hold_must_be_where_history_ends();
