-- listTerms

    select coalesce(json_agg(json_build_object('word', word, 'stem', stem, 'df', df, 'nameDf', name_df, 'idf', idf)), '[]'::json) as terms
   
  from (
      select distinct on (word.stem) word.word, word.stem, coalesce(term.works, 1) as df, coalesce(term.named, 1) as name_df,
  ln(1 + greatest(total.count - coalesce(term.works, 1) + 0.5, 0.5) / (coalesce(term.works, 1) + 0.5))::float8 as idf
     
  from search_word word
  left
  join search_term term on term.stem = word.stem cross
  join (select greatest(coalesce(sum(works), 0), $1) as count
  from search_segment
  where replaced_at is null) total
     
  where word.stem = any($2::text[]) and coalesce(term.works, 1) > 0
     
  order by word.stem, word.word <> all($3::text[]), length(word.word)
    ) term;

-- pageWords

    select json_agg(word) as words, json_agg(works) as works, json_agg(named) as named
   
  from (
      select word.word, coalesce(term.works, 1) as works, coalesce(term.named, 1) as named
     
  from (select word, stem
  from search_word
  where word > $1
  order by word
  limit $2) word
     
  left
  join search_term term on term.stem = word.stem
  order by word.word
    ) page;

-- countWorks
select count::int
  from (select greatest(coalesce(sum(works), 0), $1) as count
  from search_segment
  where replaced_at is null) total;

-- listPosted

    select 'segment' as kind, null as stem, id as number, 0 as works, null::bytea as list
  from (
      select id
  from search_segment
  where replaced_at is null
  order by id) live
    union all
    (select 'pending', null, doc, 0, null
  from search_pending
  where stems @@ $1::tsquery
  limit $2)
    union all
    select 'list', posting.stem, posting.segment, posting.works, posting.list
   
  from search_posting posting
  join search_segment segment on segment.id = posting.segment
   
  where posting.stem = any($3::text[]) and segment.replaced_at is null 
    union all select 'titled', null, doc, 0, null
  from (
    (select doc
  from search_document
  where title_key = $4
  order by popularity desc, doc
  limit $5)
    union
    (select doc
  from (
      select doc, popularity
  from search_document
     
  where length($6) > 2 and title_key > $7 and title_key < $8 || $9
     
  order by title_key
  limit $10) begun
   
  order by popularity desc, doc
  limit $11)) titled;

-- listTitled

    (select doc
  from search_document
  where title_key = $1
  order by popularity desc, doc
  limit $2)
    union
    (select doc
  from (
      select doc, popularity
  from search_document
     
  where length($3) > 2 and title_key > $4 and title_key < $5 || $6
     
  order by title_key
  limit $7) begun
   
  order by popularity desc, doc
  limit $8);

-- listTexts

    select work_id, document.doc, title_key, popularity, series_number, packed as fields
   
  from search_document document
  join search_text text on text.doc = document.doc
   
  where document.doc = any($1::int[]);

-- listDocs
select "work_id", "doc"
  from "search_document"
  where "work_id" = any($1::uuid[]);

-- filterDocs

    select doc
  from search_document
  where doc = any($1::int[]) and subjects && $2::text[] and languages && $3::text[] and formats && $4::text[] and (is_ours or (lowest_minor is null and not is_ours)) and year >= $5::int and year <= $6::int and lowest_minor >= $7::int and lowest_minor <= $8::int;

-- pageDocs

    select doc, work_id, (coalesce(-year, 5000)) as key
  from search_document
   
  where true  
      and ((coalesce(-year, 5000)), doc) > ($1::int, $2::int)
   
  order by (coalesce(-year, 5000)), doc
  limit $3;

