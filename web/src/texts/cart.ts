// The cart, and our own copies on the page of a book. Not part of texts.ts: the first page does not need it.

export const cartTexts = {
  title: 'Your cart',
  emptyTitle: 'Your cart is empty',
  emptyText: 'Where Quire has a copy of its own, the page of the book has a button that puts it here.',
  emptyAction: 'Find a book',

  own: {
    title: 'Quire’s own copies',
    lead: 'From our shelf, for the cart: several go in one parcel, and delivery is paid once.',
    left: (n: number) => (n === 1 ? 'the last one' : `${n} left`),
    add: 'Add to cart',
    addThis: (title: string, condition: string) => `Add to cart: ${title}, ${condition}`,
    adding: 'Adding…',
    added: (title: string) => `${title} is in your cart.`,
    toCart: 'Go to the cart',
  },

  checkout: 'Check out',
  signInToCheckout: 'Sign in to check out',
  signInNote: 'You need an account to order. Your cart comes with you.',
  changesTitle: 'Some things changed since you put them in',
  changesText:
    'Accepting takes over today’s prices, lowers quantities to what is left, and takes out what is sold out.',
  accept: 'Accept the changes',
  accepted: 'The changes are accepted.',
  removed: (title: string) => `${title} is taken out.`,
  quantity: (title: string) => `Quantity of ${title}`,
  fewer: (title: string) => `One fewer of ${title}`,
  more: (title: string) => `One more of ${title}`,
  remove: 'Take out',
  removeThis: (title: string) => `Take out ${title}`,
  each: (price: string) => `${price} each`,
  noTitle: 'Not in the catalogue any more',
  cheapest: 'The cheapest copy from any seller',
  atMost: (price: string) => `at most ${price}`,
  soldOut: 'Sold out',

  totals: {
    title: 'Our own copies, delivered',
    goods: 'Books',
    shipping: 'Delivery',
    free: 'free',
    tax: (name: string) => `Tax (${name})`,
    noTax: 'Tax',
    total: 'Total',
    days: (min: number, max: number) => `Arrives ${min} to ${max} days after it is sent.`,
    isEstimate: 'Tax depends on the postal code. Give yours above for the exact total.',
    not_delivered: 'We cannot send our own copies to this country. Choose another one, or buy from a seller who does.',
    currency_mixed:
      'These copies are priced in different currencies and cannot be added up. Take one kind out and order it after.',
    wishes: 'A cheapest copy is paid for separately, delivery and tax included, never above its maximum.',
  },
} as const
