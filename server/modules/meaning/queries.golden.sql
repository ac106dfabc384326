-- saveVectors

    insert into work_vector (work_id, model, source_updated_at, vector, changed_at)
    select work_id, $1, source_updated_at, vector, $2
     
  from unnest($3::uuid[], $4::timestamptz[], $5::bytea[]) as made (work_id, source_updated_at, vector)
   
  on conflict (work_id) do update
     
  set model = excluded.model, source_updated_at = excluded.source_updated_at, vector = excluded.vector, changed_at = excluded.changed_at
     
  where work_vector.model <> excluded.model or work_vector.source_updated_at <= excluded.source_updated_at;

-- listVersions
select "work_id", "source_updated_at"
  from "work_vector"
  where "model" = $1 and "work_id" = any($2::uuid[]);

-- pageVectors
select "work_id", "changed_at", "vector"
  from "work_vector"
  where "model" = $1 and ("changed_at", "work_id") > ($2, $3)
  order by "changed_at", "work_id"
  limit $4;
