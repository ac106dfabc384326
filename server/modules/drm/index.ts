// Protection of ebooks behind one port: Readium LCP and the social watermark.
// Owns: publications as they are stored, their content keys (wrapped), licences and what happened to them. Promises: a file leaves only with an
// entitlement; a licence says what the database says, signed; no key is stored in the clear. Refuses: to know what a loan or a purchase is.
export { basicProfile, createClosedDrm, createKeeper, openDrm } from './create-drm.ts'
export type { DrmSettings } from './create-drm.ts'
export { ensureProvider } from './ensure-provider.ts'
export type {
  AppKey,
  ByteRange,
  Device,
  Drm,
  DrmDeps,
  DrmScheme,
  EndLicence,
  Finding,
  IssueLicence,
  Licence,
  LicenceKeeper,
  LicenceStep,
  MayRead,
  OpenResource,
  ProtectEpub,
  Publication,
  PublicationDescription,
  ReaderFile,
  RenewLicence,
  Rights,
} from './model.ts'
export type { LicenceState } from './machine.ts'
export type { Accessibility, PublicationManifest } from './read-manifest.ts'
export { serveFile } from './serve-file.ts'
export { createReaderHttp } from './serve-readers.ts'
export { readProvider } from './sign-licence.ts'
export { UploadRefusal } from './model.ts'
export { toWebpubAccessibility } from './to-webpub-accessibility.ts'
export { drmPath, epubType, licenceType } from './to-licence-document.ts'
