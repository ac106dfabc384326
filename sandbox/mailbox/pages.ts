// The mailbox as a person reads it. What is in a mail comes from outside: it is shown as text, and its HTML in a frame that may do nothing.
import type { HttpReply } from '../core/http.ts'
import type { Mail } from './mailbox.ts'

const shownMax = 200 // more than anybody reads; the journal has all of them

export function listPage(mails: readonly Mail[]): HttpReply {
  const rows = mails
    .slice(0, shownMax)
    .map(
      ({ id, to, subject, at }) =>
        `<tr><td>${escape(at)}</td><td>${escape(to.join(', '))}</td><td><a href="/mailbox/${id}">${escape(subject)}</a></td></tr>`,
    )
  const table = `<table><thead><tr><th>Sent</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`
  return page(200, 'Mailbox', rows.length === 0 ? '<p>No mail was sent yet.</p>' : table)
}

export function mailPage({ from, to, subject, text, html, at }: Mail): HttpReply {
  const shown =
    html === undefined ? '' : `<h2>As HTML</h2><iframe sandbox title="The mail" srcdoc="${escape(html)}"></iframe>`
  const head = `<p>From ${escape(from)} to ${escape(to.join(', '))}, ${escape(at)}</p>`
  return page(200, subject, `${head}<pre>${escape(text)}</pre>${shown}<p><a href="/mailbox">All mails</a></p>`)
}

export function noMailPage(): HttpReply {
  return page(404, 'No such mail', '<p><a href="/mailbox">All mails</a></p>')
}

function page(status: number, title: string, content: string): HttpReply {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)} – sandbox mailbox</title>
<style>body{font:1rem/1.5 system-ui;max-width:56rem;margin:2rem auto;padding:0 1rem}td,th{padding:.25rem 1rem .25rem 0;text-align:left;vertical-align:top}pre{white-space:pre-wrap;border:1px solid;padding:1rem}iframe{width:100%;height:24rem;border:1px solid}</style>
<main><h1>${escape(title)}</h1>${content}</main></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
