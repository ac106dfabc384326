-- Words like another are found in the memory of the process (docs/decisions/0050). Without this index saving new words costs half. Servers from before
-- this migration still answer, more slowly.
drop index search_word_trigrams;
