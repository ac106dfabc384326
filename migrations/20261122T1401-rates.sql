-- What sending our own copies costs and which tax is added, by destination. Data of the shop: whoever runs it fills it in.

create table shipping_rate (
  -- '*' is every country without a row of its own.
  country text not null check (country ~ '^([A-Z]{2}|\*)$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  first_minor bigint not null check (first_minor >= 0),
  further_minor bigint not null check (further_minor >= 0),
  -- Sent free from goods of this worth; null for never.
  free_from_minor bigint check (free_from_minor > 0),
  days_min integer not null check (days_min >= 0),
  days_max integer not null,
  primary key (country, currency),
  constraint days_in_order check (days_max >= days_min)
);

create table tax_rate (
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- Where the postal code begins with this; '' is the rest of the country. The longest that fits counts.
  postal_prefix text not null check (postal_prefix ~ '^[0-9A-Z]{0,8}$'),
  name text not null check (length(name) between 1 and 60),
  -- Of a million: 88,750 is 8.875 %.
  parts_per_million integer not null check (parts_per_million between 0 and 1000000),
  is_shipping_taxed boolean not null,
  primary key (country, postal_prefix)
);