-- countFacets

    with matched as materialized (
      select subjects, languages, formats, (floor(year / 10.0) * 10)::int as decade, is_ours, case when lowest_minor < 500 then '0-499'
        when lowest_minor < 1000 then '500-999' when lowest_minor < 2000 then '1000-1999' when lowest_minor < 5000 then '2000-4999'
        when lowest_minor is not null then '5000-' end as price
     
  from search_document
  where doc = any($1::int[])
    )
    select (select count(*)::int
  from matched) as total,
      (select coalesce(json_agg(json_build_array(subject, works)
  order by works desc, subject), '[]'::json)
  from (
        select subject, count(*) as works
  from (select unnest(subjects) as subject
  from matched) each
       
  group by subject
  order by works desc, subject
  limit $2) counted) as subjects,
      (select coalesce(json_agg(json_build_object('languages', languages, 'formats', formats, 'decade', decade, 'isOurs', is_ours,
          'price', price, 'works', works)), '[]'::json)
  from (
        select languages, formats, decade, is_ours, price, count(*) as works
  from matched
       
  group by languages, formats, decade, is_ours, price) same) as alike;

-- countAllFacets

    with matched as materialized (
      select subjects, languages, formats, (floor(year / 10.0) * 10)::int as decade, is_ours, case when lowest_minor < 500 then '0-499'
        when lowest_minor < 1000 then '500-999' when lowest_minor < 2000 then '1000-1999' when lowest_minor < 5000 then '2000-4999'
        when lowest_minor is not null then '5000-' end as price
     
  from search_document
  where true and subjects && $1::text[] and languages && $2::text[] and formats && $3::text[] and (is_ours or (lowest_minor is null and not is_ours)) and year >= $4::int and year <= $5::int and lowest_minor >= $6::int and lowest_minor <= $7::int
  order by (-popularity), doc
  limit $8
    )
    select (select count(*)::int
  from matched) as total,
      (select coalesce(json_agg(json_build_array(subject, works)
  order by works desc, subject), '[]'::json)
  from (
        select subject, count(*) as works
  from (select unnest(subjects) as subject
  from matched) each
       
  group by subject
  order by works desc, subject
  limit $9) counted) as subjects,
      (select coalesce(json_agg(json_build_object('languages', languages, 'formats', formats, 'decade', decade, 'isOurs', is_ours,
          'price', price, 'works', works)), '[]'::json)
  from (
        select languages, formats, decade, is_ours, price, count(*) as works
  from matched
       
  group by languages, formats, decade, is_ours, price) same) as alike;

-- listSuggestions

    select kind, label, max(isbn13) as isbn13
  from (
      select found.*
  from generate_series(10, 0, -1) as classes (class), lateral (
        select kind, label, isbn13, popularity
  from search_suggestion
       
  where class = classes.class and key >= $1 and key < $2 || $3
       
  order by key
  limit $4 -- in the order of the index: without one PostgreSQL gathers all that begin so, and then takes a few
      ) found
  limit $5
    ) named
   
  group by kind, label
  order by max(popularity) desc, label
  limit $6;

-- saveDocuments

    with given as (
      select *
  from json_to_recordset($1::json) as row ("workId" uuid, "sourceUpdatedAt" timestamptz, "titleKey" text,
        popularity int, year int, "seriesNumber" text, subjects text[], languages text[], formats text[], stems text[], fields text, packed text)
    ), saved as (
      insert into search_document as old (work_id, doc, source_updated_at, title_key, popularity, year, series_number, subjects, languages, formats)
      select "workId", coalesce(known.doc, nextval(pg_get_serial_sequence('search_document', 'doc'))), "sourceUpdatedAt", "titleKey",
        given.popularity, given.year, "seriesNumber", given.subjects, given.languages, given.formats
     
  from given
  left
  join search_document known on known.work_id = given."workId"
     
  order by "workId"
     
  on conflict (work_id) do update
  set source_updated_at = excluded.source_updated_at, title_key = excluded.title_key,
        popularity = excluded.popularity, year = excluded.year, series_number = excluded.series_number, subjects = excluded.subjects,
        languages = excluded.languages, formats = excluded.formats
     
  where old.source_updated_at <= excluded.source_updated_at
     
  returning doc, work_id
    ), changed as (
      select saved.doc, given.fields, given.packed, given.stems, known.fields as counted
     
  from saved
  join given on given."workId" = saved.work_id
  left
  join search_text known on known.doc = saved.doc
     
  where known.fields is distinct
  from given.fields
    ), texts as (
      insert into search_text (doc, fields, packed) select doc, fields, decode(packed, 'hex')
  from changed
     
  on conflict (doc) do update
  set fields = excluded.fields, packed = excluded.packed
    ), waiting as (
      insert into search_pending (doc, stems, counted) select doc, array_to_tsvector(stems), counted
  from changed
     
  where $2::text = 'waiting' or ($3::text = 'newPosted' and counted is not null)
     
  on conflict (doc) do update
  set stems = excluded.stems
    )
    select work_id, doc, true as is_saved,
      $4::text = 'allPosted' or ($5::text = 'newPosted'
        and exists (select
  from changed
  where changed.doc = saved.doc and counted is null)) as is_posted
   
  from saved
    union all
    -- Made
  from a newer record meanwhile: the lists that a rebuild takes away may be the only ones that have it.
    select work_id, doc, false, $6::text = 'allPosted'
  from search_document
   
  where work_id in (select "workId"
  from given) and work_id not in (select work_id
  from saved);
