-- insertRun
insert into "reconciliation_run" ("id", "window_from", "window_to", "started_at")
  values ($1, $2, $3, $4);

-- finishRun
update "reconciliation_run"
  set "payments" = $1, "intents" = $2, "orders" = $3, "unanswered" = $4, "opened" = $5, "closed" = $6, "finished_at" = $7
  where "id" = $8;

-- findLastRun
select *
  from "reconciliation_run"
  order by "started_at" desc
  limit $1;

-- saveCase
update "reconciliation_case"
  set "ours" = $1::jsonb, "theirs" = $2::jsonb, "last_seen_at" = $3
  where "kind" = $4 and "subject" = $5 and "closed_at" is null
  returning "id";
select "closed_by", ours = $1::jsonb and theirs = $2::jsonb as "is_same"
  from "reconciliation_case"
  where "kind" = $3 and "subject" = $4
  order by "closed_at" desc
  limit $5;
insert into "reconciliation_case" ("id", "kind", "subject", "payment_id", "purchase_id", "seller_id", "ours", "theirs", "opened_at", "last_seen_at")
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9, $10)
  on conflict ("kind", "subject")
  where "closed_at" is null do nothing
  returning "id";

-- closeGone
select "id", "kind", "subject"
  from "reconciliation_case"
  where "kind" in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) and "subject" in ($12) and "closed_at" is null;
update "reconciliation_case"
  set "closed_at" = $1, "closed_by" = $2, "note" = $3
  where "id" = $4 and "closed_at" is null
  returning "id";

-- closeOpen
update "reconciliation_case"
  set "closed_at" = $1, "closed_by" = $2, "note" = $3
  where "id" = $4 and "closed_at" is null
  returning "id";

-- hasCase
select "id"
  from "reconciliation_case"
  where "id" = $1;

-- listOpenSubjects
select "subject", "payment_id", "purchase_id"
  from "reconciliation_case"
  where "closed_at" is null
  order by "opened_at"
  limit $1;

-- listCases
select *
  from "reconciliation_case"
  where "closed_at" is null
  order by "opened_at" asc, "id"
  limit $1 offset $2;
