import { BellRing, ExternalLink } from 'lucide-react'
import { Link } from 'react-router'
import type { Purchase } from '../../api/shapes.ts'
import { safeActionUrl } from '../../local/safe-action-url.ts'
import { nameSeller } from '../../parts/name-seller.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { buttonClass } from '../../ui/button.tsx'
import { formatMoney, plainAmount } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'

const t = texts.purchase

/** What the purchase came to, or what it waits for: the price and the seller large, and the way on. */
export function Outcome({ purchase }: { purchase: Purchase }) {
  switch (purchase.state) {
    case 'PURCHASED':
      return <Bought purchase={purchase} />
    case 'NO_OFFER':
      return <NoOffer purchase={purchase} />
    case 'ACTION_REQUIRED':
      return <ToBank url={safeActionUrl(purchase.actionUrl)} />
    case 'DECLINED':
    case 'CANCELLED':
      return <Again purchase={purchase} />
    default:
      return null
  }
}

function Bought({ purchase: { result, maxTotal } }: { purchase: Purchase }) {
  if (!result) return null
  const saved = maxTotal.currency === result.total.currency ? maxTotal.minor - result.total.minor : 0
  return (
    <div className="arrive">
      <p>
        <Price money={result.total} size="huge" className="block" />
        <span className="mt-3 block font-serif text-2xl">{t.boughtFrom(nameSeller(result))}</span>
      </p>
      <p className="mt-1 text-soft">
        {t.condition(texts.conditions[result.condition])}
        {saved > 0 && ` · ${t.saved(formatMoney({ currency: maxTotal.currency, minor: saved }))}`}
      </p>
      <Link to={paths.order({ id: result.orderId })} className={buttonClass('primary', 'mt-6 print:hidden')}>
        {t.seeOrder}
      </Link>
    </div>
  )
}

function NoOffer({ purchase: { lowestFound, isbn13, maxTotal } }: { purchase: Purchase }) {
  return (
    <div className="arrive">
      {lowestFound && (
        <p>
          <span className="block text-soft">{t.lowest}</span>
          <Price money={lowestFound.total} size="huge" className="mt-5 block" />
          <span className="mt-3 block font-serif text-2xl">{t.lowestFrom(nameSeller(lowestFound))}</span>
        </p>
      )}
      {isbn13 && (
        <p className="mt-6 flex flex-wrap gap-3 print:hidden">
          {lowestFound && (
            <Link
              to={paths.book({ isbn: isbn13, max: plainAmount(lowestFound.total) })}
              className={buttonClass('primary')}
            >
              {lowestFound.total.minor > maxTotal.minor ? t.raise : t.again}
            </Link>
          )}
          <Link to={paths.book({ isbn: isbn13, watch: plainAmount(maxTotal) })} className={buttonClass('plain')}>
            <BellRing aria-hidden className="size-4" /> {t.watch(formatMoney(maxTotal))}
          </Link>
        </p>
      )}
    </div>
  )
}

function ToBank({ url }: { url: string | null }) {
  if (url === null) return null
  return (
    <a href={url} rel="noreferrer" className={buttonClass('primary')}>
      {t.toBank} <ExternalLink aria-hidden className="size-4" />
    </a>
  )
}

function Again({ purchase: { isbn13, maxTotal } }: { purchase: Purchase }) {
  if (isbn13 === null) return null
  return (
    <Link to={paths.book({ isbn: isbn13, max: plainAmount(maxTotal) })} className={buttonClass('primary')}>
      {t.tryAgain}
    </Link>
  )
}
