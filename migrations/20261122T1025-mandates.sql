-- What a shopper allowed Quire to spend without asking again. Amounts of a mandate are in its currency.
create table mandate (
  -- That of the watch it belongs to.
  id uuid primary key,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- The most that one copy may cost.
  cap_minor bigint not null check (cap_minor > 0),
  count integer not null check (count > 0),
  -- The most that all copies together may cost.
  budget_minor bigint not null check (budget_minor > 0),
  payment_method text not null,
  sellers_allowed text[],
  sellers_refused text[],
  -- Set aside for purchases under way.
  reserved_minor bigint not null default 0 check (reserved_minor >= 0),
  reserved_count integer not null default 0 check (reserved_count >= 0),
  spent_minor bigint not null default 0 check (spent_minor >= 0),
  used_count integer not null default 0 check (used_count >= 0),
  created_at timestamptz not null,
  constraint within_budget check (spent_minor + reserved_minor <= budget_minor),
  constraint within_count check (used_count + reserved_count <= count),
  constraint allowed_or_refused check (sellers_allowed is null or sellers_refused is null)
);

-- One purchase under a mandate: what is set aside for it, and what became of that.
create table mandate_use (
  purchase_id uuid primary key,
  mandate_id uuid not null references mandate (id),
  -- Which of its watch's firings this is.
  firing integer not null,
  state text not null default 'RESERVED' check (state in ('RESERVED', 'CONSUMED', 'RELEASED')),
  reserved_minor bigint not null check (reserved_minor > 0),
  spent_minor bigint check (spent_minor > 0),
  seller_name text,
  at timestamptz not null,
  ended_at timestamptz,
  constraint one_use_per_firing unique (mandate_id, firing),
  constraint spent_within_reserved check (spent_minor <= reserved_minor),
  check ((state = 'CONSUMED') = (spent_minor is not null)),
  check ((state = 'RESERVED') = (ended_at is null))
);
