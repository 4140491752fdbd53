/**
 * The search among options as a machine without a terminal: a state, and what each key makes of it. What is on the screen
 * (screen.ts) follows from the state alone.
 */
import type { DocumentedOption } from '../../modules/option-docs/documented-option.js'

export interface SearchState {
  readonly query: string
  readonly found: readonly DocumentedOption[]
  /** Index into `found`. */
  readonly selected: number
  /** The option whose documentation is open, and how far it is scrolled. */
  readonly open?: { readonly option: DocumentedOption; readonly scroll: number }
}

/** As Node's readline names keys. */
export interface Key {
  readonly name?: string
  readonly ctrl?: boolean
  readonly meta?: boolean
  /** The characters that came. */
  readonly sequence?: string
}

/** How the search was left: `interrupted` by Ctrl-C. */
export type End = 'left' | 'interrupted'

export interface SearchContext {
  readonly options: readonly DocumentedOption[]
  /** How many lines a page has. */
  readonly page: number
  /** How far an option's documentation can be scrolled. */
  readonly lastScroll: (option: DocumentedOption) => number
}

export const firstState = (options: readonly DocumentedOption[]): SearchState => ({
  query: '',
  found: options,
  selected: 0,
})

/** What a key makes of the state. */
export const pressed = (state: SearchState, key: Key, context: SearchContext): SearchState | End => {
  if (key.ctrl && (key.name === 'c' || key.name === 'd')) return 'interrupted'
  return state.open === undefined
    ? inList(state, key, context)
    : inDocumentation(state, state.open, key, context)
}

const inList = (state: SearchState, key: Key, context: SearchContext): SearchState | End => {
  const { page } = context
  const move = (by: number) => ({ ...state, selected: within(state.selected + by, state.found.length) })
  if (key.ctrl) {
    if (key.name === 'n') return move(1)
    if (key.name === 'p') return move(-1)
    if (key.name === 'u') return searching('', context)
    if (key.name === 'w') return searching(state.query.replace(/\S*\s*$/, ''), context)
    return key.name === 'h' ? searching(withoutLast(state.query), context) : state
  }
  switch (key.name) {
    case 'escape':
      return 'left'
    case 'up':
      return move(-1)
    case 'down':
      return move(1)
    case 'pageup':
      return move(-page)
    case 'pagedown':
      return move(page)
    case 'home':
      return move(-state.found.length)
    case 'end':
      return move(state.found.length)
    case 'return':
    case 'enter': {
      const option = state.found[state.selected]
      return option === undefined ? state : { ...state, open: { option, scroll: 0 } }
    }
    case 'backspace':
      return searching(withoutLast(state.query), context)
    default:
      return isText(key) ? searching(state.query + key.sequence, context) : state
  }
}

const inDocumentation = (
  state: SearchState,
  open: NonNullable<SearchState['open']>,
  key: Key,
  { page, lastScroll }: SearchContext,
): SearchState => {
  const scroll = (by: number) => ({
    ...state,
    open: { ...open, scroll: Math.max(0, Math.min(open.scroll + by, lastScroll(open.option))) },
  })
  switch (key.name) {
    case 'up':
      return scroll(-1)
    case 'down':
      return scroll(1)
    case 'pageup':
      return scroll(-page)
    case 'pagedown':
    case 'space':
      return scroll(page)
    case 'escape':
    case 'left':
    case 'backspace':
    case 'return':
    case 'enter':
    case 'q': {
      const { open: _, ...list } = state
      return list
    }
    default:
      return state
  }
}

const searching = (query: string, { options }: SearchContext): SearchState => ({
  query,
  found: matching(options, query),
  selected: 0,
})

const within = (index: number, length: number): number => Math.max(0, Math.min(index, length - 1))

const withoutLast = (text: string): string => [...text].slice(0, -1).join('')

const isText = ({ sequence, meta }: Key): boolean =>
  sequence !== undefined && !meta && sequence !== '' && !/[\u0000-\u001f\u007f]/.test(sequence)

/**
 * The options that have every word of a query in their name or description, capitals or not; those that have it all in
 * their name first.
 */
export const matching = (
  options: readonly DocumentedOption[],
  query: string,
): readonly DocumentedOption[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return options
  const inNames: DocumentedOption[] = []
  const elsewhere: DocumentedOption[] = []
  for (const option of options) {
    const name = option.name.toLowerCase()
    const text = `${name}\n${(option.description ?? '').toLowerCase()}`
    if (words.every(word => name.includes(word))) inNames.push(option)
    else if (words.every(word => text.includes(word))) elsewhere.push(option)
  }
  return [...inNames, ...elsewhere]
}
