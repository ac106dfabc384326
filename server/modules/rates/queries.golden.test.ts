import { goldenQueries } from '#testing/golden'
import { chooseDemoRates } from './choose-demo.ts'
import { listRates, lockRates, replaceRates } from './queries.ts'

const { shipping, tax } = chooseDemoRates()

goldenQueries(import.meta.dirname, {
  listRates: { run: (tx) => listRates(tx) },
  lockRates: { run: (tx) => lockRates(tx) },
  replaceRates: { run: (tx) => replaceRates(tx, { shipping: shipping.slice(0, 1), tax: tax.slice(0, 1) }) },
})
