// Original file: proto/quire/seller/v1/seller.proto

/**
 * How an order stands with the seller. Consumers must accept values they do not know.
 */
export const OrderState = {
  /**
   * Not stated.
   */
  ORDER_STATE_UNSPECIFIED: 'ORDER_STATE_UNSPECIFIED',
  /**
   * Accepted; the copy is set aside for this order.
   */
  ORDER_STATE_ACCEPTED: 'ORDER_STATE_ACCEPTED',
  /**
   * Handed to the carrier.
   */
  ORDER_STATE_SHIPPED: 'ORDER_STATE_SHIPPED',
  /**
   * Arrived.
   */
  ORDER_STATE_DELIVERED: 'ORDER_STATE_DELIVERED',
  /**
   * Cancelled, by either side.
   */
  ORDER_STATE_CANCELLED: 'ORDER_STATE_CANCELLED',
} as const;

/**
 * How an order stands with the seller. Consumers must accept values they do not know.
 */
export type OrderState =
  /**
   * Not stated.
   */
  | 'ORDER_STATE_UNSPECIFIED'
  | 0
  /**
   * Accepted; the copy is set aside for this order.
   */
  | 'ORDER_STATE_ACCEPTED'
  | 1
  /**
   * Handed to the carrier.
   */
  | 'ORDER_STATE_SHIPPED'
  | 2
  /**
   * Arrived.
   */
  | 'ORDER_STATE_DELIVERED'
  | 3
  /**
   * Cancelled, by either side.
   */
  | 'ORDER_STATE_CANCELLED'
  | 4

/**
 * How an order stands with the seller. Consumers must accept values they do not know.
 */
export type OrderState__Output = typeof OrderState[keyof typeof OrderState]
