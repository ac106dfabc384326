// The frame of the staff's pages. Not part of texts.ts, because shoppers never load it.

export const staffTexts = {
  staffOnly: 'These pages are for staff.',
  tabs: {
    label: 'Staff pages',
    reviews: 'Purchases',
    checkouts: 'Checkouts',
    orders: 'Orders',
    refunds: 'Refunds',
    stock: 'Stock',
    ebooks: 'Ebooks',
    rates: 'Rates',
    imports: 'Imports',
    jobs: 'Queues',
    cases: 'Differences',
  },

  dialog: {
    reason: 'Why, and how you know',
    hint: 'Stays with this for ever. At least 10 characters.',
    no: 'Do nothing',
    busy: 'Doing it…',
  },
}
