-- What Quire has to say to a shopper, in the app.
create table message (
  id uuid primary key,
  account_id text not null references account (id),
  -- What the news is: the same news is told once.
  key text not null,
  subject text not null,
  body text not null,
  -- A path of the web app, such as /purchases/…
  link text check (link like '/%'),
  created_at timestamptz not null,
  read_at timestamptz,
  constraint one_message_per_news unique (account_id, key)
);
create index message_account on message (account_id, created_at desc, id desc);
