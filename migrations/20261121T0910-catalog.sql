-- Works and their editions. An ISBN belongs to exactly one work: a number that two books claim is refused by the importer.
create table work (
  id uuid primary key,
  key text not null unique,
  title text not null,
  subtitle text,
  original_year integer check (original_year between -4000 and 2100),
  original_language text check (original_language ~ '^[a-z]{2,3}$'),
  series text,
  series_number text,
  description text,
  popularity integer not null default 0 check (popularity between 0 and 100),
  updated_at timestamptz not null default now()
);

create table edition (
  isbn13 text primary key check (isbn13 ~ '^97[89][0-9]{10}$'),
  work_id uuid not null references work (id),
  title text not null,
  subtitle text,
  format text not null check (format in ('paperback', 'hardcover', 'mass-market', 'ebook', 'audiobook')),
  language text not null check (language ~ '^[a-z]{2,3}$'),
  publisher text,
  published_year integer check (published_year between 1400 and 2100),
  pages integer check (pages > 0)
);
create index edition_work on edition (work_id);

create table contributor (
  id uuid primary key,
  name text not null unique
);

create table work_contributor (
  work_id uuid not null references work (id),
  contributor_id uuid not null references contributor (id),
  position integer not null,
  role text not null default 'author',
  primary key (work_id, position)
);
create index work_contributor_contributor on work_contributor (contributor_id);

create table subject (
  id uuid primary key,
  name text not null unique
);

create table work_subject (
  work_id uuid not null references work (id),
  subject_id uuid not null references subject (id),
  primary key (work_id, subject_id)
);
create index work_subject_subject on work_subject (subject_id);
