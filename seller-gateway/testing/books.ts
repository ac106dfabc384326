// Books and addresses that tests order with.

/** The n-th valid ISBN-13 of a range that no real book uses here; n below 1000. */
export function isbn(n: number): string {
  const body = `978034083${n.toString().padStart(3, '0')}`
  let weighted = 0
  for (let at = 0; at < 12; at += 1) weighted += Number(body[at]) * (at % 2 === 0 ? 1 : 3)
  return `${body}${(10 - (weighted % 10)) % 10}`
}

export const london = { country: 'GB', postalCode: 'EC4Y 1AA' }
export const newYork = { country: 'US', postalCode: '10001' }

export const shipTo = {
  recipient: 'A Reader & <Sons>',
  lines: ['1 High Street', 'Flat 2'],
  city: 'York',
  region: '',
  postalCode: 'YO1 7AA',
  country: 'GB',
}
