-- lockEbook
update "ebook"
  set "changed_at" = greatest(changed_at, $1::timestamptz)
  where "isbn13" = $2
  returning "publication_id", "suspended_at", "changed_at";

-- findPublication
select "publication_id"
  from "ebook"
  where "isbn13" = $1;

-- findEbook
select "isbn13", "publication_id", "suspended_at", "created_at"
  from "ebook"
  where "isbn13" = $1;

-- listEbooks
select "isbn13", "publication_id", "suspended_at", "created_at"
  from "ebook"
  where "isbn13" > $1
  order by "isbn13"
  limit $2;

-- listOfferedEbooks

    select e.isbn13, e.created_at as since
  from ebook e
   
  where exists (select
  from ebook_offer o
  where o.isbn13 = e.isbn13)
      or e.suspended_at is null and exists (
        select
  from licence_pool p
  where p.isbn13 = e.isbn13 and p.concurrent_limit > 0 and (p.ends_at is null or p.ends_at >= $1))
   
  order by e.created_at desc, e.isbn13
  limit $2;

-- listPublicationsOf
select "isbn13", "publication_id", "created_at" as "since"
  from "ebook"
  where "isbn13" = any($1::text[]);

-- saveEbook
insert into "ebook" ("isbn13", "publication_id", "changed_at", "created_at")
  values ($1, $2, $3, $4)
  on conflict ("isbn13") do update
  set "publication_id" = $5;

-- saveSuspension
update "ebook"
  set "suspended_at" = $1
  where "isbn13" = $2;

-- savePrice
insert into "ebook_offer" ("isbn13", "currency", "minor", "updated_at")
  values ($1, $2, $3, $4)
  on conflict ("isbn13", "currency") do update
  set "minor" = $5, "updated_at" = $6;

-- savePrice, none
delete
  from "ebook_offer"
  where "isbn13" = $1 and "currency" = $2;

-- listPrices
select "isbn13", "currency", "minor"
  from "ebook_offer"
  where "isbn13" = any($1::text[])
  order by "currency";

-- findEbookEvent
select "event", "detail"
  from "ebook_event"
  where "isbn13" = $1 and "key" = $2;

-- recordEbookEvent
insert into "ebook_event" ("isbn13", "event", "reason", "by", "key", "at", "detail", "seq")
  values ($1, $2, $3, $4, $5, $6, $7, (select coalesce(max("seq"), 0) + 1 as "seq"
  from "ebook_event"
  where "isbn13" = $8));

-- savePool
insert into "licence_pool" ("id", "isbn13", "concurrent_limit", "total_limit", "loan_days", "ends_at", "created_at")
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict ("id") do update
  set "concurrent_limit" = $8, "total_limit" = $9, "loan_days" = $10, "ends_at" = $11
  where "licence_pool"."isbn13" = $12
  returning "id";

-- listPools

    select p.id, p.isbn13, p.concurrent_limit, p.total_limit, p.loan_days, p.created_at, p.ends_at,
      count(l.id) filter (where l.state in ('READY', 'ACTIVE'))::int as live,
      count(l.id) filter (where l.state <> 'CANCELLED')::int as drawn
   
  from licence_pool p
  left
  join loan l on l.pool_id = p.id
   
  where p.isbn13 = any($1::text[])
   
  group by p.id
  order by p.created_at, p.id;

-- listFreeSlots

    with pool as (
      select p.id, p.ends_at,
        p.total_limit - (select count(*)
  from loan d
  where d.pool_id = p.id and d.state <> 'CANCELLED') as remaining
     
  from licence_pool p
     
  where p.isbn13 = $1 and (p.ends_at is null or p.ends_at >= $2)),
    free as (
      select s.pool_id, s.slot, pool.ends_at, pool.remaining, row_number() over (partition by s.pool_id
  order by s.slot) as nth
     
  from pool
  join licence_slot s on s.pool_id = pool.id
     
  where s.is_open and not exists (
        select
  from loan l
  where l.pool_id = s.pool_id and l.slot = s.slot and l.state in ('READY', 'ACTIVE')))
    select pool_id, slot, ends_at as pool_ends_at
  from free
   
  where remaining is null or nth <= remaining
   
  order by ends_at nulls last, pool_id, slot
  limit $3;

