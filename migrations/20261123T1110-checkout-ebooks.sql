-- A checkout of ebooks: one order more, of ebooks, paid by the same payment. Copies alone need a reservation; total_minor is of both orders.

alter table checkout
  add column ebook_order_id uuid unique references "order" (id) deferrable initially deferred,
  drop constraint ours_or_not,
  add constraint ours_or_not check
    (num_nulls(payment_id, currency, total_minor) = case when order_id is null and ebook_order_id is null then 3 else 0 end),
  add constraint copies_are_reserved check ((order_id is null) = (reservation_id is null));
drop trigger checkout_terms_append_only on checkout;
create trigger checkout_terms_append_only
  before delete or update of id, account_id, key, request_hash, terms, order_id, ebook_order_id, reservation_id, payment_id, currency, total_minor,
    created_at
  on checkout for each row execute function is_append_only();

-- Looked at when the transaction commits, for what is in it of ours: payment, orders, copies and ebooks are where the state says that they are.
create or replace function checkout_must_agree() returns trigger language plpgsql as $$
declare
  paid payment;
  bought "order";
  books "order";
  promised text;
  gone bigint;
  titles bigint := 0;
  kept bigint := 0;
  granted bigint := 0;
begin
  if new.total_minor is null then
    return null;
  end if;
  select * into paid from payment where id = new.payment_id;
  select * into bought from "order" where id = new.order_id;
  select state into promised from stock_reservation where id = new.reservation_id;
  if new.ebook_order_id is not null then
    select * into books from "order" where id = new.ebook_order_id;
    select count(*), count(*) filter (where e.id is not null and e.withdrawn_at is null), count(*) filter (where e.granted_at is not null)
      into titles, kept, granted
      from order_line l left join owned_ebook e on e.order_id = l.order_id and e.line = l.line where l.order_id = new.ebook_order_id;
  end if;
  if paid.purpose <> 'checkout' or paid.reference <> new.id or paid.account_id <> new.account_id
     or paid.currency <> new.currency or paid.max_minor <> new.total_minor
     or bought.payment_id <> new.payment_id or bought.account_id <> new.account_id or bought.currency <> new.currency
     or books.payment_id <> new.payment_id or books.account_id <> new.account_id or books.currency <> new.currency
     or coalesce(bought.total_minor, 0) + coalesce(books.total_minor, 0) <> new.total_minor then
    raise exception 'payment and orders of checkout % are not for what it is about', new.id
      using errcode = 'check_violation', constraint = 'checkout_is_paid_as_shown';
  end if;
  if new.state = 'CAPTURING' and (promised <> 'CONSUMED' or kept < titles) then
    raise exception 'checkout % would charge for copies or ebooks that are not its own', new.id
      using errcode = 'check_violation', constraint = 'charged_with_copies';
  end if;
  if new.state in ('PAID', 'STARTING_PURCHASES') and
     (paid.state <> 'CAPTURED' or paid.captured_minor <> new.total_minor or promised <> 'CONSUMED' or granted < titles
      or bought.state in ('CREATED', 'PAYMENT_PENDING') or books.state in ('CREATED', 'PAYMENT_PENDING')) then
    raise exception 'checkout % is not paid, or has no copies or ebooks', new.id
      using errcode = 'check_violation', constraint = 'paid_is_captured';
  end if;
  if new.state in ('DECLINED', 'CANCELLED', 'EXPIRED') then
    select coalesce(sum(change), 0) into gone from stock_movement where reservation_id = new.reservation_id;
    if paid.state not in ('VOIDED', 'DECLINED') or promised = 'HELD' or gone <> 0 or kept > 0 or granted > 0
       or bought.state <> 'CANCELLED' or books.state <> 'CANCELLED' then
      raise exception 'checkout % leaves a hold, copies, ebooks or an order behind', new.id
        using errcode = 'check_violation', constraint = 'ended_lets_go';
    end if;
  end if;
  return null;
end $$;
