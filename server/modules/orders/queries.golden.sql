-- insertOrder
insert into "order" ("id", "account_id", "purchase_id", "payment_id", "seller_order_id", "seller_reference", "state", "seller_id", "seller_name", "currency", "total_minor", "ship_to", "placed_at", "updated_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  on conflict ("id") do nothing
  returning "id";
insert into "order_line" ("order_id", "line", "isbn13", "title", "condition", "quantity", "total_minor", "item_minor", "shipping_minor", "tax_minor")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
insert into "order_event" ("order_id", "from_state", "to_state", "event", "reason", "by", "key", "at", "seq")
  values ($1, $2, $3, $4, $5, $6, $7, $8, (select coalesce(max("seq"), 0) + 1 as "seq"
  from "order_event"
  where "order_id" = $9));

-- lockOrder
select "state", "seller_id"
  from "order"
  where "id" = $1 for update;

-- listEventsByKey
select "key", "event", "to_state"
  from "order_event"
  where "order_id" = $1 and "key" = any($2);

-- recordEvents
insert into "order_event" ("order_id", "from_state", "to_state", "event", "reason", "by", "key", "at", "seq")
  values ($1, $2, $3, $4, $5, $6, $7, $8, (select coalesce(max("seq"), 0) + 1 as "seq"
  from "order_event"
  where "order_id" = $9));
update "order"
  set "state" = $1, "updated_at" = $2, "follow_at" = $3
  where "id" = $4;

-- getOrderOf
select "order".*, "isbn13", "title", "condition", "item_minor", "shipping_minor", "tax_minor", "quantity", "order_line"."total_minor" as "line_minor"
  from "order"
  inner
  join "order_line" on "order_line"."order_id" = "order"."id" and "order_line"."line" = $1
  where "order"."id" = $2 and "order"."account_id" = $3;

-- findOrder
select "order".*, "isbn13", "title", "condition", "item_minor", "shipping_minor", "tax_minor", "quantity", "order_line"."total_minor" as "line_minor"
  from "order"
  inner
  join "order_line" on "order_line"."order_id" = "order"."id" and "order_line"."line" = $1
  where "order"."id" = $2;

-- listOrdersOf
select "order".*, "isbn13", "title", "condition", "item_minor", "shipping_minor", "tax_minor", "quantity", "order_line"."total_minor" as "line_minor"
  from "order"
  inner
  join "order_line" on "order_line"."order_id" = "order"."id" and "order_line"."line" = $1
  where "order"."account_id" = $2
  order by "order"."placed_at" desc, "order"."id" desc
  limit $3;

-- listOrdersOf, the next page
select "order".*, "isbn13", "title", "condition", "item_minor", "shipping_minor", "tax_minor", "quantity", "order_line"."total_minor" as "line_minor"
  from "order"
  inner
  join "order_line" on "order_line"."order_id" = "order"."id" and "order_line"."line" = $1
  where "order"."account_id" = $2 and ("order"."placed_at", "order"."id") < ($3, $4)
  order by "order"."placed_at" desc, "order"."id" desc
  limit $5;

-- listOrderStates
select "id", "state"
  from "order"
  where "id" in ($1);

-- listHistory
select "from_state", "to_state", "event", "reason", "by", "at"
  from "order_event"
  where "order_id" = $1
  order by "seq";

-- listLines
select *
  from "order_line"
  where "order_id" = $1
  order by "line";

-- listOrdersById
select "order".*, "isbn13", "title", "condition", "item_minor", "shipping_minor", "tax_minor", "quantity", "order_line"."total_minor" as "line_minor"
  from "order"
  inner
  join "order_line" on "order_line"."order_id" = "order"."id" and "order_line"."line" = $1
  where "order"."id" in ($2);

-- findRevision
select max("seq") as "seq"
  from "order_event"
  inner
  join "order" on "order"."id" = "order_event"."order_id"
  where "order_id" = $1 and "account_id" = $2;

-- listToFollow
select "id"
  from "order"
  where "follow_at" <= $1 and "seller_id" <> $2
  order by "follow_at"
  limit $3;

-- updateFollow
update "order"
  set "follow_at" = $1
  where "id" = $2;

-- listInState
select "order".*, "isbn13", "title", "condition", "item_minor", "shipping_minor", "tax_minor", "quantity", "order_line"."total_minor" as "line_minor"
  from "order"
  inner
  join "order_line" on "order_line"."order_id" = "order"."id" and "order_line"."line" = $1
  where "order"."state" = $2 and exists (select "rest"."line"
  from "order_line" as "rest"
  where "rest"."order_id" = "order"."id" and "rest"."claimed_minor" < "rest"."total_minor")
  order by "order"."updated_at", "order"."id"
  limit $3;

-- listInState, stuck, the next page
select "order".*, "isbn13", "title", "condition", "item_minor", "shipping_minor", "tax_minor", "quantity", "order_line"."total_minor" as "line_minor"
  from "order"
  inner
  join "order_line" on "order_line"."order_id" = "order"."id" and "order_line"."line" = $1
  where "order"."state" = $2 and exists (select "rest"."line"
  from "order_line" as "rest"
  where "rest"."order_id" = "order"."id" and "rest"."claimed_minor" < "rest"."total_minor") and "order"."updated_at" < $3 and ("order"."updated_at", "order"."id") > ($4, $5)
  order by "order"."updated_at", "order"."id"
  limit $6;
