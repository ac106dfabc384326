// Customers, and the cards they saved. A card comes in as one of the test methods; set up for a customer it gets an id of its own, and from
// then on may be charged for that customer only (https://docs.stripe.com/api/payment_methods/attach).
import { judge } from './cards.ts'
import { invalidRequest, noSuch } from './errors.ts'

export interface Customer {
  id: string
  metadata: Record<string, string>
  at: Date
}

/** What stands behind a payment method's id. */
export interface Card {
  /** The test method that it behaves as. */
  name: string
  /** Null: nobody saved it. */
  customer: string | null
}

export class Wallet {
  readonly #customers = new Map<string, Customer>()
  readonly #saved = new Map<string, Card>()

  addCustomer(customer: Customer): void {
    this.#customers.set(customer.id, customer)
  }

  /** Throws StripeError 404. */
  getCustomer(id: string): Customer {
    const found = this.#customers.get(id)
    if (!found) throw noSuch('customer', id)
    return found
  }

  customers(): Customer[] {
    return [...this.#customers.values()]
  }

  /** A customer named in a request. Throws StripeError 400. */
  requireCustomer(id: string | null): void {
    if (id === null || this.#customers.has(id)) return
    throw invalidRequest(`No such customer: '${id}'`, { code: 'resource_missing', param: 'customer' })
  }

  save(id: string, card: Card): void {
    this.#saved.set(id, card)
  }

  /** The card of a payment method, when this customer may use it. Throws StripeError 400. */
  getCard(paymentMethod: string, customer: string | null): Card {
    const saved = this.#saved.get(paymentMethod)
    if (saved && saved.customer !== customer)
      throw invalidRequest(
        `The PaymentMethod ${paymentMethod} belongs to a Customer. Please include the Customer in the \`customer\` parameter.`,
        { param: 'customer' },
      )
    if (saved) return saved
    if (judge(paymentMethod, { offSession: false, isSetUp: false, isUnlucky: false }))
      return { name: paymentMethod, customer: null }
    throw invalidRequest(`No such PaymentMethod: '${paymentMethod}'`, {
      code: 'resource_missing',
      param: 'payment_method',
    })
  }
}

/** `customer`. */
export function toCustomer({ id, metadata, at }: Customer): Record<string, unknown> {
  return {
    id,
    object: 'customer',
    metadata,
    created: Math.floor(at.getTime() / 1000),
    livemode: false,
    email: null,
    name: null,
  }
}
