-- listLines of a member with a token
select "cart_line".*, "cart"."account_id"
  from "cart_line"
  inner
  join "cart" on "cart"."id" = "cart_line"."cart_id"
  where ("cart"."account_id" = $1 or "cart"."token_hash" = $2)
  order by "cart_line"."added_at", "cart_line"."id";

-- listLines of a guest
select "cart_line".*, "cart"."account_id"
  from "cart_line"
  inner
  join "cart" on "cart"."id" = "cart_line"."cart_id"
  where ("cart"."account_id" = $1 or "cart"."token_hash" = $2)
  order by "cart_line"."added_at", "cart_line"."id";

-- lockOwnCart
insert into "cart" ("id", "account_id", "created_at", "changed_at")
  values ($1, $2, $3, $4)
  on conflict ("account_id") do update
  set "changed_at" = $5
  returning "id";

-- lockGuestCart
update "cart"
  set "changed_at" = $1
  where "token_hash" = $2
  returning "id";

-- saveGuestCart
insert into "cart" ("id", "token_hash", "created_at", "changed_at")
  values ($1, $2, $3, $4);

-- listLinesOf
select *
  from "cart_line"
  where "cart_id" = $1
  order by "added_at", "id";

-- saveLines
insert into "cart_line" ("cart_id", "id", "kind", "isbn13", "quantity", "added_at", "changed_at", "condition", "accepted_currency", "accepted_minor")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict ("cart_id", "id") do update
  set "quantity" = "excluded"."quantity", "added_at" = "excluded"."added_at", "changed_at" = "excluded"."changed_at", "accepted_currency" = "excluded"."accepted_currency", "accepted_minor" = "excluded"."accepted_minor", "conditions" = "excluded"."conditions", "max_currency" = "excluded"."max_currency", "max_minor" = "excluded"."max_minor";

-- deleteLines
delete
  from "cart_line"
  where "cart_id" = $1 and "id" = any($2::text[]);

-- recordKey
insert into "cart_key" ("cart_id", "key", "at")
  values ($1, $2, $3)
  on conflict do nothing
  returning "key";

-- moveKeys
insert into "cart_key" ("cart_id", "key", "at") select $1::uuid as "cart_id", "key", "at"
  from "cart_key"
  where "cart_id" = $2
  on conflict do nothing;

-- deleteCart
delete
  from "cart"
  where "id" = $1;

-- deleteLeftBehind
delete
  from "cart"
  where "id" in (select "id"
  from "cart"
  where "account_id" is null and "changed_at" < $1
  limit $2
  for update skip locked);

-- deleteKeys

    with old as (select cart_id, key
  from cart_key
  where at < $1
  limit $2)
    delete
  from cart_key using old
  where cart_key.cart_id = old.cart_id and cart_key.key = old.key
   
  returning 1;
