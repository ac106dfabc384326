-- The Sellers' desk: for which sellers an account acts, and the key that it acts with.
create table desk_seller (
  account_id text not null references account (id) on delete cascade,
  seller_id text not null,
  -- As the seller was called when last changed here; shown while the gateway does not answer.
  name text not null,
  -- Names the key at the gateway; the part of it that is no secret.
  key_id text not null,
  -- The whole key under AES-256-GCM, bound to this account and this seller (server/modules/desk/keep-keys.ts).
  sealed_key bytea not null,
  added_at timestamptz not null,
  primary key (account_id, seller_id)
);

-- A registration under the id that its form made, committed before the gateway is called: pressing twice, or again after a lost answer,
-- is one seller on the desk.
create table desk_registration (
  account_id text not null references account (id) on delete cascade,
  request_id uuid not null,
  -- A keyed hash of what was sent: the same id with other content is refused.
  fingerprint bytea not null,
  -- Each attempt is a request of its own to the gateway, which shows a key only once: one that was lost on the way needs another.
  attempt integer not null default 1 check (attempt > 0),
  -- Somebody is calling the gateway for it until then.
  leased_until timestamptz,
  -- The outcome; null until there is one.
  seller_id text,
  started_at timestamptz not null,
  primary key (account_id, request_id),
  constraint settled_means_free check (seller_id is null or leased_until is null)
);
