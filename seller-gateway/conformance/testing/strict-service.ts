// A decoder that takes nothing but what it knows: how a hand-written one breaks with the next version of the contract.
import { sellerService } from '@quire/proto'

/** The same service, except that a request with anything more than the contract has cannot be read. */
export function strictService(): typeof sellerService {
  const { GetQuotes, PlaceOrder } = sellerService
  return { ...sellerService, GetQuotes: strict(GetQuotes), PlaceOrder: strict(PlaceOrder) }
}

function strict<R, M extends Decodes<R>>(method: M & Decodes<R>): M {
  const { requestDeserialize, requestSerialize } = method
  return {
    ...method,
    requestDeserialize(bytes: Buffer) {
      const request = requestDeserialize(bytes)
      if (requestSerialize(request).length < bytes.length) throw new Error('unknown field')
      return request
    },
  }
}

interface Decodes<R> {
  requestDeserialize: (bytes: Buffer) => R
  requestSerialize: (value: R) => Buffer
}
