import { afterEach, expect, it } from 'vitest'
import { armCrashPoint, crashPoint } from './crash-points.ts'

afterEach(() => armCrashPoint(null, () => process.kill(process.pid, 'SIGKILL')))

it('does nothing until armed, and then once, at its own point only', () => {
  const hit: string[] = []
  crashPoint('one')
  armCrashPoint('one', (point) => hit.push(point))
  crashPoint('two')
  expect(hit).toEqual([])
  crashPoint('one')
  crashPoint('one')
  expect(hit).toEqual(['one'])
})

it('is disarmed by null', () => {
  const hit: string[] = []
  armCrashPoint('one', (point) => hit.push(point))
  armCrashPoint(null)
  crashPoint('one')
  expect(hit).toEqual([])
})
