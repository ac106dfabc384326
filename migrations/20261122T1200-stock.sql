-- Copies of our own: how many lie on the shelf, how many of them are promised to somebody, and why either number ever changed.
-- The rows of stock_movement and stock_reservation are the facts; the two counters of stock_item follow them by the triggers below, and
-- PostgreSQL refuses any other value for them, whoever types it.

create table stock_item (
  isbn13 text not null references edition (isbn13),
  condition text not null check (condition in ('NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  price_minor bigint not null check (price_minor > 0),
  -- Copies that we have: the sum of the item's movements.
  on_hand integer not null default 0 constraint on_hand_not_negative check (on_hand >= 0),
  -- Those of them that held reservations promise.
  reserved integer not null default 0,
  -- Staff are told to reorder at so many free copies or fewer.
  low_at integer not null default 2 check (low_at >= 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (isbn13, condition),
  constraint never_oversold check (reserved between 0 and on_hand)
) with (fillfactor = 70); -- a title in demand is updated often: room for new versions on its own page

create table stock_reservation (
  id uuid primary key,
  state text not null check (state in ('HELD', 'CONSUMED', 'RELEASED', 'EXPIRED')),
  -- For whom: an account's id, or the module that asked.
  by text not null,
  at timestamptz not null,
  expires_at timestamptz not null,
  settled_at timestamptz,
  settled_by text,
  constraint expires_later check (expires_at > at),
  constraint settled_once check ((state = 'HELD') = (settled_at is null) and (settled_at is null) = (settled_by is null)),
  constraint not_expired_early check (state <> 'EXPIRED' or settled_at >= expires_at)
);
create index stock_reservation_due on stock_reservation (expires_at) where state = 'HELD';

create table stock_reservation_line (
  reservation_id uuid not null references stock_reservation (id),
  isbn13 text not null,
  condition text not null,
  quantity integer not null check (quantity > 0),
  -- At which price a copy was promised.
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  price_minor bigint not null check (price_minor > 0),
  primary key (reservation_id, isbn13, condition),
  foreign key (isbn13, condition) references stock_item (isbn13, condition)
);
create index stock_reservation_line_item on stock_reservation_line (isbn13, condition);

create table stock_movement (
  id uuid primary key,
  isbn13 text not null,
  condition text not null,
  -- Copies that came (more than 0) or went.
  change integer not null,
  reason text not null check (reason in ('RECEIVED', 'SOLD', 'RETURNED', 'RECOUNTED', 'DAMAGED', 'LOST')),
  reservation_id uuid references stock_reservation (id),
  note text,
  by text not null,
  at timestamptz not null,
  -- The idempotency key of what caused it: the same goods are booked in once, the same copy comes back once.
  key text not null constraint one_movement_per_key unique,
  foreign key (isbn13, condition) references stock_item (isbn13, condition),
  constraint reason_says_which_way check (case
    when reason in ('RECEIVED', 'RETURNED') then change > 0
    when reason in ('SOLD', 'DAMAGED', 'LOST') then change < 0
    else change <> 0 end),
  constraint sale_has_reservation check ((reason in ('SOLD', 'RETURNED')) = (reservation_id is not null))
);
create index stock_movement_item on stock_movement (isbn13, condition, at desc, id desc) include (change);
create index stock_movement_reservation on stock_movement (reservation_id, isbn13, condition) where reservation_id is not null;
create trigger stock_movement_append_only before update or delete on stock_movement for each row execute function is_append_only();
create trigger stock_reservation_line_append_only before update or delete on stock_reservation_line
  for each row execute function is_append_only();

-- The counters: a statement that writes them itself (depth 1) may only set what the facts add up to, which is what a repair does.
create function stock_item_follows() returns trigger language plpgsql as $$
declare
  moved bigint;
  held bigint;
begin
  if tg_op = 'INSERT' then
    if new.on_hand <> 0 or new.reserved <> 0 then
      raise exception 'a new item has no copies; they come by stock_movement' using errcode = 'check_violation', constraint = 'stock_follows_facts';
    end if;
    return new;
  end if;
  if new.isbn13 <> old.isbn13 or new.condition <> old.condition then
    raise exception 'an item does not become another one' using errcode = 'check_violation', constraint = 'stock_follows_facts';
  end if;
  if pg_trigger_depth() > 1 then
    return new;
  end if;
  if new.on_hand <> old.on_hand then
    select coalesce(sum(change), 0) into moved from stock_movement where isbn13 = new.isbn13 and condition = new.condition;
    if new.on_hand <> moved then
      raise exception 'on_hand of % % is what its movements add up to: %', new.isbn13, new.condition, moved
        using errcode = 'check_violation', constraint = 'stock_follows_facts';
    end if;
  end if;
  if new.reserved <> old.reserved then
    select coalesce(sum(quantity), 0) into held from stock_reservation_line join stock_reservation on id = reservation_id
      where isbn13 = new.isbn13 and condition = new.condition and state = 'HELD';
    if new.reserved <> held then
      raise exception 'reserved of % % is what is held of it: %', new.isbn13, new.condition, held
        using errcode = 'check_violation', constraint = 'stock_follows_facts';
    end if;
  end if;
  return new;
end $$;
create trigger stock_item_follows before insert or update of isbn13, condition, on_hand, reserved on stock_item
  for each row execute function stock_item_follows();

-- A movement moves. What names a reservation is a sale of what it promised, or a copy of that sale coming back, each copy once.
create function stock_movement_moves() returns trigger language plpgsql as $$
declare
  promised integer;
  sold bigint;
  returned bigint;
begin
  update stock_item set on_hand = on_hand + new.change, updated_at = new.at where isbn13 = new.isbn13 and condition = new.condition;
  if new.reservation_id is null then
    return null;
  end if;
  -- After the update, which holds the item: nobody else books on this line until we have committed.
  select quantity into promised from stock_reservation_line join stock_reservation on id = reservation_id
    where id = new.reservation_id and isbn13 = new.isbn13 and condition = new.condition and state = 'CONSUMED';
  select coalesce(-sum(change) filter (where reason = 'SOLD'), 0), coalesce(sum(change) filter (where reason = 'RETURNED'), 0)
    into sold, returned from stock_movement
    where reservation_id = new.reservation_id and isbn13 = new.isbn13 and condition = new.condition;
  if promised is null or sold > promised then
    raise exception 'reservation % is not consumed, or promised fewer of % %', new.reservation_id, new.isbn13, new.condition
      using errcode = 'check_violation', constraint = 'sold_as_reserved';
  end if;
  if returned > sold then
    raise exception 'of % % of reservation % only % were sold', new.isbn13, new.condition, new.reservation_id, sold
      using errcode = 'check_violation', constraint = 'returned_once';
  end if;
  return null;
end $$;
create trigger stock_movement_moves after insert on stock_movement for each row execute function stock_movement_moves();

-- A line promises copies, while its reservation is held.
create function stock_line_reserves() returns trigger language plpgsql as $$
begin
  perform from stock_reservation where id = new.reservation_id and state = 'HELD' for share;
  if not found then
    raise exception 'reservation % is not held', new.reservation_id using errcode = 'check_violation', constraint = 'reserves_while_held';
  end if;
  update stock_item set reserved = reserved + new.quantity, updated_at = greatest(updated_at, now())
    where isbn13 = new.isbn13 and condition = new.condition;
  return null;
end $$;
create trigger stock_line_reserves after insert on stock_reservation_line for each row execute function stock_line_reserves();

-- HELD → CONSUMED | RELEASED | EXPIRED, once, and nothing else of a reservation ever changes.
create function stock_reservation_settles() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.state <> 'HELD' or tg_op = 'UPDATE' and (old.state <> 'HELD' or new.state = 'HELD') then
    raise exception 'reservation % begins HELD and is settled once', new.id using errcode = 'check_violation', constraint = 'reservation_machine';
  end if;
  return new;
end $$;
create trigger stock_reservation_settles before insert or update on stock_reservation
  for each row execute function stock_reservation_settles();
create trigger stock_reservation_append_only before delete or update of id, by, at, expires_at on stock_reservation
  for each row execute function is_append_only();

-- Settling gives the promise back, whatever becomes of the copies. In the one order in which everybody takes items.
create function stock_reservation_unreserves() returns trigger language plpgsql as $$
begin
  perform from stock_item i join stock_reservation_line l using (isbn13, condition)
    where l.reservation_id = new.id order by i.isbn13, i.condition for update of i;
  update stock_item i set reserved = i.reserved - l.quantity, updated_at = greatest(i.updated_at, now())
    from stock_reservation_line l
    where l.reservation_id = new.id and i.isbn13 = l.isbn13 and i.condition = l.condition;
  return null;
end $$;
create trigger stock_reservation_unreserves after update on stock_reservation for each row execute function stock_reservation_unreserves();

-- Looked at when the transaction commits: what is consumed has left the shelf, every copy of it.
create function stock_consumed_is_sold() returns trigger language plpgsql as $$
begin
  perform from stock_reservation_line l where l.reservation_id = new.id and l.quantity <> coalesce((
    select -sum(change) from stock_movement m
    where m.reservation_id = l.reservation_id and m.isbn13 = l.isbn13 and m.condition = l.condition and m.reason = 'SOLD'), 0);
  if found then
    raise exception 'reservation % is consumed without its movements', new.id using errcode = 'check_violation', constraint = 'consumed_is_sold';
  end if;
  return null;
end $$;
create constraint trigger stock_consumed_is_sold after update on stock_reservation deferrable initially deferred
  for each row when (new.state = 'CONSUMED') execute function stock_consumed_is_sold();
