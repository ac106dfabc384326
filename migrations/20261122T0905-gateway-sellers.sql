-- The seller gateway's own schema: sellers that registered themselves, what opens their doors, what they pushed and what was ordered of them.
-- Only seller-gateway/store/ reads or writes it. No shopper data: an order is a reference here.
create schema gateway;

create table gateway.seller (
  id text primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(id) <= 60),
  -- Counts up with every change that the running gateways must see.
  version integer not null default 1 check (version > 0),
  state text not null check (state in ('PENDING', 'TESTING', 'LIVE', 'SUSPENDED')),
  -- Why, in a sentence that says what to do next.
  state_reason text not null,
  profile jsonb not null,
  -- The name as readers tell names apart.
  name_key text not null,
  -- Without secrets.
  connection jsonb not null,
  -- Counts up with every change of profile or connection: a run of the kit proves nothing about terms that changed meanwhile.
  terms integer not null default 1 check (terms > 0),
  challenge_token text not null,
  verified_at timestamptz,
  -- When it was first asked for live; its orders are looked up ever after.
  live_at timestamptz,
  -- While the kit runs, for one run at a time; a run that dies is over then.
  run_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint proven_before_live check (state in ('PENDING', 'SUSPENDED') or verified_at is not null),
  constraint live_since_a_moment check (state <> 'LIVE' or live_at is not null)
);
create unique index one_live_seller_per_name on gateway.seller (name_key) where live_at is not null;
create index seller_in_registry on gateway.seller (id) include (version) where live_at is not null;

-- What a repeated request is compared with. The fingerprint is keyed, since requests hold secrets.
create table gateway.request (
  -- The call, and the seller that made it where it is known.
  scope text not null,
  request_id text not null check (length(request_id) between 1 and 64),
  fingerprint bytea not null check (length(fingerprint) = 32),
  seller_id text not null references gateway.seller (id),
  at timestamptz not null,
  primary key (scope, request_id)
);

create table gateway.api_key (
  key_id text primary key,
  seller_id text not null references gateway.seller (id),
  -- SHA-256 of a random secret of 256 bits.
  hash bytea not null check (length(hash) = 32),
  -- At most three are valid at the same time.
  slot smallint not null check (slot between 1 and 3),
  created_at timestamptz not null,
  -- To the minute.
  last_used_at timestamptz,
  revoked_at timestamptz
);
create unique index one_valid_key_per_slot on gateway.api_key (seller_id, slot) where revoked_at is null;

-- A client certificate speaks for one seller.
create table gateway.certificate (
  -- SHA-256 of it, hex in lower case.
  fingerprint text primary key check (fingerprint ~ '^[0-9a-f]{64}$'),
  seller_id text not null references gateway.seller (id)
);
create index certificate_seller on gateway.certificate (seller_id);

-- What we show a seller to be let in, sealed by AES-256-GCM under a key of the row, which is itself sealed under a key that is not here.
create table gateway.secret (
  seller_id text not null references gateway.seller (id),
  name text not null,
  -- Which of the keys outside wraps the row's key.
  kek_id text not null,
  wrapped_key bytea not null,
  sealed bytea not null,
  primary key (seller_id, name)
);
create index secret_kek on gateway.secret (kek_id);

-- The last whole run of the conformance kit.
create table gateway.report (
  seller_id text primary key references gateway.seller (id),
  kit_version text not null,
  conforms boolean not null,
  ended_at timestamptz not null,
  report jsonb not null
);

create table gateway.pushed_offer (
  seller_id text not null references gateway.seller (id),
  offer_id text not null check (length(offer_id) between 1 and 100),
  isbn13 text not null check (isbn13 ~ '^97[89]\d{10}$'),
  condition text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  item_minor bigint not null,
  -- 0: taken back. The row stays, so that an older message does not bring it to life again.
  quantity integer not null check (quantity >= 0),
  changed_at timestamptz not null,
  received_at timestamptz not null,
  primary key (seller_id, offer_id),
  constraint priced_while_on_offer check (item_minor > 0 or quantity = 0)
);
create index pushed_offer_book on gateway.pushed_offer (seller_id, isbn13) where quantity > 0;
-- What was pushed lately: every gateway forgets what it has cached of those books.
create index pushed_offer_lately on gateway.pushed_offer (received_at);

-- Our references at sellers that may report on them.
create table gateway.order_reference (
  seller_id text not null references gateway.seller (id),
  reference text not null check (length(reference) between 1 and 64),
  -- SENT: on its way, or its outcome is not known.
  state text not null check (state in ('SENT', 'NOT_ORDERED', 'ACCEPTED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
  placed_at timestamptz not null,
  changed_at timestamptz not null,
  tracking_number text not null default '',
  primary key (seller_id, reference)
);
