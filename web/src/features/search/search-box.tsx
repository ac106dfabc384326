// The one search box: a combobox by the ARIA pattern. Arrow keys walk the suggestions, Enter takes one or searches, Escape closes.
import { Search as SearchIcon } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Suggestion } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { useSuggestions } from './use-suggestions.ts'

const t = texts.search

export function SearchBox({
  initial = '',
  large = false,
  autoFocus = false,
}: {
  initial?: string
  large?: boolean
  autoFocus?: boolean
}) {
  const navigate = useNavigate()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(initial)
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const suggestions = useSuggestions(text, isOpen)
  const shown = isOpen && suggestions.length > 0
  useSlashKey(input)

  function close() {
    setOpen(false)
    setActive(-1)
  }
  function search(words: string) {
    close()
    if (words.trim() === '') return input.current?.focus()
    void navigate(paths.search({ q: words.trim() }))
  }
  function take(suggestion: Suggestion) {
    setText(suggestion.text)
    if (suggestion.isbn13 === undefined) return search(suggestion.text)
    close()
    void navigate(paths.book({ isbn: suggestion.isbn13 }))
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setOpen(true)
      setActive(walk(active, step, suggestions.length))
    } else if (event.key === 'Escape' && shown) {
      event.preventDefault()
      close()
    } else if (event.key === 'Enter' && shown && suggestions[active]) {
      event.preventDefault()
      take(suggestions[active])
    }
  }

  return (
    <search className="relative block w-full">
      <form
        action={paths.search({ q: '' })}
        onSubmit={(event) => {
          event.preventDefault()
          search(text)
        }}
        className={`flex items-center rounded-lg border border-line-strong bg-raised focus-within:border-accent focus-within:outline-2 focus-within:outline-accent ${large ? 'shadow-card' : ''}`}
      >
        <SearchIcon aria-hidden className={`ml-3.5 shrink-0 text-soft ${large ? 'size-6' : 'size-4.5'}`} />
        <input
          ref={input}
          name="q"
          role="combobox"
          aria-label={t.label}
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus={autoFocus}
          enterKeyHint="search"
          maxLength={200}
          placeholder={t.placeholder}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setOpen(true)
            setActive(-1)
          }}
          onKeyDown={onKeyDown}
          onBlur={close}
          className={`min-w-0 flex-1 bg-transparent px-3 text-ink outline-none placeholder:text-soft ${large ? 'h-15 text-xl' : 'h-11 text-base'}`}
        />
        {!large && (
          <kbd
            className="mr-3 hidden rounded border border-line px-1.5 font-sans text-xs text-soft sm:block"
            aria-hidden
          >
            /
          </kbd>
        )}
        {large && (
          <button
            type="submit"
            className="m-1.5 h-12 rounded-md bg-accent px-5 font-medium text-on-accent transition-colors hover:bg-accent-deep"
          >
            {t.submit}
          </button>
        )}
      </form>
      <Suggestions id={id} shown={shown} suggestions={suggestions} active={active} onTake={take} />
      <Announcer message={shown ? t.suggestionsCount(suggestions.length) : ''} />
    </search>
  )
}

function Suggestions({
  id,
  shown,
  suggestions,
  active,
  onTake,
}: {
  id: string
  shown: boolean
  suggestions: Suggestion[]
  active: number
  onTake: (suggestion: Suggestion) => void
}) {
  return (
    <ul
      id={`${id}-list`}
      role="listbox"
      aria-label={t.suggestions}
      hidden={!shown}
      className="absolute inset-x-0 top-full z-20 mt-1.5 overflow-hidden rounded-lg border border-line bg-raised py-1.5 shadow-card"
    >
      {suggestions.map((suggestion, index) => (
        <li
          key={`${suggestion.kind} ${suggestion.text} ${suggestion.isbn13 ?? ''}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // Pressing must not take the focus away, or the list would close before the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(suggestion)}
          className="flex min-h-touch cursor-pointer items-center justify-between gap-4 px-4 py-1.5 text-left hover:bg-sunk aria-selected:bg-accent-wash"
        >
          <span className="truncate font-serif text-lg">{suggestion.text}</span>
          <span className="shrink-0 text-xs tracking-wide text-soft">{t.suggestionKinds[suggestion.kind]}</span>
        </li>
      ))}
    </ul>
  )
}

/** Walks round: below the last is the box itself (-1), below that the first. */
function walk(active: number, step: number, count: number): number {
  const places = count + 1
  return ((active + 1 + step + places) % places) - 1
}

/** "/" jumps into the box from anywhere, unless something is being typed. */
function useSlashKey(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function onKeyDown(event: globalThis.KeyboardEvent) {
      const target = event.target
      const isTyping = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.select()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [input])
}
