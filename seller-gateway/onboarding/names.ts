const slugMax = 40

/** The shop that asks the gateway sells copies of its own under this name: nobody else may. */
export const shopId = 'quire'
/** And ebooks under this one. */
const ebookShopId = 'quire-ebooks'

/** True for an id that is the shop's own. */
export function isShop(id: string): boolean {
  return id === shopId || id === ebookShopId
}

/** A name as an id: `Müller & Söhne` → `muller-sohne`. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return (
    plain
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, slugMax)
      .replaceAll(/^-|-$/g, '') || 'seller'
  )
}

/** A name as readers tell names apart: no two sellers that are live have the same. */
export function nameKeyOf(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}
