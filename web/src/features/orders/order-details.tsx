import type { ReactNode } from 'react'
import type { Money, Order } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { countryName } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'

const t = texts.orders

/** What was bought, where it goes, and what it cost in its parts. */
export function OrderDetails({ order }: { order: Order }) {
  const { shipTo } = order
  return (
    <section aria-labelledby="details-title" className="rounded-lg border border-line bg-raised p-5 shadow-card">
      <h2 id="details-title" className="font-serif text-2xl">
        {t.details}
      </h2>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2.5 text-[0.9375rem]">
        <Line name={t.seller}>{order.sellerName}</Line>
        <Line name={t.sellerOrder}>
          <span className="price break-all whitespace-normal">{order.sellerOrderId}</span>
        </Line>
        <Line name={t.condition}>{texts.conditions[order.condition]}</Line>
        <Line name={t.isbn}>
          <span className="price">{order.isbn13}</span>
        </Line>
        <Line name={t.shipTo}>
          {addressLines(shipTo).map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </Line>
      </dl>
      <dl className="mt-4 grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5 border-t border-line pt-4 text-[0.9375rem]">
        <Part name={t.item} money={order.item} />
        <Part name={t.shipping} money={order.shipping} />
        <Part name={t.tax} money={order.tax} />
        <dt className="mt-1 font-medium">{t.total}</dt>
        <dd className="mt-1 text-right">
          <Price money={order.total} size="medium" />
        </dd>
      </dl>
    </section>
  )
}

function addressLines({ recipient, lines, city, region, postalCode, country }: Order['shipTo']): string[] {
  const town = [city, region, postalCode].filter(Boolean).join(' ')
  return [recipient, ...(lines ?? []), town, countryName(country)].flatMap((line) => line || [])
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Part({ name, money }: { name: string; money: Money | undefined }) {
  if (!money) return null
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="text-right">
        <Price money={money} />
      </dd>
    </>
  )
}
