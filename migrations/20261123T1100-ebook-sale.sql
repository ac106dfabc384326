-- Ebooks are sold through the cart. A purchase is promised when its order is placed, granted in the transaction that takes the money, and withdrawn
-- when it came to nothing or was given back; of one ebook an account has at most one that stands.

alter table cart_line
  drop constraint cart_line_kind,
  drop constraint copy_is_whole,
  drop constraint copy_alone_has_them,
  drop constraint cheapest_is_bought_once,
  add constraint cart_line_kind check (kind in ('copy', 'cheapest', 'ebook')),
  add constraint copy_is_whole check ((kind = 'copy') = (condition is not null)),
  add constraint priced_is_whole check (num_nonnulls(accepted_currency, accepted_minor) = case when kind in ('copy', 'ebook') then 2 else 0 end),
  add constraint copies_alone_are_several check (kind = 'copy' or quantity = 1);

drop trigger owned_ebook_withdrawn_once on owned_ebook;
alter table owned_ebook
  -- Null: promised, and not paid for yet. Nothing can be read by it.
  add column granted_at timestamptz,
  -- When it was first read from: what is opened is not given back for a change of mind.
  add column opened_at timestamptz;
update owned_ebook set granted_at = at;
alter table owned_ebook add constraint opened_when_granted check (opened_at is null or granted_at is not null);
create unique index one_live_purchase_per_reader on owned_ebook (account_id, isbn13) where withdrawn_at is null;
drop index owned_ebook_account;

-- Granted, opened and withdrawn: each at most once, nothing after the end, and nothing else changes.
create function owned_ebook_must_move_on() returns trigger language plpgsql as $$
begin
  if (new.id, new.account_id, new.isbn13, new.order_id, new.line, new.key, new.at, new."by")
     is distinct from (old.id, old.account_id, old.isbn13, old.order_id, old.line, old.key, old.at, old."by")
     or old.withdrawn_at is not null
     or (old.granted_at is not null and new.granted_at is distinct from old.granted_at)
     or (old.opened_at is not null and new.opened_at is distinct from old.opened_at) then
    raise exception 'purchase % of an ebook is granted, opened and withdrawn once, and nothing else of it changes', old.id
      using errcode = 'check_violation', constraint = 'owned_ebook_moves_on';
  end if;
  return new;
end $$;
create trigger owned_ebook_moves_on before update on owned_ebook for each row execute function owned_ebook_must_move_on();
drop function owned_ebook_is_withdrawn_once();

-- Looked at when the transaction commits: what is granted is a line of the same reader's order, of this book, and that order is paid.
create function owned_ebook_must_be_paid() returns trigger language plpgsql as $$
begin
  if new.granted_at is not null and not exists (
    select from order_line l join "order" o on o.id = l.order_id
    where l.order_id = new.order_id and l.line = new.line and l.isbn13 = new.isbn13 and o.account_id = new.account_id
      and o.state not in ('CREATED', 'PAYMENT_PENDING', 'CANCELLED')) then
    raise exception 'purchase % of an ebook is not paid for', new.id using errcode = 'check_violation', constraint = 'granted_when_paid';
  end if;
  return null;
end $$;
create constraint trigger owned_ebook_is_paid after insert or update of granted_at on owned_ebook
  deferrable initially deferred for each row execute function owned_ebook_must_be_paid();
