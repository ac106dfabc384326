// opds: our ebooks for other people's reading apps.
// Owns: nothing that is stored; feeds, publications and what apps do with them, as OPDS 2.0 has it. Promises: every feed keeps to the published schemas; what an app
// asks twice is done once; nobody's password is kept or logged. Refuses: cookies: an app says who it is with every request.
export type { OpdsDeps } from './model.ts'
export { opdsPath } from './model.ts'
export { createOpdsHttp } from './serve-opds.ts'
