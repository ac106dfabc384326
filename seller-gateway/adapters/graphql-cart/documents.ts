// The operations that we send, as text.
const money = '{ amount currencyCode }'
const userErrors = `userErrors { code field message currentTotal ${money} }`
const warnings = 'warnings { code message }'
const order = `{ id clientMutationId status createdAt lines { barcode condition } cost { totalAmount ${money} } }`

export const documents = {
  productVariants: `query Quotes($barcode: String!, $country: String!, $first: Int!) {
  productVariants(barcode: $barcode, country: $country, first: $first) {
    nodes {
      id barcode condition availableForSale quantityAvailable shipsFrom priceValidUntil taxesIncluded
      price ${money}
      shippingRate { deliveryDaysMin deliveryDaysMax price ${money} }
    }
  }
}`,
  cartCreate: `mutation CreateCart($input: CartInput!) {
  cartCreate(input: $input) { cart { id lines { quantity } cost { totalAmount ${money} } } ${userErrors} ${warnings} }
}`,
  cartSubmit: `mutation SubmitCart($input: CartSubmitInput!) {
  cartSubmit(input: $input) { order ${order} ${userErrors} ${warnings} }
}`,
  order: `query FindOrder($clientMutationId: String!) { order(clientMutationId: $clientMutationId) ${order} }`,
  orderCancel: `mutation CancelOrder($input: OrderCancelInput!) {
  orderCancel(input: $input) { order ${order} ${userErrors} }
}`,
}