delete
  from "search_suggestion"
  where "work_id" = any($1::uuid[]);

    insert into search_suggestion (work_id, class, key, kind, label, isbn13, popularity)
    select "workId", popularity / 10, key, kind, label, isbn13, popularity
   
  from json_to_recordset($1::json)
      as row ("workId" uuid, key text, kind text, label text, isbn13 text, popularity int);

-- saveWords

    insert into search_word (word, stem)
    select *
  from unnest($1::text[], $2::text[])
   
  on conflict (word) do nothing;

-- saveStandings

    update search_document
  set lowest_minor = given.lowest_minor, is_ours = given.is_ours
   
  from unnest($1::uuid[], $2::int[],
      $3::bool[]) as given (work_id, lowest_minor, is_ours)
   
  where search_document.work_id = given.work_id
      and (search_document.lowest_minor, search_document.is_ours) is distinct
  from (given.lowest_minor, given.is_ours);

-- listIndexedVersions
select "work_id", "source_updated_at"
  from "search_document"
  where "work_id" = any($1::uuid[]);

-- isIndexEmpty
select "doc"
  from "search_document"
  limit $1;

-- countPending

    select count(*)::int as count
  from (select
  from search_pending
  limit $1) as waiting;

-- takePending

    delete
  from search_pending
  where doc = any(array(
      select doc
  from search_pending
  order by doc
  limit $1
  for update skip locked))
   
  returning doc, counted;
select "search_text"."doc", "search_text"."fields", "search_document"."popularity"
  from "search_text"
  inner
  join "search_document" on "search_document"."doc" = "search_text"."doc"
  where "search_text"."doc" = any($1::int[]);

-- insertSegment
insert into "search_segment" ("works")
  values ($1)
  returning "id";

-- insertPostings

    insert into search_posting (segment, stem, works, list)
    select $1::int, *
  from unnest($2::text[], $3::int[],
      $4::bytea[]);

-- addToTerms

    insert into search_term as old (stem, works, named)
    select *
  from unnest($1::text[], $2::int[],
      $3::int[])
   
  on conflict (stem) do update
  set works = old.works + excluded.works, named = old.named + excluded.named;

-- listSegments
select "id", "works"
  from "search_segment"
  where "replaced_at" is null
  order by "id" desc;

-- pagePostings

    select stem, segment, works, list
  from search_posting
   
  where segment = any($1::int[]) and stem > $2 and stem <= coalesce((
      select min(last.stem)
  from unnest($3::int[]) as each (id), lateral (
        select stem
  from search_posting
  where segment = each.id and stem > $4
  order by stem offset $5
  limit 1
      ) last), $6)
   
  order by stem, segment desc;

-- replaceSegments
update search_segment
  set replaced_at = now()
  where id = any($1::int[]);
delete
  from search_segment
  where replaced_at < now() - interval '1 minute';

-- deleteTerms
delete
  from search_term;
