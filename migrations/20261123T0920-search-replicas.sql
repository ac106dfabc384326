-- The index in OpenSearch follows search_document: what changes there is marked here in the same transaction, and taken from here to OpenSearch.
-- docs/decisions/0039 has the whole of it.

-- In which order changes happened. OpenSearch keeps a document only from the newest version it was sent, in whatever order they arrive.
create sequence search_version;

-- An index in OpenSearch. Without any nothing is marked: who has no OpenSearch pays nothing for it.
create table search_replica (
  name text primary key,
  -- OpenSearch's own name for it: one that was lost and made again by accident has another.
  uuid text not null,
  state text not null check (state in ('building', 'live', 'retired')),
  -- The version of its template (search/index-template.ts); an older one is replaced by an index made anew.
  template integer not null,
  -- The version under which unchanged documents are copied: below that of every change since.
  base_version bigint not null,
  -- The copy has come so far; null before its first page.
  copied_to uuid,
  is_copied boolean not null default false,
  documents integer not null default 0,
  -- Why it may not go live, in words; null when nothing is wrong.
  problem text,
  -- The slowest of the last batch that was indexed: from the change's mark to findable.
  lag_ms integer,
  indexed_at timestamptz,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
create unique index search_replica_live on search_replica (state) where state = 'live';
create unique index search_replica_building on search_replica (state) where state = 'building';

-- Works whose document is newer here than in OpenSearch, each once.
create table search_change (
  work_id uuid primary key,
  version bigint not null,
  -- Since when it waits.
  marked_at timestamptz not null default clock_timestamp(),
  tries integer not null default 0,
  -- What OpenSearch said the last time; such a work waits until next_try_at and is counted apart.
  problem text,
  next_try_at timestamptz
);
create index search_change_version on search_change (version);

create function search_mark_changes() returns trigger language plpgsql as $$
begin
  if not exists (select from search_replica) then
    return null;
  end if;
  -- In one order for all, so that two batches cannot wait for each other. The version is drawn once the row is locked: whose change commits later
  -- has the higher one.
  insert into search_change (work_id, version)
  select work_id, nextval('search_version') from (select work_id from changed order by work_id) as sorted
  on conflict (work_id) do update
    set version = nextval('search_version'), tries = 0, problem = null, next_try_at = null;
  return null;
end $$;
create trigger search_document_inserted after insert on search_document
  referencing new table as changed for each statement execute function search_mark_changes();
create trigger search_document_updated after update on search_document
  referencing new table as changed for each statement execute function search_mark_changes();
create trigger search_document_deleted after delete on search_document
  referencing old table as changed for each statement execute function search_mark_changes();
