-- Messages are also sent by mail, unless their kind was switched off.
alter table message
  add column kind text not null default 'PURCHASE' check (kind in ('PRICE', 'WATCH', 'PURCHASE')),
  -- DUE until the mail provider has taken it; REFUSED when it never will; MUTED when nobody wanted it. Messages from before are not sent.
  add column mail_state text not null default 'MUTED' check (mail_state in ('DUE', 'SENT', 'REFUSED', 'MUTED')),
  add column mailed_at timestamptz,
  add constraint sent_has_its_time check ((mailed_at is not null) = (mail_state = 'SENT'));
alter table message alter column kind drop default;
create index message_due on message (created_at) where mail_state = 'DUE';

-- Kinds of messages that an account does not want by mail. They are still shown in the app.
create table mail_mute (
  account_id text not null references account (id),
  kind text not null check (kind in ('PRICE', 'WATCH')),
  at timestamptz not null,
  primary key (account_id, kind)
);
