// The gate's "contracts keep their word" step bites: what a seller built on v1 relies on cannot be taken away, and v1 can still grow.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bin, root } from '../root.ts'
import { removeFolder, temporaryFolder } from '../temporary.ts'
import { execute } from './step.ts'

let dir: string
beforeEach(() => {
  dir = temporaryFolder('contracts')
  for (const part of ['buf.yaml', 'google', 'grpc', 'quire', 'released'])
    cpSync(join(root, 'proto', part), join(dir, part), { recursive: true })
})
afterEach(() => removeFolder(dir))

it.each([
  ['a field is removed', '  string ships_from = 8;', ''],
  ['a field gets another number', 'string ships_from = 8;', 'string ships_from = 88;'],
  ['a field gets another type', 'int32 quantity = 7;', 'string quantity = 7;'],
  ['a field is renamed', 'string ships_from = 8;', 'string sent_from = 8;'],
  ['an enum value is removed', '  ORDER_STATE_DELIVERED = 3;', ''],
  ['a call is removed', '  rpc GetOrder(GetOrderRequest) returns (GetOrderResponse);', ''],
])('is refused when %s', async (_, from, to) => {
  change(from, to)
  expect(await breaking()).toMatchObject({ code: 100, words: expect.stringContaining('seller.proto') })
})

it.each([
  ['a field', 'string ships_from = 8;', 'string ships_from = 8;\n  // New.\n  string note = 99;'],
  ['an enum value', 'ORDER_STATE_DELIVERED = 3;', 'ORDER_STATE_DELIVERED = 3;\n  // New.\n  ORDER_STATE_LOST = 9;'],
])('is well when there is a new %s', async (_, from, to) => {
  change(from, to)
  expect(await breaking()).toEqual({ code: 0, words: '' })
})

function change(from: string, to: string): void {
  const file = join(dir, 'quire/seller/v1/seller.proto')
  const before = readFileSync(file, 'utf8')
  expect(before).toContain(from)
  writeFileSync(file, before.replace(from, to))
}

function breaking() {
  return execute(bin('buf'), ['breaking', '--against', 'released/contracts.txtpb'], { cwd: dir })
}
