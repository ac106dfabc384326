/** Only a web page is opened: an address comes from outside, and a browser would run a script in it. Null for anything else. */
export function safeActionUrl(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null
  return ['https:', 'http:'].includes(new URL(url).protocol) ? url : null
}
