-- What works are about, as vectors of an embedding model (docs/decisions/0049); empty where none is configured.

create table work_vector (
  work_id uuid primary key references work (id) on delete cascade,
  -- Vectors of different models cannot be compared; those of another one are replaced when the works are swept.
  model text not null,
  -- work.updated_at of the record that it was made from: a late job does not go back in time.
  source_updated_at timestamptz not null,
  -- A byte a dimension (meaning/pack-vector.ts).
  vector bytea not null,
  changed_at timestamptz not null
);
-- Processes keep all vectors in memory and take over what was written since.
create index work_vector_changed on work_vector (model, changed_at, work_id);
alter table work_vector alter column vector set storage plain; -- noise: it does not compress
