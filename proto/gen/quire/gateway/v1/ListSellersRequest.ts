// Original file: proto/quire/gateway/v1/gateway.proto


/**
 * All sellers; there are few.
 */
export interface ListSellersRequest {
}

/**
 * All sellers; there are few.
 */
export interface ListSellersRequest__Output {
}
