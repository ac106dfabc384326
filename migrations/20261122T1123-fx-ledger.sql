-- What a seller is owed is booked in the seller's own currency; the rate that it was quoted at stands beside the journal (decision 0031).
-- Payables that were booked before, in the shopper's currency, stay as they are: the ledger is append-only.
alter table journal
  add column fx_rate text,
  add column fx_at timestamptz,
  add constraint exchange_has_its_rate
    check ((effect_key like 'exchange:%') = (fx_rate is not null) and (fx_rate is null) = (fx_at is null));
