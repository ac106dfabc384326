-- sumApproved
select "line", "refund_line"."minor"
  from "refund_line"
  inner
  join "refund" on "refund"."id" = "refund_line"."refund_id"
  where "refund"."order_id" = $1 and "state" in ($2, $3, $4, $5);

-- insertRefund
insert into "refund" ("id", "order_id", "payment_id", "account_id", "seller_id", "reason", "comment", "requested_by", "key", "asked", "state", "currency", "minor", "created_at", "updated_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);
insert into "refund_line" ("refund_id", "order_id", "line", "minor")
  values ($1, $2, $3, $4);

-- findByKey
select "id", "asked"
  from "refund"
  where "order_id" = $1 and "key" = $2;

-- lockRefund
select *
  from "refund"
  where "id" = $1 for update;

-- getRefundRow
select *
  from "refund"
  where "id" = $1;

-- getRefundRow, of an account
select *
  from "refund"
  where "id" = $1 and "account_id" = $2;

-- listRefundsOf
select *
  from "refund"
  where "order_id" = $1 and "account_id" = $2
  order by "created_at", "id";

-- listLinesOf
select "refund_id", "line", "refund_line"."minor", "currency"
  from "refund_line"
  inner
  join "refund" on "refund"."id" = "refund_line"."refund_id"
  where "refund_id" in ($1)
  order by "line";

-- listHistoryOf
select "refund_id", "from_state", "to_state", "event", "reason", "by", "at"
  from "refund_event"
  where "refund_id" in ($1)
  order by "refund_id", "seq";

-- findEventByKey
select "event", "to_state"
  from "refund_event"
  where "refund_id" = $1 and "key" = $2;

-- recordEvent, the first
insert into "refund_event" ("refund_id", "from_state", "to_state", "event", "reason", "by", "key", "at", "seq")
  values ($1, $2, $3, $4, $5, $6, $7, $8, (select coalesce(max("seq"), 0) + 1 as "seq"
  from "refund_event"
  where "refund_id" = $9));

-- recordEvent
insert into "refund_event" ("refund_id", "from_state", "to_state", "event", "reason", "by", "key", "at", "seq")
  values ($1, $2, $3, $4, $5, $6, $7, $8, (select coalesce(max("seq"), 0) + 1 as "seq"
  from "refund_event"
  where "refund_id" = $9));
update "refund"
  set "state" = $1, "next_action_at" = $2, "updated_at" = $3
  where "id" = $4;

-- updateRefund
update "refund"
  set "returned_at" = $1, "returned_by" = $2, "next_action_at" = $3
  where "id" = $4;

-- listDue
select "id"
  from "refund"
  where "next_action_at" < $1
  order by "next_action_at"
  limit $2;

-- findLastAttempt
select "attempt", "key", "state", "tries", "first_sent_at"
  from "refund_attempt"
  where "refund_id" = $1
  order by "attempt" desc
  limit $2;

-- insertAttempt
insert into "refund_attempt" ("refund_id", "attempt", "key", "state", "at")
  values ($1, $2, $3, $4, $5);

-- noteSending
update "refund_attempt"
  set "tries" = "tries" + $1, "first_sent_at" = coalesce("first_sent_at", $2)
  where "refund_id" = $3 and "attempt" = $4;

-- settleAttempt
update "refund_attempt"
  set "state" = $1, "processor_ref" = $2, "detail" = $3
  where "refund_id" = $4 and "attempt" = $5;

-- listQueue, to decide
select *
  from "refund"
  where "state" = $1
  order by "updated_at", "id"
  limit $2;

-- listQueue, to receive
select *
  from "refund"
  where ("state" in ($1, $2, $3, $4) and ("awaits_return" = $5 and "returned_at" is null))
  order by "updated_at", "id"
  limit $6;

-- listQueue, failed
select *
  from "refund"
  where "state" = $1
  order by "updated_at", "id"
  limit $2;

-- listQueue, stuck
select *
  from "refund"
  where (("state" = $1 and "updated_at" < $2) or (("state" = $3 and "updated_at" < $4) and not ("awaits_return" = $5 and "returned_at" is null)) or (("state" = $6 and "updated_at" < $7) and ("awaits_return" = $8 and "returned_at" is null)) or ("state" = $9 and "updated_at" < $10) or ("state" = $11 and "next_action_at" is null))
  order by "updated_at", "id"
  limit $12;
