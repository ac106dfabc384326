import type { ReactNode } from 'react'

interface OfferRowProps {
  /** Rows glide to their places by it. */
  id: string
  name: string
  /** What it is, where copies have a condition. */
  kind: string
  /** When it can be read. */
  delivery: string
  facts: string
  price: ReactNode
  /** What is in the price, in small letters below it. */
  note: string
  children: ReactNode
}

/** A row of the list of ways to get a book that is no seller's quote; as high as the rows beside it. `children` is what can be done. */
export function OfferRow({ id, name, kind, delivery, facts, price, note, children }: OfferRowProps) {
  return (
    <tr data-row={id} className="h-(--row-height) border-b border-line">
      <th scope="row" className="py-2 pr-2 text-left font-normal">
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-sm text-soft md:hidden">
          {kind} · {delivery}
        </span>
        <span className="block text-sm">{children}</span>
        <span className="block truncate text-xs leading-snug text-soft">{facts}</span>
      </th>
      <td className="hidden py-2 pr-2 align-middle md:table-cell">{kind}</td>
      <td className="hidden py-2 pr-2 align-middle md:table-cell">{delivery}</td>
      <td className="py-2 text-right">
        {price}
        <span className="block text-xs leading-snug text-soft">{note}</span>
      </td>
    </tr>
  )
}

/** What can be done with a row, in its line: a link or a button that looks like one. */
export const rowActionClass =
  '-my-1 inline-flex min-h-6 items-center gap-1 py-1 text-sm text-accent underline-offset-4 hover:underline disabled:opacity-60'
