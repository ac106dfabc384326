// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Why an offer was refused.
 */
export interface OfferRefusal {
  /**
   * Its place in the stream, from 0.
   */
  'index'?: (number | string | Long);
  /**
   * The wrong field.
   */
  'field'?: (string);
  /**
   * What is wrong with it.
   */
  'description'?: (string);
}

/**
 * Why an offer was refused.
 */
export interface OfferRefusal__Output {
  /**
   * Its place in the stream, from 0.
   */
  'index': (string);
  /**
   * The wrong field.
   */
  'field': (string);
  /**
   * What is wrong with it.
   */
  'description': (string);
}
