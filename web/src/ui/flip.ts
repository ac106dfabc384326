import { type RefObject, useLayoutEffect, useRef } from 'react'

/** Lets table rows glide to their new place when they are sorted anew, instead of jumping. `order` names the rows in order;
 *  each row carries its name in `data-row`. Does nothing for people who prefer reduced motion. */
export function useGlidingRows(body: RefObject<HTMLElement | null>, order: string): void {
  const tops = useRef(new Map<string, number>())
  useLayoutEffect(() => {
    const before = tops.current
    const after = new Map<string, number>()
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    for (const row of body.current?.querySelectorAll<HTMLElement>('[data-row]') ?? []) {
      const name = row.dataset.row ?? ''
      const top = row.offsetTop
      after.set(name, top)
      const moved = (before.get(name) ?? top) - top
      if (moved !== 0 && !still) {
        row.animate([{ transform: `translateY(${moved}px)` }, { transform: 'none' }], {
          duration: 260,
          easing: 'ease-out',
        })
      }
    }
    tops.current = after
  }, [body, order])
}
