-- The order machine in the database: what the table does not have is refused to everybody, a person at psql too. orders.test.ts compares the
-- table with server/modules/orders/machine.ts.
create table order_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event),
  constraint order_transition_step unique (from_state, event, to_state)
);
insert into order_transition (from_state, event, to_state) values
  ('CREATED', 'checkedOut', 'PAYMENT_PENDING'),
  ('CREATED', 'cancelled', 'CANCELLED'),
  ('PAYMENT_PENDING', 'paid', 'PAID'),
  ('PAYMENT_PENDING', 'cancelled', 'CANCELLED'),
  ('PAID', 'accepted', 'PROCESSING'),
  ('PAID', 'cancelled', 'CANCELLED'),
  ('PROCESSING', 'shipped', 'SHIPPED'),
  ('SHIPPED', 'delivered', 'DELIVERED');

alter table order_event
  add constraint order_event_is_a_transition foreign key (from_state, event, to_state)
    references order_transition (from_state, event, to_state),
  add constraint history_begins_with_creation check
    (case when seq = 1 then from_state is null and event = 'created' and to_state = 'CREATED' else from_state is not null end);

-- A row of history begins where the one before ended, its fellows of the same statement included; and when its transaction commits, the order
-- is where the history ends. So a run of steps is two statements, and an order is written in the state that its first steps lead to.
create function order_event_must_follow() returns trigger language plpgsql as $$
begin
  if new.from_state is not null and new.from_state is distinct from
     (select to_state from order_event where order_id = new.order_id and seq = new.seq - 1) then
    raise exception 'step % of order % does not begin where the one before ended', new.seq, new.order_id
      using errcode = 'check_violation', constraint = 'history_is_a_path';
  end if;
  return new;
end $$;
create trigger history_is_a_path before insert on order_event for each row execute function order_event_must_follow();

create function order_must_be_where_history_ends() returns trigger language plpgsql as $$
declare
  subject uuid;
begin
  if tg_table_name = 'order' then
    subject := new.id;
  else
    subject := new.order_id;
  end if;
  if (select state from "order" where id = subject)
     is distinct from (select to_state from order_event where order_id = subject order by seq desc limit 1) then
    raise exception 'the history of order % ends elsewhere', subject
      using errcode = 'check_violation', constraint = 'order_follows_history';
  end if;
  return null;
end $$;
create constraint trigger order_follows_history after insert on order_event
  deferrable initially deferred for each row execute function order_must_be_where_history_ends();
create constraint trigger order_begins_with_history after insert on "order"
  deferrable initially deferred for each row execute function order_must_be_where_history_ends();

-- It moves only to where its history has come already. The steps between are in the table: the rows of history refer to it.
create function order_must_move_with_history() returns trigger language plpgsql as $$
begin
  if new.state is distinct from (select to_state from order_event where order_id = new.id order by seq desc limit 1) then
    raise exception 'order % does not go from % to % without an event that says so', new.id, old.state, new.state
      using errcode = 'check_violation', constraint = 'order_moves_with_history';
  end if;
  return new;
end $$;
create trigger order_moves_with_history before update of state on "order"
  for each row when (old.state is distinct from new.state) execute function order_must_move_with_history();

-- What the shopper pays for a line; until now an order had one.
alter table order_line add column total_minor bigint;
update order_line l set total_minor = o.total_minor from "order" o where o.id = l.order_id;
alter table order_line
  alter column total_minor set not null,
  add constraint line_total_is_positive check (total_minor > 0);

-- When its seller is asked next how it stands; null: not any more.
alter table "order" add column follow_at timestamptz;
create index order_follow on "order" (follow_at) where follow_at is not null;
update "order" set follow_at = now() where state in ('PROCESSING', 'SHIPPED');

-- What staff look through: open orders by how long they have been where they are.
create index order_open on "order" (state, updated_at) where state not in ('DELIVERED', 'CANCELLED');
