-- What staff did, to what, and why. Written in the transaction of the deed itself; nothing here is ever changed.
create table staff_action (
  -- Made by the page for one press of one button: pressing twice is one action.
  key uuid primary key,
  account_id text not null references account (id),
  -- 'purchase:<id>', 'queue:<name>' or 'case:<id>'.
  subject text not null check (subject ~ '^(purchase|queue|case|reconciliation):.'),
  action text not null,
  reason text not null check (length(btrim(reason)) > 0),
  -- What both sides said, or what was moved.
  detail jsonb not null,
  at timestamptz not null
);
create index staff_action_subject on staff_action (subject, at);
create trigger staff_action_append_only before update or delete on staff_action for each row execute function is_append_only();

-- The purchases that a person has to look at, oldest first.
create index purchase_review on purchase (created_at, id) where state in ('NEEDS_REVIEW', 'CONFIRMING');
