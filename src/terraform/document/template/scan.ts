/**
 * Which names a template refers to. No parser of the whole expression language: it follows brackets, quotes, `for`
 * expressions and directives, which is what telling a reference from a key, a function or a local name takes. Whatever
 * it doesn't know makes it give up on the template: a reference missed is told by Terraform later, a reference that
 * isn't one would stop a project that is right.
 */
import { nextToken, type Token } from './lexer.js'

/** `var.region` is ['var', 'region']: names up to the first index. */
export type Reference = readonly [string, ...string[]]

export interface Scanned {
  readonly references: readonly Reference[]
  /** The place in the text where each reference begins. */
  readonly starts?: readonly number[]
  /** The place in the text behind each reference. */
  readonly ends?: readonly number[]
  /** Why this is no template that Terraform can read; most often it was meant for a shell. */
  readonly flaw?: Flaw
  /** There was something that this scanner does not know; `references` has nothing then. */
  readonly unsure?: boolean
}

export type Flaw = 'unclosed' | 'colon' | 'character' | 'directive'

const nothing: Scanned = { references: [] }

/** Whether anything in a text is evaluated. */
export const isTemplate = (text: string): boolean =>
  text.includes('{') && /(?:^|[^$])\$\{|(?:^|[^%])%\{/.test(text)

/** Scans the text of a template, as it stands in the document. */
export const scanTemplate = (text: string): Scanned => {
  if (!text.includes('${') && !text.includes('%{')) return nothing
  const state: State = { text, references: [], starts: [], ends: [], locals: [] }
  try {
    scanText(state, 0, false)
    return { references: state.references, starts: state.starts, ends: state.ends }
  } catch (reason) {
    if (!(reason instanceof GivenUp)) throw reason
    return reason.flaw === undefined
      ? { references: [], unsure: true }
      : { references: [], flaw: reason.flaw }
  }
}

interface State {
  readonly text: string
  readonly references: Reference[]
  readonly starts: number[]
  readonly ends: number[]
  /** Names that `for` brings in, of the enclosing expressions. */
  readonly locals: string[]
}

class GivenUp extends Error {
  constructor(readonly flaw?: Flaw) {
    super('not scanned')
  }
}

/** Text with interpolations, up to the end or to the closing quote. Returns the place behind it. */
const scanText = (state: State, from: number, quoted: boolean): number => {
  const { text } = state
  const locals = state.locals.length
  let at = from
  for (; at < text.length; at++) {
    const character = text[at]
    if (quoted && character === '"') break
    if (quoted && character === '\\') at++
    else if ((character === '$' || character === '%') && text[at + 1] === '{') {
      if (at > from && text[at - 1] === character) continue
      at = (character === '$' ? scanInterpolation(state, at + 2) : scanDirective(state, at + 2)) - 1
    }
  }
  if (quoted && at >= text.length) throw new GivenUp('unclosed')
  state.locals.length = locals
  return at + 1
}

const scanInterpolation = (state: State, from: number): number =>
  scanExpression(state, state.text[from] === '~' ? from + 1 : from, '}')

/** `%{ if … }`, `%{ for a, b in … }` and their ends. The names of a `for` hold to the end of the text around it. */
const scanDirective = (state: State, from: number): number => {
  const [word, after] = nextToken(state.text, state.text[from] === '~' ? from + 1 : from)
  if (word.kind !== 'name') throw new GivenUp('directive')
  if (word.text === 'for') return scanExpression(state, readForNames(state, after), '}')
  if (['if', 'else', 'endif', 'endfor'].includes(word.text)) return scanExpression(state, after, '}')
  throw new GivenUp('directive')
}

/** `k, v in`, behind the word `for`. */
const readForNames = (state: State, from: number): number => {
  for (let at = from; ; ) {
    const [token, after] = nextToken(state.text, at)
    at = after
    if (token.kind === 'name' && token.text === 'in') return at
    if (token.kind === 'name') state.locals.push(token.text)
    else if (token.kind !== 'newline' && !(token.kind === 'sign' && token.text === ',')) throw new GivenUp()
  }
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const constants = new Set(['true', 'false', 'null'])
const words = new Set(['if', 'in', 'for'])

/** An expression up to its closing bracket. Returns the place behind that. */
const scanExpression = (state: State, from: number, end: string, isObject = false): number => {
  const locals = state.locals.length
  let at = from
  let before: Token | undefined
  let began = false
  let isFor = false
  let questions = 0
  for (;;) {
    const [token, after] = nextToken(state.text, at)
    at = after
    if (token.kind === 'end') throw new GivenUp('unclosed')
    if (token.kind === 'heredoc') throw new GivenUp()
    if (token.kind === 'invalid') throw new GivenUp('character')
    if (token.kind === 'quote') at = scanText(state, at, true)
    else if (token.kind === 'name') {
      if (token.text === 'for' && end !== ')' && !began) {
        isFor = true
        at = readForNames(state, at)
      } else if (!isMember(before) && !(isObject && !isFor && isKey(state.text, at, before)))
        at = scanName(state, token.text, at, isFor)
    } else if (token.kind === 'sign') {
      if (token.text === end) break
      if (token.text in closing) at = scanExpression(state, at, closing[token.text]!, token.text === '{')
      else if (token.text === '?') questions++
      // In an interpolation of its own, a colon belongs to a conditional: `\${VARIABLE:-default}` is a shell's.
      else if (token.text === ':' && end === '}' && !isObject && questions-- === 0) throw new GivenUp('colon')
      else if (')]}'.includes(token.text)) throw new GivenUp()
    }
    if (token.kind !== 'newline' || isObject) before = token
    began ||= token.kind !== 'newline'
  }
  state.locals.length = locals
  return at
}

/** Behind a dot stands an attribute, behind `::` the rest of a function's name. */
const isMember = (before: Token | undefined): boolean =>
  before?.kind === 'sign' && (before.text === '.' || before.text === '::')

/** A bare name before `=` or `:` at the beginning of an object's entry is a key. */
const isKey = (text: string, at: number, before: Token | undefined): boolean => {
  const begins =
    before === undefined || before.kind === 'newline' || (before.kind === 'sign' && before.text === ',')
  const [next] = nextToken(text, at)
  return begins && next.kind === 'sign' && (next.text === '=' || next.text === ':')
}

const scanName = (state: State, first: string, from: number, isFor: boolean): number => {
  const [follower] = nextToken(state.text, from)
  if (follower.kind === 'sign' && (follower.text === '(' || follower.text === '::')) return from
  const reference: [string, ...string[]] = [first]
  let at = from
  for (;;) {
    const [dot, behindDot] = nextToken(state.text, at)
    if (dot.kind !== 'sign' || dot.text !== '.') break
    const [member, behindMember] = nextToken(state.text, behindDot)
    if (member.kind !== 'name') break
    reference.push(member.text)
    at = behindMember
  }
  const isWord = reference.length === 1 && (constants.has(first) || (isFor && words.has(first)))
  if (!isWord && !state.locals.includes(first)) {
    state.references.push(reference)
    state.starts.push(from - first.length)
    state.ends.push(at)
  }
  return at
}
