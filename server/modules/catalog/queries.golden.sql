-- findWorkByIsbn
select "work"."id", "work"."title", "work"."subtitle", "work"."original_year", "work"."original_language", "work"."description", "work"."popularity", "work"."updated_at", array(
  select contributor.name
  from work_contributor
  join contributor on contributor.id = work_contributor.contributor_id
 
  where work_contributor.work_id = "work"."id" and work_contributor.role = (
    select min(named.role)
  from work_contributor named
  where named.work_id = "work"."id" and named.role in ('author', 'editor'))
 
  order by work_contributor.position) as "authors", (
  select "series"."name"
  from work_series
  join series on series.id = work_series.series_id
 
  where work_series.work_id = work.id
  order by work_series.position
  limit 1) as "series", (
  select "work_series"."number"
  from work_series
  join series on series.id = work_series.series_id
 
  where work_series.work_id = work.id
  order by work_series.position
  limit 1) as "series_number", array((select "subject"."name"
  from "work_subject"
  inner
  join "subject" on "subject"."id" = "work_subject"."subject_id"
  where "work_subject"."work_id" = "work"."id"
  order by "subject"."name")) as "subjects", (select coalesce(json_agg(agg), '[]')
  from (select "isbn13", "title", "subtitle", "format", "language", "publisher", "published_year" as "year", "pages"
  from "edition"
  where "edition"."work_id" = "work"."id" and ("edition"."withdrawn_at" is null or "edition"."isbn13" = $1)
  order by published_year desc nulls last, "isbn13") as agg) as "editions"
  from "work"
  where "work"."id" = (select "work_id"
  from "edition"
  where "isbn13" = $2);

-- listWorks
select "work"."id", "work"."title", "work"."subtitle", "work"."original_year", "work"."original_language", "work"."description", "work"."popularity", "work"."updated_at", array(
  select contributor.name
  from work_contributor
  join contributor on contributor.id = work_contributor.contributor_id
 
  where work_contributor.work_id = "work"."id" and work_contributor.role = (
    select min(named.role)
  from work_contributor named
  where named.work_id = "work"."id" and named.role in ('author', 'editor'))
 
  order by work_contributor.position) as "authors", (
  select "series"."name"
  from work_series
  join series on series.id = work_series.series_id
 
  where work_series.work_id = work.id
  order by work_series.position
  limit 1) as "series", (
  select "work_series"."number"
  from work_series
  join series on series.id = work_series.series_id
 
  where work_series.work_id = work.id
  order by work_series.position
  limit 1) as "series_number", array((select "subject"."name"
  from "work_subject"
  inner
  join "subject" on "subject"."id" = "work_subject"."subject_id"
  where "work_subject"."work_id" = "work"."id"
  order by "subject"."name")) as "subjects", (select coalesce(json_agg(agg), '[]')
  from (select "isbn13", "title", "subtitle", "format", "language", "publisher", "published_year" as "year", "pages"
  from "edition"
  where "edition"."work_id" = "work"."id" and ("edition"."withdrawn_at" is null or "edition"."isbn13" = $1)
  order by published_year desc nulls last, "isbn13") as agg) as "editions"
  from "work"
  where "work"."id" = any($2::uuid[]);

-- listWorkCards

    select work.id, work.title, work.subtitle, work.original_year, work.description, array(
  select contributor.name
  from work_contributor
  join contributor on contributor.id = work_contributor.contributor_id
 
  where work_contributor.work_id = "work"."id" and work_contributor.role = (
    select min(named.role)
  from work_contributor named
  where named.work_id = "work"."id" and named.role in ('author', 'editor'))
 
  order by work_contributor.position) as authors,
      first.name as series, first.number as series_number, editions.list as editions
   
  from work
   
  join lateral (
      select json_agg(json_build_object('isbn13', isbn13, 'title', title, 'subtitle', subtitle, 'format', format, 'language', language,
        'publisher', publisher, 'publishedYear', published_year, 'pages', pages)
  order by published_year desc nulls last, isbn13) as list
     
  from edition
  where edition.work_id = work.id and withdrawn_at is null
    ) editions on editions.list is not null
   
  left
  join lateral (
      select series.name, work_series.number
  from work_series
  join series on series.id = work_series.series_id
     
  where work_series.work_id = work.id
  order by work_series.position
  limit 1
    ) first on true
   
  where work.id = any($1::uuid[]);

