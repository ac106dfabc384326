// Every seller of the sandbox, as a buyer meets it.
import type { Sandbox } from '../index.ts'
import { bargainBarnBuyer } from './bargain-barn-buyer.ts'
import type { Buyer } from './buyer.ts'
import { continentalBuyer, continentalUsBuyer } from './continental-buyer.ts'
import { fleetStreetBuyer } from './fleet-street-buyer.ts'
import { foxedBuyer } from './foxed-buyer.ts'
import { harborBuyer } from './harbor-buyer.ts'
import { lanternBuyer } from './lantern-buyer.ts'
import { meridianBuyer } from './meridian-buyer.ts'
import { northgateBuyer } from './northgate-buyer.ts'
import { papertrailBuyer } from './papertrail-buyer.ts'

/** Name, how to become its customer, and what it can do. */
export const sellers: [string, (sandbox: Sandbox) => Buyer | Promise<Buyer>, { cancels: boolean }][] = [
  ['Harbor', harborBuyer, { cancels: true }],
  ['Northgate', northgateBuyer, { cancels: true }],
  ['Fleet Street', fleetStreetBuyer, { cancels: true }],
  ['Lantern', lanternBuyer, { cancels: true }],
  ['Meridian', meridianBuyer, { cancels: true }],
  ['Bargain Barn', bargainBarnBuyer, { cancels: true }],
  ['Foxed & Sons', foxedBuyer, { cancels: false }],
  ['Papertrail', papertrailBuyer, { cancels: true }],
  ['Continental', continentalBuyer, { cancels: true }],
  ['Continental America', continentalUsBuyer, { cancels: true }],
]

/** The operation with which an order is really placed. */
export const lastStep: Record<string, string> = {
  harbor: 'place_order',
  northgate: 'PlaceOrder',
  'fleet-street': 'PlaceOrder',
  lantern: 'complete_checkout_session',
  meridian: 'cartSubmit',
  'bargain-barn': 'PlaceOrder',
  foxed: 'placeOrder',
  papertrail: 'place',
  continental: 'PlaceOrder',
  'continental-us': 'PlaceOrder',
}
