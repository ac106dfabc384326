// Original file: proto/quire/type/v1/book.proto

/**
 * The state of a copy, from best to worst. Consumers must accept values they do not know.
 */
export const Condition = {
  /**
   * Not stated; never bought automatically.
   */
  CONDITION_UNSPECIFIED: 'CONDITION_UNSPECIFIED',
  /**
   * New, unread.
   */
  CONDITION_NEW: 'CONDITION_NEW',
  /**
   * Used, looks unread.
   */
  CONDITION_LIKE_NEW: 'CONDITION_LIKE_NEW',
  /**
   * Used, small signs of wear.
   */
  CONDITION_VERY_GOOD: 'CONDITION_VERY_GOOD',
  /**
   * Used, wear that does not disturb reading.
   */
  CONDITION_GOOD: 'CONDITION_GOOD',
  /**
   * Complete and readable, nothing more.
   */
  CONDITION_ACCEPTABLE: 'CONDITION_ACCEPTABLE',
} as const;

/**
 * The state of a copy, from best to worst. Consumers must accept values they do not know.
 */
export type Condition =
  /**
   * Not stated; never bought automatically.
   */
  | 'CONDITION_UNSPECIFIED'
  | 0
  /**
   * New, unread.
   */
  | 'CONDITION_NEW'
  | 1
  /**
   * Used, looks unread.
   */
  | 'CONDITION_LIKE_NEW'
  | 2
  /**
   * Used, small signs of wear.
   */
  | 'CONDITION_VERY_GOOD'
  | 3
  /**
   * Used, wear that does not disturb reading.
   */
  | 'CONDITION_GOOD'
  | 4
  /**
   * Complete and readable, nothing more.
   */
  | 'CONDITION_ACCEPTABLE'
  | 5

/**
 * The state of a copy, from best to worst. Consumers must accept values they do not know.
 */
export type Condition__Output = typeof Condition[keyof typeof Condition]
