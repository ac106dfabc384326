-- Ebooks under protection: what is stored, who may open it, and what happened to each licence. The rows of drm_licence_step are the facts; a
-- licence's state follows them by the triggers below, and PostgreSQL refuses any other.

-- An EPUB, encrypted once; its file lies outside the database under its hash.
create table drm_publication (
  id uuid primary key,
  scheme text not null check (scheme in ('LCP', 'WATERMARK')),
  title text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  bytes bigint not null check (bytes > 0),
  -- The content key under a key from the environment; key_id says under which.
  wrapped_key bytea not null,
  key_id text not null,
  created_by text not null,
  created_at timestamptz not null,
  constraint drm_publication_scheme unique (id, scheme)
);
create index drm_publication_key on drm_publication (key_id);
create trigger drm_publication_append_only before delete or update of id, scheme, sha256, bytes, created_by, created_at on drm_publication
  for each row execute function is_append_only();

-- The machine of licences, as in server/modules/drm/machine.ts; a test compares the two.
create table drm_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event),
  constraint drm_transition_step unique (from_state, event, to_state)
);
insert into drm_transition (from_state, event, to_state) values
  ('READY', 'registered', 'ACTIVE'),
  ('READY', 'renewed', 'READY'),
  ('READY', 'returned', 'CANCELLED'),
  ('READY', 'revoked', 'REVOKED'),
  ('READY', 'expired', 'EXPIRED'),
  ('ACTIVE', 'registered', 'ACTIVE'),
  ('ACTIVE', 'renewed', 'ACTIVE'),
  ('ACTIVE', 'returned', 'RETURNED'),
  ('ACTIVE', 'revoked', 'REVOKED'),
  ('ACTIVE', 'expired', 'EXPIRED');

create table drm_licence (
  id uuid primary key,
  publication_id uuid not null,
  scheme text not null,
  reader_id text not null,
  state text not null check (state in ('READY', 'ACTIVE', 'RETURNED', 'CANCELLED', 'REVOKED', 'EXPIRED')),
  starts_at timestamptz not null,
  ends_at timestamptz,
  copy_max integer check (copy_max >= 0),
  print_max integer check (print_max >= 0),
  renewable_until timestamptz,
  -- LCP: what the reader's passphrase opens. All three are encrypted under the reader's key, which is kept nowhere.
  hint text,
  key_check bytea,
  content_key bytea,
  sealed_name bytea,
  -- Watermark: what is written into the copy, and the code by which a copy is traced to its licence.
  reader_name text,
  mark text constraint one_licence_per_mark unique,
  issued_at timestamptz not null,
  -- When its document last changed, and its status.
  updated_at timestamptz not null,
  status_at timestamptz not null,
  foreign key (publication_id, scheme) references drm_publication (id, scheme),
  constraint ends_after_start check (ends_at >= starts_at),
  constraint renewable_after_end check (renewable_until is null or ends_at is not null),
  constraint over_has_an_end check (state in ('READY', 'ACTIVE') or ends_at is not null),
  constraint status_is_newest check (status_at >= updated_at and updated_at >= issued_at),
  constraint lcp_has_keys check ((scheme = 'LCP') = (hint is not null and key_check is not null and content_key is not null and sealed_name is not null)),
  constraint watermark_has_a_mark check ((scheme = 'WATERMARK') = (reader_name is not null and mark is not null))
);
create index drm_licence_publication on drm_licence (publication_id);
create index drm_licence_reader on drm_licence (reader_id);

create table drm_licence_step (
  licence_id uuid not null references drm_licence (id),
  seq integer not null check (seq > 0),
  from_state text not null,
  event text not null,
  to_state text not null,
  device_id text,
  device_name text,
  at timestamptz not null,
  primary key (licence_id, seq),
  foreign key (from_state, event, to_state) references drm_transition (from_state, event, to_state),
  constraint device_is_whole check ((device_id is null) = (device_name is null)),
  constraint registered_has_a_device check (event <> 'registered' or device_id is not null)
);
create unique index one_registration_per_device on drm_licence_step (licence_id, device_id) where event = 'registered';
create trigger drm_licence_step_append_only before update or delete on drm_licence_step for each row execute function is_append_only();

-- A step begins where the licence is, and moves it.
create function drm_licence_step_moves() returns trigger language plpgsql as $$
begin
  update drm_licence set state = new.to_state where id = new.licence_id and state = new.from_state;
  if not found then
    raise exception 'licence % is not %', new.licence_id, new.from_state using errcode = 'check_violation', constraint = 'licence_machine';
  end if;
  return new;
end $$;
create trigger drm_licence_step_moves before insert on drm_licence_step for each row execute function drm_licence_step_moves();

-- A licence begins READY, moves by its steps only (depth 2), and does not change once it is over.
create function drm_licence_follows() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.state <> 'READY'
     or tg_op = 'UPDATE' and (old.state not in ('READY', 'ACTIVE') or new.state <> old.state and pg_trigger_depth() < 2) then
    raise exception 'licence % begins READY, moves by its steps, and stays as it ended', new.id
      using errcode = 'check_violation', constraint = 'licence_machine';
  end if;
  return new;
end $$;
create trigger drm_licence_follows before insert or update on drm_licence for each row execute function drm_licence_follows();
create trigger drm_licence_append_only before delete or update of id, publication_id, scheme, reader_id, starts_at, issued_at on drm_licence
  for each row execute function is_append_only();
