// Which messages come by mail. Not part of texts.ts: only its own page loads it.

export const mailTexts = {
  title: 'Mail from Quire',
  lead: 'What you hear from us by mail.',
  leadTo: (email: string) => `What we write to ${email}.`,
  kinds: {
    PURCHASE: {
      title: 'What you buy',
      text: 'Paid, sent, delivered, cancelled, money back: where your money and your books are.',
    },
    PRICE: { title: 'Prices you wait for', text: 'A book that you watch has come down to your price.' },
    WATCH: { title: 'The end of a watch', text: 'A watch has run out, or has bought all that it was allowed to.' },
  },
  always: 'Always',
  inApp: 'Every message also stands among your messages here, whatever you choose.',
  saved: 'Saved.',
} as const
