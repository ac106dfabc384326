// Our short names ↔ the contracts' enum names. A value that we do not know reads as UNSPECIFIED: contracts grow.
import type { Condition, OrderState } from './adapter.ts'

const conditions: readonly Condition[] = ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE']
const states: readonly OrderState[] = ['ACCEPTED', 'SHIPPED', 'DELIVERED', 'CANCELLED']

export function toProtoCondition<C extends Condition>(condition: C): `CONDITION_${C}` {
  return `CONDITION_${condition}`
}

export function fromProtoCondition(value: unknown): Condition {
  return conditions.find((known) => value === `CONDITION_${known}`) ?? 'UNSPECIFIED'
}

export function toProtoOrderState<S extends OrderState>(state: S): `ORDER_STATE_${S}` {
  return `ORDER_STATE_${state}`
}

export function fromProtoOrderState(value: unknown): OrderState {
  return states.find((known) => value === `ORDER_STATE_${known}`) ?? 'UNSPECIFIED'
}
