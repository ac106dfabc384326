-- Messages about loans: a copy is ready, a loan ends soon, a loan was taken back. Always sent by mail, as those about purchases are.
alter table message drop constraint message_kind_check, add constraint message_kind_check check (kind in ('PRICE', 'WATCH', 'PURCHASE', 'LOAN'));
