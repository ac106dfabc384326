// notify: what Quire has to say to a shopper, in the app.
// Owns: messages. Promises: a message commits with what it tells of, and the same news is told once.
// Refuses: to show or mark somebody else's.
export type { Message } from './model.ts'
export { recordMessage } from './queries.ts'
export { notifyRouter } from './router.ts'
