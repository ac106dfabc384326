// A message as a mail: the same words as plain text and as simple HTML, with the page to go to. Pure.
import type { Message, MessageKind } from './model.ts'

const whyMuted = 'You can switch such mails off on the page Watches.'
const whys: Readonly<Record<MessageKind, string>> = {
  PRICE: whyMuted,
  WATCH: whyMuted,
  PURCHASE: 'Mails about purchases are always sent.',
  LOAN: 'Mails about loans are always sent.',
}

/** `publicUrl` without a path, such as `https://quire.example`. */
export function toMail(
  { id, kind, subject, body, link }: Pick<Message, 'id' | 'kind' | 'subject' | 'body' | 'link'>,
  { to, publicUrl }: { to: string; publicUrl: string },
) {
  const address = link === null ? null : new URL(link, publicUrl).href
  const why = whys[kind]
  const text = [body, address, `--\nQuire. ${why}`].filter((part) => part !== null).join('\n\n')
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escape(subject)}</title>
<body style="font:16px/1.5 sans-serif;max-width:36em"><h1 style="font-size:20px">${escape(subject)}</h1><p>${escape(body)}</p>${
    address === null ? '' : `<p><a href="${escape(address)}">${escape(address)}</a></p>`
  }<p style="color:#555">Quire. ${why}</p></body></html>`
  return { key: id, to, subject, text, html }
}

// Titles of books and names of sellers come from outside.
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
