-- What an EPUB says of itself that shops and reading apps show: its layout, its cover, and who can read it how. Read from its package document when
-- it is handed in; null: it was handed in before this was read, and the next process that starts reads it.
alter table drm_publication add column description jsonb
  constraint drm_description_is_small check (pg_column_size(description) <= 65536);
