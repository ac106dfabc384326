// The conformance kit: named checks of quire.seller.v1, made against any seller, and a report that its integrator can act on.
// Owns what a seller must do to be let in. Promises: it orders only the books it was given, at the seller's pace, and cancels what it ordered.
export { subjectOf } from './adapter-subject.ts'
export { createGatewayKit } from './gateway-kit.ts'
export { connectGrpcSubject } from './grpc/subject.ts'
export type { KitOptions } from './options.ts'
export { kitVersion, toMarkdown, toReport, verdict } from './report.ts'
export type { Report } from './report.ts'
export { allChecks, runKit } from './run-kit.ts'
export type { CheckResult } from './run-kit.ts'
export type { Subject } from './subject.ts'
