-- Price history: what was really paid, by whoever bought through Quire. One point for each purchase.
create table price_paid (
  purchase_id uuid primary key,
  -- Only its own account sees which purchase a point is.
  account_id text not null references account (id),
  isbn13 text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  condition text not null,
  at timestamptz not null,
  total_minor bigint not null check (total_minor > 0),
  seller_name text not null
);
create index price_paid_book on price_paid (isbn13, country, currency, at);
create index price_paid_age on price_paid (at);

insert into price_paid (purchase_id, account_id, isbn13, country, currency, condition, at, total_minor, seller_name)
select o.purchase_id, o.account_id, l.isbn13, o.ship_to ->> 'country', p.currency, l.condition, p.updated_at, p.captured_minor, o.seller_name
from payment p join "order" o on o.payment_id = p.id join order_line l on l.order_id = o.id
where p.state = 'CAPTURED' and o.ship_to ->> 'country' ~ '^[A-Z]{2}$'
on conflict do nothing;
