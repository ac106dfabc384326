// The staff's pages of our ebooks. Not part of texts.ts, because shoppers never load it.

const count = (n: number, one: string, many: string) => `${n.toLocaleString()} ${n === 1 ? one : many}`

export const ebookTexts = {
  title: 'Ebooks',
  lead: 'What we sell and lend as ebooks. Every change keeps who made it, and readers are told what is about them.',
  emptyTitle: 'No ebooks yet',
  emptyText: 'Hand in an EPUB below; it can be sold and lent from then on.',
  back: 'All ebooks',
  suspended: 'Not lent now',
  schemes: { LCP: 'Encrypted (Readium LCP)', WATERMARK: 'Marked with the reader’s name' },
  size: (bytes: number) =>
    new Intl.NumberFormat(undefined, {
      style: 'unit',
      unit: bytes < 1_000_000 ? 'kilobyte' : 'megabyte',
      maximumFractionDigits: bytes < 1_000_000 ? 0 : 1,
    }).format(bytes / (bytes < 1_000_000 ? 1_000 : 1_000_000)),
  notSold: 'not for sale',
  notLent: 'not lent',
  lent: (live: number, licences: number) => `${live.toLocaleString()} of ${licences.toLocaleString()} lent`,
  waiting: (n: number) => (n === 1 ? '1 reader waits' : `${n.toLocaleString()} readers wait`),

  facts: {
    isbn: 'ISBN',
    protection: 'Protection',
    size: 'File',
    since: 'Ours since',
    price: 'Price',
    lending: 'Lending',
    queue: 'Waiting',
    bookPage: 'Its page in the shop',
  },

  upload: {
    title: 'Hand in an EPUB',
    again: 'Another file',
    againText: 'It is what readers open from then on. Licences that are out keep the file that they were issued for.',
    isbn: 'ISBN of its edition',
    isbnHint: 'Of an edition that the catalogue has as an ebook: others are not offered on their book’s page.',
    badIsbn: 'The 13 digits of an ISBN, with or without hyphens.',
    scheme: 'Protection',
    schemes: { LCP: 'Encrypted', WATERMARK: 'Marked' },
    schemeHints: {
      LCP: 'Readium LCP: can be sold and lent, and opens in apps that know it.',
      WATERMARK: 'The reader’s name on its pages: can be sold, not lent, and opens anywhere.',
    },
    choose: 'EPUB file',
    chooseFile: 'Choose a file',
    drop: 'Or drop it here. Up to 256 MB.',
    dropNow: 'Let it go to choose it.',
    chosen: (name: string, size: string) => `${name}, ${size}`,
    badFile: 'Choose a file first.',
    tooLarge: 'This file is larger than 256 MB.',
    submit: 'Hand it in',
    busy: (percent: number) => `Uploading… ${percent} %`,
    checking: 'Checking and protecting…',
    progress: 'Upload',
    lost: 'The connection broke off. Nothing was stored; please try again.',
    done: (title: string, size: string) => `“${title}” is in, ${size}.`,
    open: 'Set its price and licences',
  },

  findings: {
    title: (n: number) => `What the EPUB checker found (${n.toLocaleString()})`,
    refusedFor: 'Mend what is marked as fatal, and hand it in again.',
    takenWith: 'It was taken all the same.',
    severities: { fatal: 'Fatal', error: 'Error', warning: 'Warning' },
    place: (path: string, line: number | null, column: number | null) =>
      line === null ? path : column === null ? `${path}, line ${line}` : `${path}, line ${line}, column ${column}`,
    whole: 'The file as a whole',
  },

  licences: {
    title: 'Licences to lend',
    none: 'It is not lent. Add licences, and readers can borrow it.',
    marked: 'A marked ebook cannot be lent: it opens anywhere for good. Hand in the file again, encrypted.',
    pool: (n: number, days: number) => `${n.toLocaleString()} at once, ${count(days, 'day', 'days')} each`,
    closed: 'None lent any more',
    use: (live: number, limit: number) => `${live.toLocaleString()} of ${limit.toLocaleString()} lent now`,
    drawn: (drawn: number, total: number | null) =>
      total === null
        ? `${count(drawn, 'loan', 'loans')} so far, without a limit`
        : `${drawn.toLocaleString()} of ${count(total, 'loan', 'loans')} in all`,
    span: (from: string, until: string | null) =>
      until === null ? `from ${from}, without an end` : `${from} – ${until}`,
    change: 'Change',
    changeOf: (pool: string) => `Change the licences: ${pool}`,
    close: 'Close',
    add: 'Add licences',
    addTitle: 'New licences',
    concurrent: 'Lent at once',
    concurrentHint: 'Fewer than are out now: those loans go on.',
    total: 'Loans in all',
    totalHint: 'Empty: without a limit.',
    days: 'Days of a loan',
    until: 'Last day',
    untilHint: 'Empty: without an end. Nothing is lent in the last 24 hours.',
    submit: 'Save',
    busy: 'Saving…',
    done: 'Saved. Whoever waits has what is free.',
    badConcurrent: 'A whole number from 0 to 1,000.',
    badTotal: 'A whole number from 0 to 100,000, or nothing.',
    badDays: 'A whole number from 1 to 365.',
    badUntil: 'A day, or nothing.',
  },

  price: {
    title: 'Price to own it',
    currency: 'Currency',
    amount: 'Price',
    amountHint: 'Empty: not for sale in this currency.',
    submit: 'Save',
    busy: 'Saving…',
    done: 'Saved. It counts for the next buyer.',
    badCurrency: 'Three letters, such as USD.',
    badAmount: 'An amount such as 4.99, or nothing.',
  },

  loans: {
    title: 'Who has it',
    which: 'Which loans',
    live: 'Now',
    all: 'Ever',
    emptyLive: 'Nobody has it on loan now.',
    emptyAll: 'Nobody has ever borrowed it.',
    gone: 'Account deleted',
    ready: (until: string) => `A copy is kept until ${until}`,
    active: (until: string) => `On loan until ${until}`,
    over: {
      RETURNED: (at: string) => `Returned ${at}`,
      EXPIRED: (at: string) => `Ended ${at}`,
      REVOKED: (at: string) => `Taken back ${at}`,
      CANCELLED: (at: string) => `Not picked up, ${at}`,
    } as Record<string, ((at: string) => string) | undefined>,
    because: (reason: string) => `“${reason}”`,
    revoke: 'Take back',
    revokeOf: (who: string) => `Take back the loan of ${who}`,
    revokeTitle: (who: string) => `Take the loan of ${who} back?`,
    revokeText:
      'It closes on all their devices at once and cannot be given back to them. The copy goes to whoever waits next.',
    revokeHint: 'The reader is told this. At least 3 characters.',
    revokeYes: 'Take it back',
  },

  queue: {
    title: 'Who waits for it',
    none: 'Nobody waits.',
    since: (date: string) => `since ${date}`,
    more: (n: number) => `And ${n.toLocaleString()} more.`,
  },

  lending: {
    suspend: 'Stop lending',
    suspendTitle: 'Stop lending it?',
    suspendText:
      'Nobody can borrow it, and the queue stands still. Loans that run go on, and whoever owns it reads on.',
    suspendYes: 'Stop lending',
    resume: 'Lend it again',
    resumeTitle: 'Lend it again?',
    resumeText: 'Copies that are free go to whoever waits, at once.',
    resumeYes: 'Lend it again',
    hint: 'Stays with the ebook for our own people. At least 3 characters.',
  },
} as const
