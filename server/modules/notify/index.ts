// notify: what Quire has to say to a shopper, in the app and by mail.
// Owns: messages, and who wants which of them by mail. Promises: a message commits with what it tells of, the same news is told once, and
// mailed once; about money it is always mailed. Refuses: to show or mark somebody else's.
export { notifyJobs } from './handle-jobs.ts'
export type { MailDeps, Message, TellDeps } from './model.ts'
export { recordMessage } from './record-message.ts'
export { notifyRouter } from './router.ts'
