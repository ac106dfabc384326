// What a seller with XML search and signed JSON orders says. Elements are text; unknown ones are accepted, a wrong one is bad_data.
import { z } from 'zod'

const Text = z.string().max(4_000)
const Count = z.string().regex(/^\d{1,6}$/)

const Book = z.object({
  bookId: Text.min(1),
  isbn13: Text.optional(),
  listingCondition: Text.optional(),
  itemCondition: Text.optional(),
  quantity: Count.optional(),
  listingCurrency: Text,
  listingPrice: Text,
  firstBookShipCost: Text.optional(),
  totalListingPrice: Text.optional(),
  minShipDays: Count.optional(),
  maxShipDays: Count.optional(),
  vendorLocation: Text.optional(),
})
export type Book = z.infer<typeof Book>

/** One book is an element, several are a list, none is nothing at all. */
export const SearchResults = z.object({
  searchResults: z.object({
    resultCount: Count,
    Book: z
      .union([z.array(Book).max(1_000), Book.transform((book) => [book])])
      .optional()
      .transform((books) => books ?? []),
  }),
})

const Amount = z.object({ amount: Text, currency: Text })

export const Order = z.object({
  orderId: Text.min(1),
  referenceId: Text,
  /** Two digits; what they mean is in normalize.ts. */
  status: z.string().regex(/^\d\d$/),
  statusText: Text.default(''),
  item: z.object({
    isbn13: Text,
    listingCondition: Text.optional(),
    itemCondition: Text.optional(),
  }),
  total: Amount.nullable(),
  currentTotal: Amount.nullable().default(null),
  orderDate: z.iso.datetime(),
})
export type Order = z.infer<typeof Order>

/** What every answer under a signature begins with; the first three digits are the HTTP status. */
export const Verdict = z.object({ code: z.int().min(2000).max(5999), message: Text.default('') })
export type Verdict = z.infer<typeof Verdict>

export const Placed = z.object({ order: Order })

export const Found = z.object({ orders: z.array(Order).max(100) })
