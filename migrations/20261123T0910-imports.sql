-- What importers keep, and what staff correct. Series become things of their own; a key of a source leads to a work, also after works were merged;
-- an edition that its publisher withdraws stays for the orders that name it.
create table series (
  id uuid primary key,
  name text not null unique
);

create table work_series (
  work_id uuid not null references work (id),
  series_id uuid not null references series (id),
  number text,
  position integer not null,
  primary key (work_id, position)
);
create index work_series_series on work_series (series_id);

insert into series (id, name) select gen_random_uuid(), series from (select distinct series from work where series is not null) known;
insert into work_series (work_id, series_id, number, position)
select work.id, series.id, work.series_number, 0 from work join series on series.name = work.series;

-- Headings of a classification, such as Thema FFP; what they are called in words is in work_subject when the source says it.
create table work_subject_code (
  work_id uuid not null references work (id),
  scheme text not null,
  code text not null,
  primary key (work_id, scheme, code)
);

-- Who made this edition and no other: translators, narrators. Who made the work is in work_contributor.
create table edition_contributor (
  isbn13 text not null references edition (isbn13),
  position integer not null,
  contributor_id uuid not null references contributor (id),
  role text not null,
  primary key (isbn13, position)
);

-- The edition whose records speak for the work; those of others only fill in what is missing.
alter table work add column lead_isbn13 text;
alter table edition add column withdrawn_at timestamptz;
-- Set when staff put the edition where it is: no import moves it, or claims it for another book.
alter table edition add column correction_id uuid;

-- Further keys that lead to a work: of other sources, and of works that were merged into it (then with the id that they had).
create table work_alias (
  key text primary key,
  work_id uuid not null references work (id),
  old_id uuid unique
);
create index work_alias_work on work_alias (work_id);

create table catalog_import (
  id uuid primary key,
  path text not null,
  file_name text not null,
  -- SHA-256 of its size and of its first and last MiB (catalog/open-source.ts).
  fingerprint text not null,
  bytes bigint not null,
  format text not null check (format in ('onix', 'openlibrary', 'csv')),
  -- What an edition is that does not say its form; null: it is rejected.
  assume_format text check (assume_format in ('paperback', 'hardcover', 'mass-market', 'ebook', 'audiobook')),
  state text not null default 'WAITING' check (state in ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
  -- The last line (ONIX: product) that is committed; an import goes on behind it.
  place bigint not null default 0,
  bytes_read bigint not null default 0,
  records bigint not null default 0,
  rejected bigint not null default 0,
  quarantined bigint not null default 0,
  works bigint not null default 0,
  editions bigint not null default 0,
  withdrawn bigint not null default 0,
  problem text,
  started_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  check ((state in ('DONE', 'FAILED')) = (finished_at is not null))
);
-- A file is imported once at a time; beginning it again goes on with it.
create unique index catalog_import_open on catalog_import (fingerprint, format) where finished_at is null;

create table catalog_reject (
  import_id uuid not null references catalog_import (id),
  place bigint not null,
  field text not null,
  reason text not null,
  primary key (import_id, place, field)
);

-- A number that a second book claims. The book that had it keeps it until staff decide; their word also holds for the next import.
create table isbn_claim (
  id uuid primary key,
  isbn13 text not null references edition (isbn13),
  work_key text not null,
  record jsonb not null,
  import_id uuid references catalog_import (id),
  state text not null default 'OPEN' check (state in ('OPEN', 'KEPT', 'REPLACED', 'SAME_BOOK')),
  claimed_at timestamptz not null default now(),
  settled_at timestamptz,
  settled_by text,
  why text,
  unique (isbn13, work_key),
  check ((state = 'OPEN') = (settled_at is null)),
  check ((settled_at is null) = (settled_by is null) and (settled_at is null) = (why is null))
);
create index isbn_claim_open on isbn_claim (id) where state = 'OPEN';

-- Who put which editions where, and why. Titles as they were: the works may be gone.
create table catalog_correction (
  id uuid primary key,
  kind text not null check (kind in ('MOVE', 'MERGE', 'SPLIT', 'CLAIM')),
  from_work_id uuid not null,
  from_title text not null,
  into_work_id uuid not null,
  into_title text not null,
  isbns text[] not null,
  why text not null check (length(why) >= 3),
  by text not null,
  at timestamptz not null
);
create index catalog_correction_from on catalog_correction (from_work_id, at desc);
create index catalog_correction_into on catalog_correction (into_work_id, at desc);

-- ONIX: a sender's record and the number that it described last.
create table onix_record (
  sender text not null,
  reference text not null,
  isbn13 text not null,
  sent_at timestamptz,
  primary key (sender, reference)
);
create index onix_record_isbn13 on onix_record (isbn13);

-- Open Library's dumps of authors and works, for the editions that name them. Kept for the next month's editions.
create table open_library_author (
  key text primary key,
  name text not null
);

create table open_library_work (
  key text primary key,
  record jsonb not null
);
