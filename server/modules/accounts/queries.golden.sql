-- findAccount
select "id", "email", "name", "role"
  from "account"
  where "id" = $1;

-- hydrateAccounts
select "id", "email", "name", "role"
  from "account"
  where "id" = any($1::text[]);

-- saveAccount
insert into "account" ("id", "email", "name", "role", "email_verified")
  values ($1, $2, $3, $4, $5)
  on conflict ("email") do update
  set "name" = $6, "role" = $7
  returning "id";

-- findPasswordHash
select "password"
  from "credential"
  where "account_id" = $1 and "provider_id" = $2;

-- savePasswordHash
insert into "credential" ("id", "account_id", "provider_account_id", "provider_id", "password")
  values ($1, $2, $3, $4, $5)
  on conflict ("provider_id", "provider_account_id") do update
  set "password" = $6;
delete
  from "session"
  where "account_id" = $1;
