-- takeAvailable

    with taken as materialized (
      select isbn13, condition, wanted.quantity, currency, price_minor
     
  from stock_item
  join unnest($1::text[], $2::text[],
    $3::int[]) as wanted(isbn13, condition, quantity) using (isbn13, condition)
     
  where on_hand - reserved >= wanted.quantity
     
  order by isbn13, condition
     
  for update of stock_item),
    made as (
      insert into stock_reservation (id, state, by, at, expires_at)
      select $4::uuid, 'HELD', $5, $6::timestamptz, $7::timestamptz
  where (select count(*)
  from taken) = $8::int
     
  on conflict (id) do nothing
  returning id),
    promised as (
      insert into stock_reservation_line (reservation_id, isbn13, condition, quantity, currency, price_minor)
      select made.id, isbn13, condition, quantity, currency, price_minor
  from made cross
  join taken)
    select isbn13, condition, wanted.quantity, taken.currency, taken.price_minor, coalesce(on_hand - reserved, 0) as free,
      exists (select
  from made) as is_made, exists (select
  from stock_reservation
  where id = $9::uuid) as is_known
   
  from unnest($10::text[], $11::text[],
    $12::int[]) as wanted(isbn13, condition, quantity)
  left
  join stock_item using (isbn13, condition)
  left
  join taken using (isbn13, condition)
   
  order by isbn13, condition;

-- lockItems

    select stock_item.*
  from stock_item
  join unnest($1::text[], $2::text[],
    $3::int[]) as wanted(isbn13, condition, quantity) using (isbn13, condition)
   
  order by isbn13, condition
   
  for update of stock_item;

-- findItems

    select stock_item.*
  from stock_item
  join unnest($1::text[], $2::text[],
    $3::int[]) as wanted(isbn13, condition, quantity) using (isbn13, condition);

-- findFree

    select stock_item.*
  from stock_item
  join unnest($1::text[], $2::text[],
    $3::int[]) as wanted(isbn13, condition, quantity) using (isbn13, condition);

-- findReservation
select "id", "state", "expires_at", "isbn13", "condition", "quantity", "currency", "price_minor"
  from "stock_reservation"
  inner
  join "stock_reservation_line" on "reservation_id" = "id"
  where "id" = $1
  order by "isbn13", "condition";

-- settleHeld
update "stock_reservation"
  set "state" = $1, "settled_at" = $2, "settled_by" = $3
  where "id" = $4 and "state" = $5
  returning "id";

-- sellHeld

    with settled as (
      update stock_reservation
  set state = 'CONSUMED', settled_at = $1, settled_by = $2
     
  where id = $3 and state = 'HELD'
  returning id)
    insert into stock_movement (id, isbn13, condition, change, reason, reservation_id, by, at, key)
    select uuidv7(), isbn13, condition, -quantity, 'SOLD', reservation_id, $4, $5::timestamptz,
      'sold:' || reservation_id || ':' || isbn13 || ':' || condition
   
  from settled
  join stock_reservation_line on reservation_id = settled.id
   
  order by isbn13, condition
   
  returning id;

-- recordMovements
insert into "stock_movement" ("id", "isbn13", "condition", "change", "reason", "reservation_id", "note", "by", "at", "key")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict ("key") do nothing
  returning "key";

-- findMovements
select *
  from "stock_movement"
  where "key" = any($1::text[]);

-- listMovementsOf
select *
  from "stock_movement"
  where "isbn13" = $1 and "condition" = $2
  order by "at" desc, "id" desc
  limit $3;

-- listMovementsOf, the next page
select *
  from "stock_movement"
  where "isbn13" = $1 and "condition" = $2 and ("at", "id") < ($3, $4)
  order by "at" desc, "id" desc
  limit $5;

-- findOut
select "isbn13", "condition", -sum(change)::int as "out"
  from "stock_movement"
  where "reservation_id" = $1
  group by "isbn13", "condition";

-- ensureItems
insert into "stock_item" ("isbn13", "condition", "currency", "price_minor", "created_at", "updated_at")
  values ($1, $2, $3, $4, $5, $6)
  on conflict ("isbn13", "condition") do nothing;

-- saveTerms
update "stock_item"
  set "updated_at" = $1, "currency" = $2, "price_minor" = $3, "low_at" = $4
  where "isbn13" = $5 and "condition" = $6
  returning "isbn13";

-- listItems
select *
  from "stock_item"
  order by "isbn13", "condition"
  limit $1;

-- listItems, low ones of one edition, the next page
select *
  from "stock_item"
  where on_hand - reserved <= low_at and "isbn13" = $1 and ("isbn13", "condition") > ($2, $3)
  order by "isbn13", "condition"
  limit $4;

-- findShelved
select distinct "isbn13"
  from "stock_item"
  where "isbn13" = any($1::text[]) and on_hand > reserved;

-- hasItems
select "isbn13"
  from "stock_item"
  limit $1;

-- listDue
select "id"
  from "stock_reservation"
  where "state" = $1 and "expires_at" < $2
  order by "expires_at"
  limit $3;

-- listDrift

    select isbn13, condition, on_hand, coalesce(moved, 0)::int as moved, reserved, coalesce(held, 0)::int as held
   
  from stock_item
   
  left
  join (select isbn13, condition, sum(change) as moved
  from stock_movement
  group by isbn13, condition) as m using (isbn13, condition)
   
  left
  join (select isbn13, condition, sum(quantity) as held
  from stock_reservation_line
     
  join stock_reservation on id = reservation_id and state = 'HELD'
  group by isbn13, condition) as h using (isbn13, condition)
   
  where on_hand <> coalesce(moved, 0) or reserved <> coalesce(held, 0)
   
  order by isbn13, condition
  limit $1;

-- saveCounters

    update stock_item as i set
      on_hand = (select coalesce(sum(change), 0)
  from stock_movement m
  where m.isbn13 = i.isbn13 and m.condition = i.condition),
      reserved = (select coalesce(sum(quantity), 0)
  from stock_reservation_line l
  join stock_reservation r on r.id = l.reservation_id
       
  where l.isbn13 = i.isbn13 and l.condition = i.condition and r.state = 'HELD')
   
  where i.isbn13 = $1 and i.condition = $2;