-- listEditions
select "isbn13", "work_id", "title", "subtitle", "format", "language", "publisher", "published_year", "pages", array(
  select contributor.name
  from work_contributor
  join contributor on contributor.id = work_contributor.contributor_id
 
  where work_contributor.work_id = "edition"."work_id" and work_contributor.role = (
    select min(named.role)
  from work_contributor named
  where named.work_id = "edition"."work_id" and named.role in ('author', 'editor'))
 
  order by work_contributor.position) as "authors"
  from "edition"
  where "isbn13" = any($1::text[]);

-- filterEditions
select "edition"."isbn13"
  from "edition"
  inner
  join "work" on "work"."id" = "edition"."work_id"
  where "edition"."isbn13" = any($1::text[]) and "edition"."withdrawn_at" is null;

-- filterEditions, of a subject, with words

    with said as materialized ((select "edition"."isbn13", concat_ws(' ', edition.isbn13, edition.title, edition.subtitle, work.title, work.subtitle,
    array_to_string(array(
  select contributor.name
  from work_contributor
  join contributor on contributor.id = work_contributor.contributor_id
 
  where work_contributor.work_id = "edition"."work_id" and work_contributor.role = (
    select min(named.role)
  from work_contributor named
  where named.work_id = "edition"."work_id" and named.role in ('author', 'editor'))
 
  order by work_contributor.position), ' '), (
  select "series"."name"
  from work_series
  join series on series.id = work_series.series_id
 
  where work_series.work_id = work.id
  order by work_series.position
  limit 1), (select string_agg(subject.name, ' ')
  from work_subject
  join subject on subject.id = work_subject.subject_id
   
  where work_subject.work_id = edition.work_id)) as "text"
  from "edition"
  inner
  join "work" on "work"."id" = "edition"."work_id"
  where "edition"."isbn13" = any($1::text[]) and "edition"."withdrawn_at" is null and exists (select
  from work_subject
  join subject on subject.id = work_subject.subject_id
       
  where work_subject.work_id = edition.work_id and subject.name = $2))),
    folded as materialized (select said.isbn13, ' ' || regexp_replace(regexp_replace(normalize(lower(said.text), NFD), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g') as text
  from said)
    select folded.isbn13
  from folded
   
  where not exists (select
  from unnest($3::text[]) as word
  where position(' ' || word in folded.text) = 0);

-- listSubjectsOf
select "subject"."name", count(*) as "editions"
  from "edition"
  inner
  join "work_subject" on "work_subject"."work_id" = "edition"."work_id"
  inner
  join "subject" on "subject"."id" = "work_subject"."subject_id"
  where "edition"."isbn13" = any($1::text[]) and "edition"."withdrawn_at" is null
  group by "subject"."name"
  order by "subject"."name";

-- listEditionIsbns
select "isbn13"
  from "edition"
  where "work_id" = coalesce((select "work_alias"."work_id"
  from "work_alias"
  where "old_id" = $1), $2::uuid) and "withdrawn_at" is null and "format" = any($3::text[]) and "language" = any($4::text[])
  order by published_year desc nulls last, "isbn13"
  limit $5;

-- listWorkVersions
select "id", "updated_at"
  from "work"
  where "id" > $1
  order by "id"
  limit $2;

-- hasWorks
select "id"
  from "work"
  limit $1;

-- lockImports
select pg_advisory_xact_lock($1), set_config('plan_cache_mode', 'force_custom_plan', true);

-- findHolders

    select edition.isbn13, edition.title, work.title as work_title, edition.correction_id is not null as is_pinned, work.id as work_id, work.key as work_key, json_build_object('isbn13', work.lead_isbn13, 'language', lead.language,
  'originalLanguage', work.original_language) as lead,
      array(select contributor.name
  from work_contributor
  join contributor on contributor.id = work_contributor.contributor_id
       
  where work_contributor.work_id = work.id and work_contributor.role = 'author'
  order by work_contributor.position) as authors
   
  from edition
  join work on work.id = edition.work_id
  left
  join edition lead on lead.isbn13 = work.lead_isbn13 and lead.work_id = work.id and lead.withdrawn_at is null
  where edition.isbn13 = any($1::text[]);

-- findWorksByKey

    select known.key, work.id as work_id, work.key as work_key, json_build_object('isbn13', work.lead_isbn13, 'language', lead.language,
  'originalLanguage', work.original_language) as lead
   
  from (select key, id as work_id
  from work
  where key = any($1::text[])
      union all select key, work_id
  from work_alias
  where key = any($2::text[])) known
   
  join work on work.id = known.work_id
  left
  join edition lead on lead.isbn13 = work.lead_isbn13 and lead.work_id = work.id and lead.withdrawn_at is null;

-- insertWorks

    insert into work (id, key, title, subtitle, original_year, original_language, description, popularity, lead_isbn13, updated_at)
    select id, key, title, subtitle, original_year, original_language, description, coalesce(popularity, 0), lead_isbn13, clock_timestamp()
   
  from jsonb_to_recordset($1::jsonb) as r (id uuid, key text, title text, subtitle text, original_year int, original_language text, description text, popularity int,
  lead_isbn13 text, leads boolean);

-- updateWorks

    update work
  set title = case when r.leads then r.title else work.title end, subtitle = case when r.leads then coalesce("r"."subtitle", "work"."subtitle") else coalesce("work"."subtitle", "r"."subtitle") end,
      original_year = case when r.leads then coalesce("r"."original_year", "work"."original_year") else coalesce("work"."original_year", "r"."original_year") end, original_language = case when r.leads then coalesce("r"."original_language", "work"."original_language") else coalesce("work"."original_language", "r"."original_language") end, description = case when r.leads then coalesce("r"."description", "work"."description") else coalesce("work"."description", "r"."description") end,
      popularity = case when r.leads then coalesce(r.popularity, work.popularity) else greatest(work.popularity, r.popularity) end,
      lead_isbn13 = case when r.leads then r.lead_isbn13 else work.lead_isbn13 end, updated_at = clock_timestamp()
   
  from jsonb_to_recordset($1::jsonb) as r (id uuid, key text, title text, subtitle text, original_year int, original_language text, description text, popularity int,
  lead_isbn13 text, leads boolean)
  where work.id = r.id;

-- saveEditions

    insert into edition (isbn13, work_id, title, subtitle, format, language, publisher, published_year, pages)
    select *
  from jsonb_to_recordset($1::jsonb) as r (isbn13 text, work_id uuid, title text, subtitle text, format text, language text,
      publisher text, published_year int, pages int)
   
  on conflict (isbn13) do update
  set title = excluded.title, subtitle = coalesce(excluded.subtitle, edition.subtitle), format = excluded.format,
      language = case excluded.language when 'und' then edition.language else excluded.language end,
      publisher = coalesce(excluded.publisher, edition.publisher), published_year = coalesce(excluded.published_year, edition.published_year),
      pages = coalesce(excluded.pages, edition.pages), withdrawn_at = null;

-- saveAliases

    insert into work_alias (key, work_id)
    select key, work_id
  from jsonb_to_recordset($1::jsonb) as r (key text, work_id uuid)
   
  on conflict (key) do nothing;

-- ensureNames

    insert into "subject" (id, name) select id, name
  from jsonb_to_recordset($1::jsonb) as r (id uuid, name text)
   
  on conflict (name) do nothing;
select "id", "name"
  from "subject"
  where "name" = any($1::text[]);

-- saveLinks
delete
  from work_contributor
  where work_id = any($1::uuid[]);
delete
  from work_series
  where work_id = any($1::uuid[]);
delete
  from work_subject
  where work_id = any($1::uuid[]);
delete
  from work_subject_code
  where work_id = any($1::uuid[]);
delete
  from edition_contributor
  where isbn13 = any($1::text[]);

    insert into work_contributor (work_id, contributor_id, position, role)
    select *
  from jsonb_to_recordset($1::jsonb) as r (work_id uuid, contributor_id uuid, position int, role text)
   
  where not exists (select
  from work_contributor known
  where known.work_id = r.work_id);

    insert into edition_contributor (isbn13, contributor_id, position, role)
    select *
  from jsonb_to_recordset($1::jsonb) as r (isbn13 text, contributor_id uuid, position int, role text);

    insert into work_series (work_id, series_id, number, position)
    select *
  from jsonb_to_recordset($1::jsonb) as r (work_id uuid, series_id uuid, number text, position int)
   
  where not exists (select
  from work_series known
  where known.work_id = r.work_id);

    insert into work_subject (work_id, subject_id)
    select *
  from jsonb_to_recordset($1::jsonb) as r (work_id uuid, subject_id uuid)
  on conflict do nothing;

    insert into work_subject_code (work_id, scheme, code)
    select *
  from jsonb_to_recordset($1::jsonb) as r (work_id uuid, scheme text, code text)
  on conflict do nothing;

-- findClaimStates
select "isbn13", "work_key", "state"
  from "isbn_claim"
  where "isbn13" = any($1::text[]) and "work_key" = any($2::text[]);

-- saveClaims

    insert into isbn_claim (id, isbn13, work_key, record, import_id)
    select *
  from jsonb_to_recordset($1::jsonb) as r (id uuid, isbn13 text, work_key text, record jsonb, import_id uuid)
   
  on conflict (isbn13, work_key) do update
  set record = excluded.record, import_id = excluded.import_id
     
  where isbn_claim.state = 'OPEN';

-- listOpenClaims
select "isbn_claim"."id", "isbn_claim"."isbn13", "isbn_claim"."work_key", "isbn_claim"."record", "isbn_claim"."state", "isbn_claim"."claimed_at", "edition"."title", "edition"."work_id", "work"."title" as "work_title", "work"."key" as "holder_key"
  from "isbn_claim"
  inner
  join "edition" on "edition"."isbn13" = "isbn_claim"."isbn13"
  inner
  join "work" on "work"."id" = "edition"."work_id"
  where "isbn_claim"."state" = $1 and "isbn_claim"."id" > $2
  order by "isbn_claim"."id"
  limit $3;

-- countOpenClaims
select count(*) as "count"
  from "isbn_claim"
  where "state" = $1;

-- findClaim
select "isbn_claim"."id", "isbn_claim"."isbn13", "isbn_claim"."work_key", "isbn_claim"."record", "isbn_claim"."state", "isbn_claim"."claimed_at", "edition"."title", "edition"."work_id", "work"."title" as "work_title", "work"."key" as "holder_key"
  from "isbn_claim"
  inner
  join "edition" on "edition"."isbn13" = "isbn_claim"."isbn13"
  inner
  join "work" on "work"."id" = "edition"."work_id"
  where "isbn_claim"."id" = $1;

-- closeClaim
update "isbn_claim"
  set "state" = $1, "settled_by" = $2, "settled_at" = $3, "why" = $4
  where "id" = $5;

-- refuseKey
insert into "isbn_claim" ("id", "isbn13", "work_key", "record", "state", "settled_by", "settled_at", "why")
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict ("isbn13", "work_key") do update
  set "state" = $9, "settled_by" = $10, "settled_at" = $11, "why" = $12;

-- findOnixRecords
select *
  from "onix_record"
  where "sender" = $1 and "reference" = any($2::text[]);

-- saveOnixRecords

    insert into onix_record (sender, reference, isbn13, sent_at)
    select *
  from jsonb_to_recordset($1::jsonb)
      as r (sender text, reference text, isbn13 text, "sentAt" timestamptz)
   
  on conflict (sender, reference) do update
  set isbn13 = excluded.isbn13, sent_at = excluded.sent_at;

-- dropOnixRecords
delete
  from "onix_record"
  where "sender" = $1 and "reference" = any($2::text[]);

-- withdrawEditions

    update edition
  set withdrawn_at = clock_timestamp()
   
  where isbn13 = any($1::text[]) and withdrawn_at is null
      and not exists (select
  from onix_record
  where onix_record.isbn13 = edition.isbn13)
   
  returning work_id;
update "work"
  set "updated_at" = clock_timestamp()
  where "id" = any($1::uuid[]);
