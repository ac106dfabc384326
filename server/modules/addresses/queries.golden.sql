-- lockBook
select pg_advisory_xact_lock(hashtextextended($1, 0));

-- listAddressesOf
select *
  from "address"
  where "account_id" = $1
  order by "is_default" desc, "created_at", "id";

-- findAddress
select *
  from "address"
  where "id" = $1 and "account_id" = $2;

-- saveAddress
insert into "address" ("id", "account_id", "recipient", "lines", "city", "region", "postal_code", "country", "is_default", "created_at", "changed_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- changeAddress
update "address"
  set "recipient" = $1, "lines" = $2, "city" = $3, "region" = $4, "postal_code" = $5, "country" = $6, "changed_at" = $7
  where "id" = $8 and "account_id" = $9
  returning "id";

-- saveDefault
update "address"
  set "is_default" = $1
  where "account_id" = $2 and "is_default" = $3;
update "address"
  set "is_default" = $1
  where "id" = $2 and "account_id" = $3;

-- deleteAddress
delete
  from "address"
  where "id" = $1 and "account_id" = $2;
