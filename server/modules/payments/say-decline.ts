// Declined by bank: what the shopper reads. Only reasons that they can act on have a sentence of their own; banks ask that
// the others (stolen, fraud) are not told apart (docs.stripe.com/declines/codes).
const sentences: Readonly<Record<string, string>> = {
  insufficient_funds: 'The card does not have enough money available. Nothing was charged. Please use another card.',
  expired_card: 'The card has expired. Nothing was charged. Please use another card.',
  incorrect_cvc: 'The security code does not match the card. Nothing was charged. Please check it and try again.',
  incorrect_number: 'The card number is not right. Nothing was charged. Please check it and try again.',
  payment_intent_authentication_failure:
    'Your bank did not get your confirmation. Nothing was charged. Please try again, or use another card.',
  payment_method_unusable: 'This payment method cannot be used any more. Nothing was charged. Please choose another.',
  processing_error: 'The bank could not process the payment. Nothing was charged. Please try again in a moment.',
  canceled: 'The payment was called off before it was confirmed. Nothing was charged.',
  hold_expired: 'The bank let the reserved money go before it could be charged. Nothing was charged.',
}

/** The sentence for a decline's or refused capture's `reason`. */
export function sayDecline(reason: string): string {
  return (
    sentences[reason] ??
    'The bank declined the payment. Nothing was charged. Please use another card, or ask your bank.'
  )
}
