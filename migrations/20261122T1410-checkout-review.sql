-- A person may end a checkout whose bank never said whether it holds the money: whatever turns up is let go.
insert into checkout_transition (from_state, event, to_state) values ('NEEDS_REVIEW', 'givenUp', 'RELEASING');

-- What a person has to look at, oldest first.
create index checkout_review on checkout (created_at, id) where state = 'NEEDS_REVIEW';

-- What staff did to a checkout is written down too.
alter table staff_action drop constraint staff_action_subject_check,
  add constraint staff_action_subject_check check (subject ~ '^(purchase|checkout|queue|case|reconciliation):.');
