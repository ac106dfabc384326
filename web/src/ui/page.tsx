import { type ReactNode, useEffect, useRef } from 'react'
import { texts } from '../texts.ts'

let isFirstPage = true

/** A page: its document title, and its heading focused after a navigation so that a screen reader says where it is. */
export function Page({
  title,
  heading,
  children,
  width = 'page',
}: {
  title: string
  /** The visible h1; without it the page brings a `PageHeading` of its own. */
  heading?: ReactNode
  children: ReactNode
  width?: 'page' | 'reading'
}) {
  useEffect(() => {
    document.title = title === texts.appName ? title : `${title} · ${texts.appName}`
  }, [title])
  return (
    <div className={`mx-auto w-full px-4 pb-16 sm:px-6 ${width === 'page' ? 'max-w-page' : 'max-w-reading'}`}>
      {heading !== undefined && <PageHeading className="pt-8 pb-6 font-serif text-4xl">{heading}</PageHeading>}
      {children}
    </div>
  )
}

export function PageHeading({ className = '', children }: { className?: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true })
    isFirstPage = false
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  )
}
