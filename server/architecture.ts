// The architecture as data: who may import whom, who owns which table and which jobs. architecture.test.ts proves it.

export interface ModuleRule {
  /** Higher levels import lower ones; never the other way, never sideways unless named. */
  readonly level: number
  readonly mayImport: readonly string[]
  /** Tables (as in db.gen.ts) that only this module's queries touch. */
  readonly owns: readonly string[]
}

export const architecture = {
  accounts: { level: 1, mayImport: [], owns: ['account', 'session', 'credential', 'verification'] },
  catalog: {
    level: 1,
    mayImport: [],
    owns: [
      'work',
      'edition',
      'contributor',
      'workContributor',
      'editionContributor',
      'subject',
      'workSubject',
      'workSubjectCode',
      'series',
      'workSeries',
      'workAlias',
      'catalogImport',
      'catalogReject',
      'catalogCorrection',
      'isbnClaim',
      'onixRecord',
      'openLibraryAuthor',
      'openLibraryWork',
    ],
  },
  sellers: { level: 1, mayImport: [], owns: [] },
  drm: { level: 1, mayImport: [], owns: ['drmPublication', 'drmLicence', 'drmLicenceStep', 'drmTransition'] },
  desk: { level: 1, mayImport: [], owns: ['deskSeller', 'deskRegistration'] },
  notify: { level: 2, mayImport: ['accounts'], owns: ['message', 'mailMute'] },
  search: {
    level: 2,
    mayImport: ['catalog'],
    owns: [
      'searchDocument',
      'searchText',
      'searchPending',
      'searchSegment',
      'searchPosting',
      'searchTerm',
      'searchWord',
      'searchSuggestion',
      'searchReplica',
      'searchChange',
    ],
  },
  meaning: { level: 2, mayImport: ['catalog'], owns: ['workVector'] },
  offers: { level: 2, mayImport: ['sellers'], owns: ['lastSeenOffer', 'sellerHabit', 'quoteRound'] },
  payments: { level: 2, mayImport: [], owns: ['payment', 'paymentCustomer', 'journal', 'posting', 'webhookInbox'] },
  stock: {
    level: 2,
    mayImport: ['catalog', 'sellers'],
    owns: ['stockItem', 'stockReservation', 'stockReservationLine', 'stockMovement'],
  },
  rates: { level: 2, mayImport: ['sellers'], owns: ['shippingRate', 'taxRate'] },
  addresses: { level: 2, mayImport: ['sellers'], owns: ['address'] },
  cart: {
    level: 4,
    mayImport: ['catalog', 'ebooks', 'rates', 'sellers', 'stock'],
    owns: ['cart', 'cartLine', 'cartKey'],
  },
  shop: { level: 3, mayImport: ['rates', 'sellers', 'stock'], owns: ['shopOrder'] },
  mandates: { level: 3, mayImport: ['payments'], owns: ['mandate', 'mandateUse'] },
  prices: { level: 3, mayImport: ['sellers', 'offers'], owns: ['priceQuestion', 'priceLook', 'pricePaid'] },
  watches: {
    level: 4,
    mayImport: ['catalog', 'sellers', 'notify', 'offers', 'mandates', 'prices'],
    owns: ['watch', 'watchEdition'],
  },
  orders: {
    level: 3,
    mayImport: ['sellers', 'notify'],
    owns: ['order', 'orderLine', 'orderEvent', 'orderTransition'],
  },
  refunds: {
    level: 4,
    mayImport: ['ebooks', 'orders', 'payments', 'notify', 'sellers'],
    owns: ['refund', 'refundLine', 'refundEvent', 'refundAttempt', 'refundTransition'],
  },
  ebooks: {
    level: 3,
    mayImport: ['accounts', 'catalog', 'drm', 'notify', 'rates', 'sellers'],
    owns: [
      'ebook',
      'ebookEvent',
      'ebookOffer',
      'ownedEbook',
      'readingPlace',
      'licencePool',
      'licenceSlot',
      'hold',
      'holdEvent',
      'holdTransition',
      'loan',
      'loanEvent',
      'loanTransition',
    ],
  },
  buying: {
    level: 5,
    mayImport: ['catalog', 'offers', 'sellers', 'payments', 'orders', 'prices', 'watches'],
    owns: ['purchase', 'purchaseEvent', 'purchaseAttempt', 'purchaseEffect'],
  },
  checkout: {
    level: 6,
    mayImport: ['addresses', 'buying', 'cart', 'catalog', 'ebooks', 'orders', 'payments', 'rates', 'sellers', 'stock'],
    owns: ['checkout', 'checkoutEvent', 'checkoutPurchase', 'checkoutTransition'],
  },
  reconciliation: {
    level: 6,
    mayImport: ['buying', 'payments', 'sellers'],
    owns: ['reconciliationRun', 'reconciliationCase'],
  },
  ops: {
    level: 7,
    mayImport: ['accounts', 'buying', 'checkout', 'payments', 'reconciliation', 'search', 'sellers'],
    owns: ['staffAction'],
  },
} as const satisfies Record<string, ModuleRule>
