-- listTerms
select distinct on ("stem") "word", "stem", "df", "name_df", "idf"
  from "search_term"
  where "stem" = any($1::text[]) and "df" > $2
  order by "stem";

-- listCompletions
select *
  from (select distinct on ("stem") "word", "stem", "df", "name_df", "idf"
  from "search_term"
  where "word" > $1 and "word" < $2 and "name_df" > $3 and "df" > $4
  order by "stem", length(word)) as "term"
  order by "name_df" desc, "word"
  limit $5;

-- listNearTerms

    select typed.word as typed, near.word, near.stem, near.df, near.name_df, near.idf
   
  from unnest($1::text[]) as typed (word),
      lateral (
        (select *
  from search_term
         
  where word % typed.word and df > 0 and length(word) between length(typed.word) - 3 and length(typed.word) + 3
         
  order by similarity(word, typed.word) desc, name_df desc
  limit 40)
        union
        (select *
  from search_term
         
  where length(typed.word) <= 5 and name_df > 0 and df > 0
            and word >= left(typed.word, 1) and word < left(typed.word, 1) || $2
            and length(word) between length(typed.word) - 1 and length(typed.word) + 1
         
  order by name_df desc
  limit 400)
      ) near;

-- listCandidates

    with titled as (
      select work_id
  from search_document
     
  where title_key >= $1 and title_key < $2 || $3 and $4 <> '' and subjects && $5::text[] and languages && $6::text[] and formats && $7::text[] and year >= $8 and year <= $9
     
  order by title_key <> $10, popularity desc
  limit $11
    ), named as (
      select work_id
  from search_document
     
  where names @@ $12::tsquery and subjects && $13::text[] and languages && $14::text[] and formats && $15::text[] and year >= $16 and year <= $17
     
  order by popularity desc
  limit $18
    ), scored as (
      select work_id, part.word, max(found.weight * part.weight) as weight, max(popularity) as popularity
     
  from unnest($19::text[], $20::real[],
          $21::int[]) as part (query, weight, word),
        lateral (
          (select work_id, popularity, 1.0 as weight
  from search_document
           
  where names @@ part.query::tsquery and subjects && $22::text[] and languages && $23::text[] and formats && $24::text[] and year >= $25 and year <= $26
  order by popularity desc
  limit $27)
          union all
          (select work_id, popularity, 0.5 as weight
  from search_document
           
  where stems @@ part.query::tsquery and subjects && $28::text[] and languages && $29::text[] and formats && $30::text[] and year >= $31 and year <= $32
  order by popularity desc
  limit $33)
        ) found
     
  group by work_id, part.word
    ), partial as (
      select work_id
  from scored
     
  group by work_id
  order by sum(weight) + 0.01 * max(popularity) desc, work_id
  limit $34
    )
    select work_id, title_key, popularity, series_number, fields
  from search_document
   
  where work_id in (select work_id
  from titled union select work_id
  from named union select work_id
  from partial);

-- listPopular

    select work_id
  from search_document
  where true 
   
  order by popularity desc, work_id
  limit $1 offset $2;

-- countFacets

    with matched as materialized (
      select subjects, languages, formats
  from search_document
     
  where stems @@ $1::tsquery 
  limit $2
    )
    (select 'total' as kind, '' as value, count(*)::int as count
  from matched)
    union all 
    (select $3 as kind, value, count(*)::int as count
  from matched, unnest("subjects") as value
     
  group by value
  order by count(*) desc, value
  limit $4)
    union all 
    (select $5 as kind, value, count(*)::int as count
  from matched, unnest("languages") as value
     
  group by value
  order by count(*) desc, value
  limit $6)
    union all 
    (select $7 as kind, value, count(*)::int as count
  from matched, unnest("formats") as value
     
  group by value
  order by count(*) desc, value
  limit $8);

-- listSuggestions
select "kind", "label", max("isbn13") as "isbn13"
  from "search_suggestion"
  where "key" >= $1 and "key" < $2
  group by "kind", "label"
  order by max("popularity") - case kind when 'subject' then 30 else 0 end desc, "label"
  limit $3;

-- saveDocuments
insert into "search_document" ("work_id", "source_updated_at", "title_key", "popularity", "year", "series_number", "subjects", "languages", "formats", "names", "stems", "fields")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, array_to_tsvector($10::text[]), array_to_tsvector($11::text[]), $12)
  on conflict ("work_id") do update
  set "source_updated_at" = "excluded"."source_updated_at", "title_key" = "excluded"."title_key", "popularity" = "excluded"."popularity", "year" = "excluded"."year", "series_number" = "excluded"."series_number", "subjects" = "excluded"."subjects", "languages" = "excluded"."languages", "formats" = "excluded"."formats", "names" = "excluded"."names", "stems" = "excluded"."stems", "fields" = "excluded"."fields"
  where "search_document"."source_updated_at" <= "excluded"."source_updated_at"
  returning "work_id";
delete
  from "search_suggestion"
  where "work_id" = any($1::uuid[]);

    insert into search_suggestion (work_id, kind, label, key, isbn13, popularity)
    select *
  from unnest($1::uuid[], $2::text[], $3::text[],
      $4::text[], $5::text[], $6::int[]);

-- saveTerms

    insert into search_term (word, stem)
    select *
  from unnest($1::text[], $2::text[])
   
  on conflict (word) do nothing;

-- recountTerms

    with counted as (
      select everywhere.word as stem, everywhere.ndoc as df, coalesce(named.ndoc, 0) as name_df
     
  from ts_stat('select stems
  from search_document') everywhere
     
  left
  join ts_stat('select names
  from search_document') named on named.word = everywhere.word
    ), fresh as (
      select term.word, coalesce(counted.df, 0) as df, coalesce(counted.name_df, 0) as name_df,
        ln(1 + (total.works - coalesce(counted.df, 0) + 0.5) / (coalesce(counted.df, 0) + 0.5))::real as idf
     
  from search_term term
     
  left
  join counted on counted.stem = term.stem
      cross
  join (select count(*) as works
  from search_document) total
    )
    update search_term
  set df = fresh.df, name_df = fresh.name_df, idf = fresh.idf
   
  from fresh
  where fresh.word = search_term.word
      and (search_term.df, search_term.name_df, search_term.idf) is distinct
  from (fresh.df, fresh.name_df, fresh.idf);

-- listIndexedVersions
select "work_id", "source_updated_at"
  from "search_document"
  where "work_id" = any($1::uuid[]);
