-- findWorkByIsbn
select "work"."id", "work"."title", "work"."subtitle", "work"."original_year", "work"."original_language", "work"."series", "work"."series_number", "work"."description", "work"."popularity", "work"."updated_at", array((select "contributor"."name"
  from "work_contributor"
  inner
  join "contributor" on "contributor"."id" = "work_contributor"."contributor_id"
  where "work_contributor"."work_id" = "work"."id"
  order by "work_contributor"."position")) as "authors", array((select "subject"."name"
  from "work_subject"
  inner
  join "subject" on "subject"."id" = "work_subject"."subject_id"
  where "work_subject"."work_id" = "work"."id"
  order by "subject"."name")) as "subjects", (select coalesce(json_agg(agg), '[]')
  from (select "isbn13", "title", "subtitle", "format", "language", "publisher", "published_year" as "year", "pages"
  from "edition"
  where "edition"."work_id" = "work"."id"
  order by published_year desc nulls last, "isbn13") as agg) as "editions"
  from "work"
  where "work"."id" = (select "work_id"
  from "edition"
  where "isbn13" = $1);

-- listWorks
select "work"."id", "work"."title", "work"."subtitle", "work"."original_year", "work"."original_language", "work"."series", "work"."series_number", "work"."description", "work"."popularity", "work"."updated_at", array((select "contributor"."name"
  from "work_contributor"
  inner
  join "contributor" on "contributor"."id" = "work_contributor"."contributor_id"
  where "work_contributor"."work_id" = "work"."id"
  order by "work_contributor"."position")) as "authors", array((select "subject"."name"
  from "work_subject"
  inner
  join "subject" on "subject"."id" = "work_subject"."subject_id"
  where "work_subject"."work_id" = "work"."id"
  order by "subject"."name")) as "subjects", (select coalesce(json_agg(agg), '[]')
  from (select "isbn13", "title", "subtitle", "format", "language", "publisher", "published_year" as "year", "pages"
  from "edition"
  where "edition"."work_id" = "work"."id"
  order by published_year desc nulls last, "isbn13") as agg) as "editions"
  from "work"
  where "work"."id" = any($1::uuid[]);

-- listEditions
select "edition".*, array((select "contributor"."name"
  from "work_contributor"
  inner
  join "contributor" on "contributor"."id" = "work_contributor"."contributor_id"
  where "work_contributor"."work_id" = "edition"."work_id"
  order by "work_contributor"."position")) as "authors"
  from "edition"
  where "isbn13" = any($1::text[]);

-- listEditionIsbns
select "isbn13"
  from "edition"
  where "work_id" = $1 and "format" = any($2::text[]) and "language" = any($3::text[])
  order by published_year desc nulls last, "isbn13"
  limit $4;

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
select pg_advisory_xact_lock($1);

-- findClaims
select "edition"."isbn13", "work"."key"
  from "edition"
  inner
  join "work" on "work"."id" = "edition"."work_id"
  where "edition"."isbn13" = any($1::text[]);

-- saveWorks
insert into "work" ("id", "key", "title")
  values ($1, $2, $3)
  on conflict ("key") do update
  set "title" = "excluded"."title", "subtitle" = "excluded"."subtitle", "original_year" = "excluded"."original_year", "original_language" = "excluded"."original_language", "series" = "excluded"."series", "series_number" = "excluded"."series_number", "description" = "excluded"."description", "popularity" = "excluded"."popularity", "updated_at" = clock_timestamp()
  returning "id", "key";

-- saveEditions
insert into "edition" ("isbn13", "work_id", "title", "format", "language")
  values ($1, $2, $3, $4, $5)
  on conflict ("isbn13") do update
  set "title" = "excluded"."title", "subtitle" = "excluded"."subtitle", "format" = "excluded"."format", "language" = "excluded"."language", "publisher" = "excluded"."publisher", "published_year" = "excluded"."published_year", "pages" = "excluded"."pages";

-- ensureNames
insert into "subject" ("id", "name")
  values ($1, $2)
  on conflict ("name") do nothing;
select "id", "name"
  from "subject"
  where "name" = any($1::text[]);

-- replaceLinks
delete
  from "work_contributor"
  where "work_id" = any($1::uuid[]);
delete
  from "work_subject"
  where "work_id" = any($1::uuid[]);
insert into "work_contributor" ("work_id", "contributor_id", "position")
  values ($1, $2, $3);
insert into "work_subject" ("work_id", "subject_id")
  values ($1, $2);
