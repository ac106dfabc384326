import { type Theme, useTheme } from '../../local/theme.ts'
import { texts } from '../../texts.ts'

export function ThemeChoice() {
  const [theme, setTheme] = useTheme()
  return (
    <label className="flex items-center gap-2">
      {texts.theme.label}
      <select
        value={theme}
        onChange={({ target }) => setTheme(target.value as Theme)}
        className="min-h-9 rounded-md border border-line-strong bg-raised px-2 text-ink"
      >
        <option value="system">{texts.theme.system}</option>
        <option value="light">{texts.theme.light}</option>
        <option value="dark">{texts.theme.dark}</option>
      </select>
    </label>
  )
}