-- listIdle

    select distinct h.isbn13
  from hold h
  join ebook e on e.isbn13 = h.isbn13
   
  where h.state = 'WAITING' and e.suspended_at is null and exists (
      select
  from licence_pool p
  join licence_slot s on s.pool_id = p.id and s.is_open
     
  where p.isbn13 = h.isbn13 and (p.ends_at is null or p.ends_at >= $1)
        and (p.total_limit is null or p.total_limit > (select count(*)
  from loan d
  where d.pool_id = p.id and d.state <> 'CANCELLED'))
        and not exists (select
  from loan l
  where l.pool_id = s.pool_id and l.slot = s.slot and l.state in ('READY', 'ACTIVE')))
   
  order by h.isbn13
  limit $2;

-- listLending

    with pool as (
      select p.*, p.total_limit - (select count(*)
  from loan d
  where d.pool_id = p.id and d.state <> 'CANCELLED') as remaining
     
  from licence_pool p
     
  where p.isbn13 = any($1::text[]) and (p.ends_at is null or p.ends_at >= $2)),
    slot as (
      select pool.isbn13, coalesce(l.due_at, l.pick_up_by) as back_by, l.id is null as is_free,
        remaining is null or remaining >= row_number() over (partition by s.pool_id
  order by coalesce(l.due_at, l.pick_up_by) nulls first) as is_lendable
     
  from pool
  join licence_slot s on s.pool_id = pool.id and s.is_open
     
  left
  join loan l on l.pool_id = s.pool_id and l.slot = s.slot and l.state in ('READY', 'ACTIVE')),
    lent as (
      select isbn13, count(*)::int as licences, count(*) filter (where is_lendable and is_free)::int as free,
        coalesce(array_agg(back_by
  order by back_by) filter (where is_lendable and not is_free), '{}') as back_by
     
  from slot
  group by isbn13)
    select e.isbn13, e.suspended_at is not null as is_suspended, lent.free, lent.licences, lent.back_by,
      (select case when bool_and(remaining is not null) then sum(remaining)::int end
  from pool
  where pool.isbn13 = e.isbn13) as lendable,
      (select count(*)::int
  from hold
  where hold.isbn13 = e.isbn13 and hold.state = 'WAITING') as waiting,
      (select max(loan_days)::int
  from pool
  where pool.isbn13 = e.isbn13) as loan_days
   
  from ebook e
  join lent on lent.isbn13 = e.isbn13;

-- findLoan
select "loan".*, "licence_pool"."loan_days", "licence_pool"."ends_at" as "pool_ends_at"
  from "loan"
  inner
  join "licence_pool" on "licence_pool"."id" = "loan"."pool_id"
  where "loan"."id" = $1;

-- findLoan, of an account
select "loan".*, "licence_pool"."loan_days", "licence_pool"."ends_at" as "pool_ends_at"
  from "loan"
  inner
  join "licence_pool" on "licence_pool"."id" = "loan"."pool_id"
  where "loan"."id" = $1 and "loan"."account_id" = $2;

-- findLiveLoan
select "loan".*, "licence_pool"."loan_days", "licence_pool"."ends_at" as "pool_ends_at"
  from "loan"
  inner
  join "licence_pool" on "licence_pool"."id" = "loan"."pool_id"
  where "loan"."account_id" = $1 and "loan"."isbn13" = $2 and "loan"."state" in ($3, $4);

-- lockLoan
select "id"
  from "loan"
  where "id" = $1 for share;

-- listOver
select "loan".*, "licence_pool"."loan_days", "licence_pool"."ends_at" as "pool_ends_at"
  from "loan"
  inner
  join "licence_pool" on "licence_pool"."id" = "loan"."pool_id"
  where "loan"."isbn13" = $1 and "loan"."state" in ($2, $3) and coalesce(loan.due_at, loan.pick_up_by) <= $4
  order by coalesce(loan.due_at, loan.pick_up_by), "loan"."id";

