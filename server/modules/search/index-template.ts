// How OpenSearch keeps our documents. Folding, stemming and synonyms are the application's (fold-text.ts, stem-word.ts, synonyms.ts), the same for
// every engine and for queries; OpenSearch is given words that need only be cut at blanks.
import { saturation } from './rank-fields.ts'
import { weightScale } from './to-index-document.ts'

/** Raised with every change of the template or of the documents (to-index-document.ts): the worker then builds a new index beside the old one. */
export const templateVersion = 1

/** The template for all indexes whose name begins with `alias` and a hyphen. */
export function indexTemplate(alias: string): object {
  return {
    index_patterns: [`${alias}-*`],
    version: templateVersion,
    template: { settings: { ...settings, analysis, similarity }, mappings: { dynamic: 'strict', properties } },
  }
}

const settings = {
  number_of_shards: 1, // holds some millions of books; scores of one shard need no global counts
  auto_expand_replicas: '0-1', // a copy as soon as there is a second node
  refresh_interval: '1s', // said aloud: left out, an index that nobody reads is not refreshed at all
  // How long the version of a deletion is remembered. A copy that was read before the deletion is written within seconds or not at all (the
  // request's time limit), so an hour is a thousandfold reserve.
  gc_deletes: '1h',
}

const analysis = {
  filter: { weights: { type: 'delimited_term_freq', delimiter: '|' } },
  tokenizer: { pieces: { type: 'ngram', min_gram: 3, max_gram: 3, token_chars: ['letter', 'digit'] } },
  analyzer: {
    words: { type: 'custom', tokenizer: 'whitespace' },
    weighted: { type: 'custom', tokenizer: 'whitespace', filter: ['weights'] },
    pieces: { type: 'custom', tokenizer: 'pieces' },
  },
}

// BM25F: a stem's occurrences are its weight over all fields, each already divided by the field's length, so BM25 must not look at lengths again.
const similarity = { bm25f: { type: 'BM25', k1: saturation * weightScale, b: 0 } }

const keyword = { type: 'keyword' }
const integer = { type: 'integer' }
const kept = { type: 'keyword', index: false, doc_values: false }

const properties = {
  workId: keyword,
  doc: integer, // the last of each order: equal hits stay in one order from page to page
  stems: { type: 'text', analyzer: 'weighted', similarity: 'bm25f', index_options: 'freqs', norms: false },
  fields: kept, // for the ranking
  titleKey: keyword,
  popularity: integer,
  known: { type: 'rank_feature' },
  year: integer,
  seriesNumber: keyword,
  subjects: keyword,
  languages: keyword,
  formats: keyword,
  lowestMinor: integer,
  isOurs: { type: 'boolean' },
  names: {
    type: 'search_as_you_type',
    analyzer: 'words',
    fields: { pieces: { type: 'text', analyzer: 'pieces', index_options: 'freqs' } },
  },
  sounds: keyword,
  suggestions: { type: 'object', enabled: false },
}
