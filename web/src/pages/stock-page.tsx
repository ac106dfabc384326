import { useSearchParams } from 'react-router'
import { GoodsByFile } from '../features/stock/goods-by-file.tsx'
import { GoodsByHand } from '../features/stock/goods-by-hand.tsx'
import { Shelf, type ShelfFilter } from '../features/stock/shelf.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { stockTexts } from '../texts/stock.ts'
import { Page } from '../ui/page.tsx'

const t = stockTexts

/** Our own copies, for staff: what there is, what is low, why, and goods in. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const filter: ShelfFilter = { isLow: params.get('low') === '1', isbn13: params.get('isbn') }
  const onFilter = ({ isLow, isbn13 }: ShelfFilter) =>
    setParams(
      { ...(isLow && { low: '1' }), ...(isbn13 && { isbn: isbn13 }) },
      { replace: true, preventScrollReset: true },
    )
  return (
    <Page title={t.title} heading={t.title}>
      <StaffFrame>
        <p className="mb-6 max-w-reading text-soft">{t.lead}</p>
        <Shelf filter={filter} onFilter={onFilter} />
        <div className="mt-12 grid items-start gap-6 lg:grid-cols-2">
          <GoodsByHand />
          <GoodsByFile />
        </div>
      </StaffFrame>
    </Page>
  )
}
