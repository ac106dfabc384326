-- getPayment
select "id", "purpose", "reference", "account_id", "method", "customer", "state", "currency", "max_minor", "authorized_minor", "captured_minor", "capture_minor", "refunded_minor", "processor_ref", "action_url", "decline_reason", "hold_expires_at", "created_at", "updated_at"
  from "payment"
  where "id" = $1;

-- getPaymentFor
select "id", "purpose", "reference", "account_id", "method", "customer", "state", "currency", "max_minor", "authorized_minor", "captured_minor", "capture_minor", "refunded_minor", "processor_ref", "action_url", "decline_reason", "hold_expires_at", "created_at", "updated_at"
  from "payment"
  where "purpose" = $1 and "reference" = $2;

-- findPayment
select "id", "purpose", "reference", "account_id", "method", "customer", "state", "currency", "max_minor", "authorized_minor", "captured_minor", "capture_minor", "refunded_minor", "processor_ref", "action_url", "decline_reason", "hold_expires_at", "created_at", "updated_at"
  from "payment"
  where "id" = $1;

-- listPaymentsById
select "id", "purpose", "reference", "account_id", "method", "customer", "state", "currency", "max_minor", "authorized_minor", "captured_minor", "capture_minor", "refunded_minor", "processor_ref", "action_url", "decline_reason", "hold_expires_at", "created_at", "updated_at"
  from "payment"
  where "id" in ($1);

-- listPaymentsOpened
select "id", "purpose", "reference", "account_id", "method", "customer", "state", "currency", "max_minor", "authorized_minor", "captured_minor", "capture_minor", "refunded_minor", "processor_ref", "action_url", "decline_reason", "hold_expires_at", "created_at", "updated_at"
  from "payment"
  where "created_at" >= $1 and "created_at" < $2 and ("created_at", "id") > ($3, $4)
  order by "created_at", "id"
  limit $5;

-- lockPayment
select "id", "purpose", "reference", "account_id", "method", "customer", "state", "currency", "max_minor", "authorized_minor", "captured_minor", "capture_minor", "refunded_minor", "processor_ref", "action_url", "decline_reason", "hold_expires_at", "created_at", "updated_at"
  from "payment"
  where "id" = $1 for no key update;

-- insertPayment
insert into "payment" ("purpose", "reference", "id", "account_id", "method", "state", "currency", "max_minor", "created_at", "updated_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict ("purpose", "reference") do nothing
  returning "id";

-- updatePayment
update "payment"
  set "state" = $1, "capture_minor" = $2, "updated_at" = $3
  where "id" = $4;

-- insertJournal
with "entry" as (insert into "journal" ("id", "effect_key", "payment_id", "memo", "at")
  values ($1, $2, $3, $4, $5)) insert into "posting" ("journal_id", "line", "account", "currency", "minor")
  values ($6, $7, $8, $9, $10);

-- findExchange
select "fx_rate", "fx_at", "currency", "minor"
  from "journal"
  inner
  join "posting" on "posting"."journal_id" = "journal"."id"
  where "effect_key" = $1 and "account" like $2;

-- listUnbalanced
select "journal_id", "currency", sum("minor") as "sum"
  from "posting"
  group by "journal_id", "currency"
  having sum("minor") <> $1
  limit $2;

-- sumAccounts
select "account", "currency", sum("minor") as "minor"
  from "posting"
  group by "account", "currency"
  order by "account", "currency";

-- sumAccountsOf
select "journal"."payment_id", "account", "currency", sum("minor") as "minor"
  from "posting"
  inner
  join "journal" on "journal"."id" = "posting"."journal_id"
  where "journal"."payment_id" in ($1)
  group by "journal"."payment_id", "account", "currency"
  having sum("minor") <> $2;

-- findCustomer
select "processor_ref"
  from "payment_customer"
  where "account_id" = $1;

-- insertCustomer
insert into "payment_customer" ("account_id", "processor_ref", "created_at")
  values ($1, $2, $3)
  on conflict ("account_id") do update
  set "account_id" = $4
  returning "processor_ref";

-- deleteCustomer
delete
  from "payment_customer"
  where "account_id" = $1 and "processor_ref" = $2;

-- insertWebhook
insert into "webhook_inbox" ("source", "event_id", "type", "payload", "received_at", "handled_at")
  values ($1, $2, $3, $4, $5, $6)
  on conflict ("source", "event_id") do nothing;

-- findStanding
select exists (select "event_id"
  from "webhook_inbox"
  where "source" = $1 and "event_id" = $2) as "is_known", (select "state"
  from "payment"
  where "processor_ref" = $3) as "payment_state";

-- findWebhook
select "type", "handled_at", payload ->> 'ref' as "ref", "payment"."state" as "payment_state", payload -> 'cardFor' as "card_for"
  from "webhook_inbox"
  left
  join "payment" on "payment"."processor_ref" = payload ->> 'ref'
  where "source" = $1 and "event_id" = $2;

-- listUnhandledWebhooks
select "event_id"
  from "webhook_inbox"
  where "source" = $1 and "handled_at" is null and "received_at" > $2 and "received_at" < $3
  order by "received_at"
  limit $4;

-- markWebhookHandled
update "webhook_inbox"
  set "handled_at" = $1
  where "source" = $2 and "event_id" = $3;
