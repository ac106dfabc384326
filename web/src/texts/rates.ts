// The staff's page of the rates for delivery and tax. Not part of texts.ts, because shoppers never load it.

export const ratesTexts = {
  title: 'Delivery and tax',
  lead: 'What sending our own copies costs and which tax is added. A change counts for carts from the next look on; orders keep what they were told.',
  shipping: {
    title: 'Delivery',
    note: 'By country and by the currency of the goods. * is every country without a row of its own; without it, such a country is not delivered to.',
    columns: {
      country: 'Country',
      currency: 'Currency',
      firstMinor: 'First copy',
      furtherMinor: 'Each further',
      freeFromMinor: 'Free from',
      daysMin: 'Days, from',
      daysMax: 'Days, to',
    },
    add: 'Add a country',
  },
  tax: {
    title: 'Tax',
    note: 'Where the postal code begins with this; empty is the rest of the country. The longest that fits counts.',
    columns: {
      country: 'Country',
      postalPrefix: 'Code begins',
      name: 'Name',
      partsPerMillion: 'Per cent',
      isShippingTaxed: 'On delivery too',
    },
    add: 'Add a tax',
  },
  of: (column: string, row: string) => `${column}, ${row}`,
  newRow: 'new row',
  remove: 'Take out',
  removeRow: (row: string) => `Take out ${row}`,
  save: 'Save both tables',
  saving: 'Saving…',
  saved: 'The rates are saved.',
  unsaved: 'Nothing is saved yet.',
  undo: 'Undo the changes',
  mend: 'Nothing is saved yet. Please mend what is marked.',
  lookAgain: 'Look at them again',
  errors: {
    amount: (digits: number) => (digits === 0 ? 'A whole amount' : 'An amount, such as 4.50'),
    days: 'A number of days',
    percent: 'Such as 8.875',
  },
} as const
