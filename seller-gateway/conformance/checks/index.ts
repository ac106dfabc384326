// Every check of the kit, in the order in which they are made: looking first, then buying, then what goes wrong.
import type { Check } from '../check.ts'
import { attackChecks } from './attack.ts'
import { cancelChecks } from './cancel.ts'
import { lookupChecks } from './lookup.ts'
import { moneyChecks } from './money.ts'
import { placeChecks } from './place.ts'
import { quotesChecks } from './quotes.ts'
import { wireChecks } from './wire.ts'

export const checks: readonly Check[] = [
  ...quotesChecks,
  ...moneyChecks,
  ...placeChecks,
  ...lookupChecks,
  ...cancelChecks,
  ...attackChecks,
  ...wireChecks,
]
