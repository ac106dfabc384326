-- The quotes of a purchase are nearly all of its facts and change once or twice; its facts change with every step, which wrote them all again.
-- Stop the servers and workers of the version before this one first: they look for the rounds among the facts.
alter table purchase add column rounds jsonb not null default '[]';
update purchase set rounds = coalesce(facts -> 'rounds', '[]'), facts = facts - 'rounds';
