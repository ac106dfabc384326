// Original file: proto/quire/gateway/v1/gateway.proto

/**
 * Where a quote comes from.
 */
export const QuoteSource = {
  /**
   * Not stated.
   */
  QUOTE_SOURCE_UNSPECIFIED: 'QUOTE_SOURCE_UNSPECIFIED',
  /**
   * Asked from the seller for this request.
   */
  QUOTE_SOURCE_LIVE: 'QUOTE_SOURCE_LIVE',
  /**
   * An earlier answer, still valid.
   */
  QUOTE_SOURCE_CACHED: 'QUOTE_SOURCE_CACHED',
  /**
   * From the seller's price list.
   */
  QUOTE_SOURCE_FEED: 'QUOTE_SOURCE_FEED',
} as const;

/**
 * Where a quote comes from.
 */
export type QuoteSource =
  /**
   * Not stated.
   */
  | 'QUOTE_SOURCE_UNSPECIFIED'
  | 0
  /**
   * Asked from the seller for this request.
   */
  | 'QUOTE_SOURCE_LIVE'
  | 1
  /**
   * An earlier answer, still valid.
   */
  | 'QUOTE_SOURCE_CACHED'
  | 2
  /**
   * From the seller's price list.
   */
  | 'QUOTE_SOURCE_FEED'
  | 3

/**
 * Where a quote comes from.
 */
export type QuoteSource__Output = typeof QuoteSource[keyof typeof QuoteSource]
