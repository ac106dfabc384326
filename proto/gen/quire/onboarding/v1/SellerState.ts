// Original file: proto/quire/onboarding/v1/onboarding.proto

/**
 * Where a seller stands on its way. Consumers must accept values they do not know.
 */
export const SellerState = {
  /**
   * Not stated.
   */
  SELLER_STATE_UNSPECIFIED: 'SELLER_STATE_UNSPECIFIED',
  /**
   * Registered; has not shown yet that the endpoint is its own.
   */
  SELLER_STATE_PENDING: 'SELLER_STATE_PENDING',
  /**
   * The endpoint is its own; required checks of the kit are missing.
   */
  SELLER_STATE_TESTING: 'SELLER_STATE_TESTING',
  /**
   * Asked for quotes, and bought from.
   */
  SELLER_STATE_LIVE: 'SELLER_STATE_LIVE',
  /**
   * Broke the contract; not asked. `Seller.state_reason` says how.
   */
  SELLER_STATE_SUSPENDED: 'SELLER_STATE_SUSPENDED',
} as const;

/**
 * Where a seller stands on its way. Consumers must accept values they do not know.
 */
export type SellerState =
  /**
   * Not stated.
   */
  | 'SELLER_STATE_UNSPECIFIED'
  | 0
  /**
   * Registered; has not shown yet that the endpoint is its own.
   */
  | 'SELLER_STATE_PENDING'
  | 1
  /**
   * The endpoint is its own; required checks of the kit are missing.
   */
  | 'SELLER_STATE_TESTING'
  | 2
  /**
   * Asked for quotes, and bought from.
   */
  | 'SELLER_STATE_LIVE'
  | 3
  /**
   * Broke the contract; not asked. `Seller.state_reason` says how.
   */
  | 'SELLER_STATE_SUSPENDED'
  | 4

/**
 * Where a seller stands on its way. Consumers must accept values they do not know.
 */
export type SellerState__Output = typeof SellerState[keyof typeof SellerState]