-- listOverdueEbooks
select "isbn13"
  from "loan"
  where "state" in ($1, $2) and coalesce(due_at, pick_up_by) < $3
  group by "isbn13"
  order by min(coalesce(due_at, pick_up_by))
  limit $4;

-- listToRemind
select "id"
  from "loan"
  where "state" = $1 and coalesce(due_at, pick_up_by) > $2 and coalesce(due_at, pick_up_by) < $3 and reminded_of is distinct
  from due_at
  order by "due_at"
  limit $4;

-- markReminded
update "loan"
  set "reminded_of" = $1
  where "id" = $2 and "state" = $3 and "due_at" = $4 and reminded_of is distinct
  from due_at
  returning "id";

-- insertLoan
insert into "loan" ("id", "isbn13", "account_id", "pool_id", "slot", "hold_id", "state", "revision", "kept_from", "pick_up_by", "started_at", "due_at", "renewals", "ended_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);
insert into "loan_event" ("loan_id", "seq", "from_state", "to_state", "event", "reason", "by", "key", "at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- recordLoanChange
insert into "loan_event" ("loan_id", "seq", "from_state", "to_state", "event", "reason", "by", "key", "at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9);
update "loan"
  set "state" = $1, "revision" = $2, "started_at" = $3, "due_at" = $4, "renewals" = $5, "ended_at" = $6
  where "id" = $7;

-- findLoanEvent
select "loan_id", "isbn13", "event"
  from "loan_event"
  inner
  join "loan" on "loan"."id" = "loan_event"."loan_id"
  where "account_id" = $1 and "key" = $2;

-- countLive
select count(*) as "count"
  from "loan"
  where "account_id" = $1 and "state" in ($2, $3);

-- listLoansOf
select "loan".*, "licence_pool"."loan_days", "licence_pool"."ends_at" as "pool_ends_at"
  from "loan"
  inner
  join "licence_pool" on "licence_pool"."id" = "loan"."pool_id"
  where "loan"."account_id" = $1 and ("loan"."ended_at" is null or "loan"."ended_at" > $2)
  order by "loan"."kept_from" desc, "loan"."id" desc
  limit $3;

-- listLoans
select "loan".*, "licence_pool"."loan_days", "licence_pool"."ends_at" as "pool_ends_at"
  from "loan"
  inner
  join "licence_pool" on "licence_pool"."id" = "loan"."pool_id"
  order by "loan"."kept_from" desc, "loan"."id" desc
  limit $1;

-- listLoans, live ones of one ebook, the next page
select "loan".*, "licence_pool"."loan_days", "licence_pool"."ends_at" as "pool_ends_at"
  from "loan"
  inner
  join "licence_pool" on "licence_pool"."id" = "loan"."pool_id"
  where "loan"."state" in ($1, $2) and "loan"."isbn13" = $3 and ("loan"."kept_from", "loan"."id") < ($4, $5)
  order by "loan"."kept_from" desc, "loan"."id" desc
  limit $6;

-- listLoanHistory
select "loan_id", "from_state", "to_state", "event", "reason", "by", "at"
  from "loan_event"
  where "loan_id" = any($1::uuid[])
  order by "loan_id", "seq";

-- listWaiting
select "id", "isbn13", "account_id", "place", "state", "created_at"
  from "hold"
  where "isbn13" = $1 and "state" = $2
  order by "place"
  limit $3;

-- countWaitingOf
select count(*) as "count"
  from "hold"
  where "account_id" = $1 and "state" = $2;

-- findHold
select "id", "isbn13", "account_id", "place", "state", "created_at"
  from "hold"
  where "id" = $1 and "account_id" = $2;

-- findHoldByKey
select "id", "isbn13", "account_id", "place", "state", "created_at"
  from "hold"
  where "account_id" = $1 and "key" = $2;

-- listHoldsOf
select "id", "isbn13", "account_id", "place", "state", "created_at", (select count(*) as "count"
  from "hold" as "before"
  where "before"."isbn13" = "hold"."isbn13" and "before"."state" = $1 and "before"."place" < "hold"."place") as "ahead"
  from "hold"
  where "account_id" = $2 and "state" = $3
  order by "created_at", "id";

-- listHoldsOf, one ebook
select "id", "isbn13", "account_id", "place", "state", "created_at", (select count(*) as "count"
  from "hold" as "before"
  where "before"."isbn13" = "hold"."isbn13" and "before"."state" = $1 and "before"."place" < "hold"."place") as "ahead"
  from "hold"
  where "account_id" = $2 and "state" = $3 and "isbn13" = $4
  order by "created_at", "id";

-- insertHold
insert into "hold" ("id", "isbn13", "account_id", "key", "state", "created_at")
  values ($1, $2, $3, $4, $5, $6);
insert into "hold_event" ("hold_id", "seq", "from_state", "to_state", "event", "by", "key", "at")
  values ($1, $2, $3, $4, $5, $6, $7, $8);

-- recordHoldEvent
insert into "hold_event" ("hold_id", "seq", "from_state", "to_state", "event", "reason", "by", "key", "at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9);
update "hold"
  set "state" = $1, "revision" = $2
  where "id" = $3;

-- findHoldEvent
select "event"
  from "hold_event"
  where "hold_id" = $1 and "key" = $2;

-- insertOwned
insert into "owned_ebook" ("id", "account_id", "isbn13", "order_id", "line", "key", "by", "at", "granted_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict do nothing
  returning "id";

-- grantOwned
update "owned_ebook"
  set "granted_at" = $1
  where "order_id" = $2 and "line" = $3 and "granted_at" is null and "withdrawn_at" is null
  returning "id", "account_id", "isbn13", "at", "granted_at", "opened_at", "withdrawn_at";

-- releaseOwned
update "owned_ebook"
  set "withdrawn_at" = $1, "withdrawn_by" = $2, "withdrawn_reason" = $3
  where "order_id" = $4 and "granted_at" is null and "withdrawn_at" is null;

-- markOpened
update "owned_ebook"
  set "opened_at" = $1
  where "id" = $2 and "opened_at" is null and "withdrawn_at" is null;

-- listStanding
select "id", "account_id", "isbn13", "at", "granted_at", "opened_at", "withdrawn_at"
  from "owned_ebook"
  where "account_id" = $1 and "isbn13" = any($2::text[]) and "withdrawn_at" is null;

-- lockOwnedOf
select "id", "account_id", "isbn13", "at", "granted_at", "opened_at", "withdrawn_at", "line"
  from "owned_ebook"
  where "order_id" = $1
  order by "line" for update;

-- findOwnedByLine
select "id", "account_id", "isbn13", "at", "granted_at", "opened_at", "withdrawn_at", "key"
  from "owned_ebook"
  where "order_id" = $1 and "line" = $2;

-- withdrawOwned
update "owned_ebook"
  set "withdrawn_at" = $1, "withdrawn_by" = $2, "withdrawn_reason" = $3
  where "order_id" = $4 and "line" = $5 and "granted_at" is not null and "withdrawn_at" is null
  returning "id", "account_id", "isbn13", "at", "granted_at", "opened_at", "withdrawn_at";

-- findOwned
select "id", "account_id", "isbn13", "at", "granted_at", "opened_at", "withdrawn_at"
  from "owned_ebook"
  where "account_id" = $1 and "isbn13" = $2 and "granted_at" is not null and "withdrawn_at" is null;

-- findOwnedById
select "id", "account_id", "isbn13", "at", "granted_at", "opened_at", "withdrawn_at"
  from "owned_ebook"
  where "id" = $1;

-- lockOwned
select "id"
  from "owned_ebook"
  where "id" = $1 for no key update;

-- listOwnedBy
select "id", "account_id", "isbn13", "at", "granted_at", "opened_at", "withdrawn_at"
  from "owned_ebook"
  where "account_id" = $1 and "granted_at" is not null and "withdrawn_at" is null
  order by "granted_at" desc, "id" desc
  limit $2;
