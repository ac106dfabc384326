-- listRates
select *
  from "shipping_rate"
  order by "country", "currency";
select *
  from "tax_rate"
  order by "country", "postal_prefix";

-- lockRates
select pg_advisory_xact_lock(hashtextextended('rates', 0));

-- replaceRates
delete
  from "shipping_rate";
delete
  from "tax_rate";
insert into "shipping_rate" ("country", "currency", "first_minor", "further_minor", "free_from_minor", "days_min", "days_max")
  values ($1, $2, $3, $4, $5, $6, $7);
insert into "tax_rate" ("country", "postal_prefix", "name", "parts_per_million", "is_shipping_taxed")
  values ($1, $2, $3, $4, $5);
