// The staff's page of our own stock. Not part of texts.ts, because shoppers never load it.

export const stockTexts = {
  title: 'Stock',
  lead: 'The copies that we sell ourselves. Every change of a number keeps its reason, and what is promised stays promised.',

  filter: {
    label: 'Which items',
    all: 'All',
    low: 'Low',
    isbn: 'ISBN',
    isbnHint: 'Any written form',
    find: 'Find',
    clear: 'Show all again',
  },
  emptyTitle: 'Nothing on the shelf',
  emptyText: 'Book goods in below; they can be sold from then on.',
  emptyLow: 'Nothing is low. Every item has more free copies than its mark.',
  emptyIsbn: 'We have never had this book.',
  noTitle: 'Not in the catalogue any more',
  free: (n: number) => (n === 1 ? '1 free' : `${n.toLocaleString()} free`),
  ofThese: (onHand: number, reserved: number) =>
    reserved === 0
      ? `${onHand.toLocaleString()} on the shelf`
      : `${onHand.toLocaleString()} on the shelf, ${reserved.toLocaleString()} promised`,
  low: 'low',
  soldOut: 'none free',
  details: 'Details',
  close: 'Close',
  detailsOf: (title: string, condition: string) => `Details of ${title}, ${condition}`,

  movements: {
    title: 'What happened',
    none: 'Nothing yet.',
    more: 'Show earlier',
    reasons: {
      RECEIVED: 'Goods in',
      SOLD: 'Sold',
      RETURNED: 'Came back',
      RECOUNTED: 'Counted',
      DAMAGED: 'Damaged',
      LOST: 'Lost',
    },
    change: (n: number) => (n > 0 ? `+${n.toLocaleString()}` : `−${Math.abs(n).toLocaleString()}`),
  },

  correct: {
    title: 'Correct the number',
    text: 'By how many, and not to how many: what is sold meanwhile does not make it wrong.',
    change: 'More or fewer',
    changeHint: 'Such as -2',
    reason: 'Why',
    reasons: { RECOUNTED: 'Counted again', DAMAGED: 'Damaged', LOST: 'Lost' },
    note: 'What happened',
    submit: 'Correct',
    busy: 'Correcting…',
    done: (onHand: number) => `Corrected: ${onHand.toLocaleString()} on the shelf now.`,
    badChange: 'A whole number other than 0, such as -2.',
    badNote: 'A few words, for whoever asks later.',
  },

  terms: {
    title: 'Price and mark',
    price: (currency: string) => `Price in ${currency}`,
    priceHint: 'For the next buyer; what is promised keeps its price.',
    lowAt: 'Low at so many free copies',
    submit: 'Save',
    busy: 'Saving…',
    done: 'Saved.',
    badPrice: 'An amount such as 12.50.',
    badLowAt: 'A whole number from 0.',
  },

  hand: {
    title: 'Goods in, by hand',
    isbn: 'ISBN',
    condition: 'Condition',
    quantity: 'Copies',
    price: 'Price in USD',
    priceHint: 'Only when it is new here or changes',
    submit: 'Book in',
    busy: 'Booking in…',
    done: (n: number, title: string) => `${n.toLocaleString()} × ${title}, on the shelf now.`,
    repeated: 'This was booked in already. Nothing was changed.',
    badIsbn: 'The 13 digits of an ISBN, with or without hyphens.',
    badQuantity: 'A whole number from 1.',
    badPrice: 'An amount such as 12.50, or nothing.',
  },

  file: {
    title: 'Goods in, by file',
    text: 'A CSV file with the columns isbn13, condition, quantity, and price and currency where an item is new or its price changes.',
    delivery: 'Delivery',
    deliveryHint:
      'Such as the number of its note. A line is booked in once by this name and its place in the file, so a mended file may be sent again.',
    choose: 'File',
    submit: 'Book the file in',
    busy: (lines: number) => `${lines.toLocaleString()} lines…`,
    badDelivery: 'At least three characters.',
    badFile: 'Choose a file first.',
    done: (lines: number, copies: number) =>
      `${lines.toLocaleString()} ${lines === 1 ? 'line' : 'lines'} booked in, ${copies.toLocaleString()} ${copies === 1 ? 'copy' : 'copies'}.`,
    repeated: (lines: number) => `${lines.toLocaleString()} were in already.`,
    rejectedTitle: (lines: number) =>
      lines === 1 ? '1 line was left out' : `${lines.toLocaleString()} lines were left out`,
    rejectedText: 'Mend them in the file, in their places, and book it in again under the same delivery.',
    rejection: (line: number, field: string, reason: string) => `Line ${line.toLocaleString()}, ${field}: ${reason}`,
    moreRejections: (n: number) => `And ${n.toLocaleString()} more.`,
    broken: 'What came before it is booked in. Mend the file and book it in again under the same delivery.',
  },
} as const
