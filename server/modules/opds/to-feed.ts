// Feeds of OPDS 2.0 (§2 to §4) and the documents beside them: authentication (Authentication for OPDS 1.0) and profile. Pure.
import { itemsPerPage, opdsPath, rels, types } from './model.ts'
import type { OpdsLink, Page } from './model.ts'
import { subjectPath } from './to-metadata.ts'
import { authenticationPath, toPublication } from './to-publication.ts'

interface Site {
  readonly publicUrl: string
}

type Publications = readonly NonNullable<ReturnType<typeof toPublication>>[]

export const newPath = `${opdsPath}/new`
export const searchPath = `${opdsPath}/search`
export const shelfPath = `${opdsPath}/shelf`
export const subjectsPath = `${opdsPath}/subjects`
export const profilePath = `${opdsPath}/profile`
export const tokenPath = `${opdsPath}/token`

/** Where everybody begins: the newest ebooks, and ways on. */
export function toStartFeed(newest: Page, { publicUrl }: Site) {
  const publications = toPublications(newest, publicUrl)
  const group = {
    metadata: { title: 'New ebooks', numberOfItems: newest.total },
    links: [{ rel: 'self', href: `${publicUrl}${newPath}`, type: types.feed }],
    publications,
  }
  return {
    metadata: { title: 'Quire: ebooks' },
    links: toLinks(publicUrl, opdsPath),
    navigation: [
      { rel: rels.newest, href: `${publicUrl}${newPath}`, type: types.feed, title: 'New ebooks' },
      { rel: 'subsection', href: `${publicUrl}${subjectsPath}`, type: types.feed, title: 'By subject' },
    ],
    ...(publications.length > 0 && { groups: [group] }),
  }
}

/** `path` with `query` is the feed's own address without a page. */
export function toPageFeed(
  found: Page,
  { title, path, query = {}, publicUrl }: Site & { title: string; path: string; query?: Record<string, string> },
) {
  const { page, total } = found
  const last = Math.max(1, Math.ceil(total / itemsPerPage))
  const addressOf = (at: number) => {
    const params = new URLSearchParams({ ...query, ...(at > 1 && { page: String(at) }) }).toString()
    return params === '' ? path : `${path}?${params}`
  }
  const to = (rel: string, at: number) => ({ rel, href: `${publicUrl}${addressOf(at)}`, type: types.feed })
  return {
    metadata: { title, numberOfItems: total, itemsPerPage, currentPage: page },
    links: [
      ...toLinks(publicUrl, addressOf(page)),
      to('first', 1),
      ...(page > 1 ? [to('previous', page - 1)] : []),
      ...(page < last ? [to('next', page + 1)] : []),
      to('last', last),
    ],
    ...orWayBack(toPublications(found, publicUrl), publicUrl),
  }
}

/** Every subject of the ebooks on offer, with how many there are. */
export function toSubjectsFeed(subjects: readonly { name: string; editions: number }[], { publicUrl }: Site) {
  const navigation = subjects.map(({ name, editions }) => ({
    rel: 'subsection',
    href: `${publicUrl}${subjectPath(name)}`,
    type: types.feed,
    title: name,
    properties: { numberOfItems: editions },
  }))
  return {
    metadata: { title: 'By subject' },
    links: toLinks(publicUrl, subjectsPath),
    navigation: navigation.length > 0 ? navigation : [toStart(publicUrl)],
  }
}

/** What somebody owns, has on loan, and waits for; one page, since loans and places in queues are few by their limits. */
export function toShelfFeed(found: Page, { publicUrl }: Site) {
  return {
    metadata: { title: 'Your shelf', numberOfItems: found.total },
    links: [
      ...toLinks(publicUrl, shelfPath),
      { rel: 'profile', href: `${publicUrl}${profilePath}`, type: types.profile },
    ],
    ...orWayBack(toPublications(found, publicUrl), publicUrl),
  }
}

/** Tells an app how to sign in, and where the shelf is. */
export function toAuthentication({ publicUrl }: Site) {
  const labels = { login: 'Email', password: 'Password' }
  return {
    id: `${publicUrl}${authenticationPath}`,
    title: 'Quire',
    description: 'Sign in with the email and the password of your account.',
    links: [
      { rel: 'logo', href: `${publicUrl}/favicon.svg`, type: 'image/svg+xml' },
      { rel: 'register', href: `${publicUrl}/sign-up`, type: 'text/html' },
      { rel: 'help', href: `${publicUrl}/library`, type: 'text/html' },
      { rel: 'start', href: `${publicUrl}${opdsPath}`, type: types.feed },
      { rel: rels.shelf, href: `${publicUrl}${shelfPath}`, type: types.feed },
      { rel: 'profile', href: `${publicUrl}${profilePath}`, type: types.profile },
    ],
    authentication: [
      {
        type: 'http://opds-spec.org/auth/oauth/password',
        labels,
        links: [{ rel: 'authenticate', href: `${publicUrl}${tokenPath}`, type: 'application/json' }],
      },
      { type: 'http://opds-spec.org/auth/basic', labels },
    ],
  }
}

function toPublications({ entries }: Page, publicUrl: string): Publications {
  return entries.flatMap((entry) => toPublication(entry, publicUrl) ?? [])
}

/** The format knows no empty feed: one without publications leads back to where there are some. */
function orWayBack(publications: Publications, publicUrl: string) {
  return publications.length > 0 ? { publications } : { navigation: [toStart(publicUrl)] }
}

function toStart(publicUrl: string) {
  return { rel: 'start', href: `${publicUrl}${opdsPath}`, type: types.feed, title: 'All ebooks' }
}

/** What every feed has: itself, the start, the search, the shelf. */
function toLinks(publicUrl: string, self: string): OpdsLink[] {
  return [
    { rel: 'self', href: `${publicUrl}${self}`, type: types.feed },
    { rel: 'start', href: `${publicUrl}${opdsPath}`, type: types.feed },
    { rel: 'search', href: `${publicUrl}${searchPath}{?query}`, type: types.feed, templated: true },
    {
      rel: rels.shelf,
      href: `${publicUrl}${shelfPath}`,
      type: types.feed,
      title: 'Your shelf',
      properties: { authenticate: `${publicUrl}${authenticationPath}` },
    },
  ]
}
