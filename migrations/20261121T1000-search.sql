-- What search reads. Copies of the catalogue in the form that finding needs; search/index-works.ts writes them, a rebuild restores them.
create extension if not exists pg_trgm;

create table search_document (
  work_id uuid primary key references work (id) on delete cascade,
  -- work.updated_at of the record that this was made from: a late job does not go back in time.
  source_updated_at timestamptz not null,
  -- The title folded, without leading article and blanks.
  title_key text collate "C" not null,
  popularity integer not null,
  year integer,
  series_number text,
  subjects text[] not null,
  languages text[] not null,
  formats text[] not null,
  -- Stems of titles, authors and series; and of everything.
  names tsvector not null,
  stems tsvector not null,
  -- The stemmed fields for the ranking, one a line (search/to-document.ts).
  fields text not null
);
create index search_document_names on search_document using gin (names);
create index search_document_stems on search_document using gin (stems);
create index search_document_title_key on search_document (title_key);
create index search_document_popularity on search_document (popularity desc, work_id);

-- Every word that occurs, for spelling and completion; counts are of its stem and refreshed after changes.
create table search_term (
  word text collate "C" primary key,
  stem text collate "C" not null,
  df integer not null default 1,
  name_df integer not null default 1,
  -- Inverse document frequency; a word that is not yet counted is taken for rare.
  idf real not null default 8
);
create index search_term_stem on search_term (stem);
create index search_term_word_trigrams on search_term using gin (word gin_trgm_ops);

-- What is offered while somebody types: each name of a work under each of its first word starts.
create table search_suggestion (
  work_id uuid not null references work (id) on delete cascade,
  kind text not null check (kind in ('title', 'author', 'subject')),
  label text not null,
  key text collate "C" not null,
  isbn13 text,
  popularity integer not null,
  primary key (work_id, kind, label, key)
);
create index search_suggestion_key on search_suggestion (key, popularity desc);
