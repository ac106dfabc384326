import { formatMoney, type MoneyLike } from './format.ts'

const sizes = {
  small: 'text-[0.9375rem] font-medium',
  medium: 'text-lg font-semibold tracking-[-0.01em]',
  huge: 'font-serif text-6xl leading-none tracking-[-0.02em] sm:text-7xl',
}

export function Price({
  money,
  size = 'small',
  className = '',
}: {
  money: MoneyLike
  size?: keyof typeof sizes
  className?: string
}) {
  return <span className={`price ${sizes[size]} ${className}`}>{formatMoney(money)}</span>
}
