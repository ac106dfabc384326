// The cart, and what the page of a book puts into it. Not part of texts.ts: the first page does not need it.

export const cartTexts = {
  title: 'Your cart',
  emptyTitle: 'Your cart is empty',
  emptyText: 'Where Quire has a copy of its own or the ebook, the page of the book has a button that puts it here.',
  emptyAction: 'Find a book',

  own: {
    add: 'Add to cart',
    addThis: (title: string, what: string) => `Add to cart: ${title}, ${what}`,
    adding: 'Adding…',
    added: (title: string) => `${title} is in your cart.`,
    toCart: 'In your cart',
  },

  checkout: 'Check out',
  signInToCheckout: 'Sign in to check out',
  signInNote: 'You need an account to order. Your cart comes with you.',
  changesTitle: 'Some things changed since you put them in',
  changesText:
    'Accepting takes over today’s prices, lowers quantities to what is left, and takes out what is sold out or yours already.',
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
  livesIn: 'I live in',
  cheapest: 'The cheapest copy from any seller',
  atMost: (price: string) => `at most ${price}`,
  soldOut: 'Sold out',
  ebook: 'Ebook, read at once and yours for good',
  notForSale: 'Not for sale',

  totals: {
    title: 'From Quire, delivered',
    titleDigital: 'From Quire',
    atOnce: 'In your library as soon as it is paid.',
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
