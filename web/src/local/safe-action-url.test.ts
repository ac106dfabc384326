import { expect, it } from 'vitest'
import { safeActionUrl } from './safe-action-url.ts'

it('opens only web pages as the page of a bank', () => {
  expect(safeActionUrl('https://bank.example/3ds')).toBe('https://bank.example/3ds')
  expect(safeActionUrl('javascript:alert(1)')).toBeNull()
  expect(safeActionUrl('/relative')).toBeNull()
  expect(safeActionUrl(undefined)).toBeNull()
})
