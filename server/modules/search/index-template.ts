// How OpenSearch keeps our documents. Folding, stemming and synonyms are the application's (fold-text.ts, stem-word.ts), the same for every engine
// and for queries; OpenSearch is given words that need only be cut at blanks.
import { fieldRules } from './rank-candidates.ts'
import { fieldNames } from './to-document.ts'

/** Raised with every change of the template or of the documents (to-index-document.ts): the worker then builds a new index beside the old one. */
export const templateVersion = 1

/** The template for all indexes whose name begins with `alias` and a hyphen. */
export function indexTemplate(alias: string): object {
  return {
    index_patterns: [`${alias}-*`],
    version: templateVersion,
    template: {
      settings: {
        number_of_shards: 1, // holds some millions of books; scores of one shard need no global counts
        auto_expand_replicas: '0-1', // a copy as soon as there is a second node
        refresh_interval: '1s', // said aloud: left out, an index that nobody reads is not refreshed at all
        // How long the version of a deletion is remembered. A copy that was read before the deletion is written within seconds or not at all
        // (the request's time limit), so an hour is a thousandfold reserve.
        gc_deletes: '1h',
        analysis,
        similarity: Object.fromEntries(
          fieldNames.map((name) => [`bm25_${name}`, { type: 'BM25', k1: 1.2, b: fieldRules[name].b }]),
        ),
      },
      mappings: { dynamic: 'strict', properties },
    },
  }
}

const analysis = {
  tokenizer: { pieces: { type: 'ngram', min_gram: 3, max_gram: 3, token_chars: ['letter', 'digit'] } },
  analyzer: {
    words: { type: 'custom', tokenizer: 'whitespace' },
    pieces: { type: 'custom', tokenizer: 'pieces' },
  },
}

const keyword = { type: 'keyword' }
const stored = { type: 'object', enabled: false }

const properties = {
  ...Object.fromEntries(
    fieldNames.map((name) => [
      name,
      { type: 'text', analyzer: 'words', similarity: `bm25_${name}`, index_options: 'freqs' },
    ]),
  ),
  workId: keyword, // the last of each order: equal hits stay in one order from page to page
  titleKey: keyword,
  popularity: { type: 'integer' },
  year: { type: 'integer' },
  seriesNumber: keyword,
  subjectNames: keyword,
  languages: keyword,
  formats: keyword,
  names: {
    type: 'search_as_you_type',
    analyzer: 'words',
    fields: { pieces: { type: 'text', analyzer: 'pieces', index_options: 'freqs' } },
  },
  sounds: keyword,
  suggestions: stored,
}
