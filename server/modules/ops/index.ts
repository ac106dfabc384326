// ops: what the people who look after Quire see and may do: purchases that need them, queues, cases.
// Owns: the record of what staff did, by whom and why. Promises: nothing is changed without a reason; pressing twice is pressing once; only
// what both sides' word makes safe is done. Refuses everybody else, and everything that the automatic part would refuse.
export { opsRouter } from './router.ts'
