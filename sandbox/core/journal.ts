// What a seller was told, as received: proves what left our house, and what did not.

export interface ReceivedRequest {
  at: string
  operation: string
  /** `order` requests may change what the seller holds; `read` requests cannot. */
  kind: 'order' | 'read'
  /** The buyer's reference, where the request has one. */
  reference: string | null
  body: unknown
}

export class Journal {
  #orders: ReceivedRequest[] = []
  #reads: ReceivedRequest[] = []

  record(request: Omit<ReceivedRequest, 'at'>): void {
    const entry = { at: new Date().toISOString(), ...request }
    if (request.kind === 'order') keep(this.#orders, entry, orderLimit)
    else keep(this.#reads, entry, readLimit)
  }

  /** Every request kept, oldest first within its kind. */
  list(): ReceivedRequest[] {
    return [...this.#orders, ...this.#reads]
  }
}

function keep(list: ReceivedRequest[], entry: ReceivedRequest, limit: number): void {
  list.push(entry)
  // Dropped in blocks: shifting one by one costs the whole list each time.
  if (list.length > limit * 1.1) list.splice(0, list.length - limit)
}

// A long chaos run places some ten thousand orders; reads are many more and only the latest are of interest.
const orderLimit = 200_000
const readLimit = 2_000
