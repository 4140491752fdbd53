/**
 * A backtracking machine that finds the match that GNU's C++ library finds. It is neither POSIX' longest match nor
 * JavaScript's first: repetitions are greedy and stop at the first solution, but both branches of a choice are tried
 * and the longer match wins; groups keep what they held in earlier rounds; a round may match nothing twice in a place.
 * The stack is explicit, so that no text overflows it, and the steps are counted, so that no expression runs forever.
 */
import { type First, firstOf } from './first.js'
import { RegexError } from './regex-error.js'
import type { Regex } from './syntax.js'

type Instruction =
  | { readonly op: 'set'; readonly set: Uint8Array }
  | { readonly op: 'start' | 'end' | 'accept' }
  | { readonly op: 'open' | 'close'; readonly group: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'choice'; readonly first: number; second: number }
  /** Once more, or leave; `counter` is what says whether a round matched nothing. */
  | { readonly op: 'repeat'; more: number; leave: number; readonly counter: number }

export interface Program {
  readonly instructions: readonly Instruction[]
  readonly groups: number
  readonly counters: number
  readonly first: First
}

export interface Found {
  readonly from: number
  readonly to: number
  /** Start and end of each group from 1 on; -1 where it took no part. */
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** The library's own limit on states; Nix calls it a memory limit. */
const mostStates = 100_000

/** About two seconds. Nix would go on until its stack ends. */
const mostSteps = 30_000_000

/** Compiles an expression. Throws `RegexError` where it has too many states. */
export const compile = (root: Regex, groups: number): Program => {
  const instructions: Instruction[] = []
  let counters = 0

  const emit = <One extends Instruction>(instruction: One): One => {
    if (instructions.length >= mostStates) throw new RegexError('limit')
    instructions.push(instruction)
    return instruction
  }

  const write = (node: Regex): void => {
    switch (node.kind) {
      case 'set':
        emit({ op: 'set', set: node.set })
        break
      case 'start':
      case 'end':
        emit({ op: node.kind })
        break
      case 'group':
        emit({ op: 'open', group: node.index })
        write(node.body)
        emit({ op: 'close', group: node.index })
        break
      case 'sequence':
        for (const item of node.items) write(item)
        break
      case 'choice':
        writeChoice(node.branches)
        break
      case 'repeat':
        writeRepeat(node)
        break
    }
  }

  const writeChoice = (branches: readonly Regex[]): void => {
    const jumps: { to: number }[] = []
    for (const branch of branches.slice(0, -1)) {
      const choice = emit({ op: 'choice', first: instructions.length + 1, second: 0 })
      write(branch)
      jumps.push(emit({ op: 'jump', to: 0 }))
      choice.second = instructions.length
    }
    write(branches.at(-1)!)
    for (const jump of jumps) jump.to = instructions.length
  }

  const writeRepeat = ({ body, min, max }: Extract<Regex, { kind: 'repeat' }>): void => {
    const repeat = (more: number) => emit({ op: 'repeat', more, leave: 0, counter: counters++ })
    if (min === 1 && max === Number.POSITIVE_INFINITY) {
      const start = instructions.length
      write(body)
      repeat(start).leave = instructions.length
      return
    }
    for (let round = 0; round < min; round++) write(body)
    if (max === Number.POSITIVE_INFINITY) {
      const start = instructions.length
      const loop = repeat(start + 1)
      write(body)
      emit({ op: 'jump', to: start })
      loop.leave = instructions.length
      return
    }
    const exits: { leave: number }[] = []
    for (let round = min; round < max; round++) {
      exits.push(repeat(instructions.length + 1))
      write(body)
    }
    for (const exit of exits) exit.leave = instructions.length
  }

  write(root)
  emit({ op: 'accept' })
  return { instructions, groups, counters, first: firstOf(root) }
}

export interface RunOptions {
  /** The match must reach the end of the text. */
  readonly whole?: boolean
  /** The match must not be empty. */
  readonly notEmpty?: boolean
  /** Only a match that starts at `from`. */
  readonly here?: boolean
  /** There is text before `from`, so that `^` doesn't match there. */
  readonly inside?: boolean
}

/** Finds a match in `text` that starts at `from` or later. Throws `RegexError` after too many steps. */
export const run = (
  program: Program,
  text: string,
  from: number,
  options: RunOptions = {},
): Found | undefined => {
  const steps = { left: mostSteps }
  const { set, nullable } = program.first
  for (let start = from; start <= text.length; start++) {
    if (nullable || set[text.charCodeAt(start)]) {
      const found = attempt(program, text, start, options, options.inside || start > from, steps)
      if (found) return found
    }
    if (options.here) break
  }
  return undefined
}

// What lies on the stack, each with four numbers: a place to go back to, or a value to put back.
const resume = 0
const resumeUnlessSolved = 1
const restoreStart = 2
const restoreEnd = 3
const restoreCounter = 4

const attempt = (
  { instructions, groups, counters }: Program,
  text: string,
  from: number,
  options: RunOptions,
  inside: boolean,
  steps: { left: number },
): Found | undefined => {
  const starts = new Int32Array(groups + 1).fill(-1)
  const ends = new Int32Array(groups + 1).fill(-1)
  const places = new Int32Array(counters)
  const rounds = new Int32Array(counters)
  const stack: number[] = []
  let best: Found | undefined
  let solutions = 0
  let at = 0
  let position = from

  const remember = (counter: number, round: number) => {
    stack.push(restoreCounter, counter, places[counter]!, rounds[counter]!)
    places[counter] = position
    rounds[counter] = round
  }

  /** One step; false where this way fails. */
  const step = (): boolean => {
    const instruction = instructions[at]!
    switch (instruction.op) {
      case 'set':
        if (position >= text.length || !instruction.set[text.charCodeAt(position)]) return false
        position++
        at++
        return true
      case 'start':
        at++
        return position === from && !inside
      case 'end':
        at++
        return position === text.length
      case 'open':
        stack.push(restoreStart, instruction.group, starts[instruction.group]!, 0)
        starts[instruction.group] = position
        at++
        return true
      case 'close':
        stack.push(restoreEnd, instruction.group, ends[instruction.group]!, 0)
        ends[instruction.group] = position
        at++
        return true
      case 'jump':
        at = instruction.to
        return true
      case 'choice':
        stack.push(resume, instruction.second, position, 0)
        at = instruction.first
        return true
      case 'repeat': {
        stack.push(resumeUnlessSolved, instruction.leave, position, solutions)
        const { counter } = instruction
        const again = rounds[counter]! > 0 && places[counter] === position
        if (again && rounds[counter]! >= 2) return false
        remember(counter, again ? rounds[counter]! + 1 : 1)
        at = instruction.more
        return true
      }
      case 'accept':
        if (options.whole && position !== text.length) return false
        if (options.notEmpty && position === from) return false
        solutions++
        if (!best || position > best.to)
          best = { from, to: position, starts: starts.slice(), ends: ends.slice() }
        return false
    }
  }

  /** Goes back to the last place with another way; false where there is none. */
  const back = (): boolean => {
    while (stack.length > 0) {
      const value = stack.pop()!
      const before = stack.pop()!
      const index = stack.pop()!
      switch (stack.pop()) {
        case restoreStart:
          starts[index] = before
          break
        case restoreEnd:
          ends[index] = before
          break
        case restoreCounter:
          places[index] = before
          rounds[index] = value
          break
        case resumeUnlessSolved:
          if (solutions > value) break
          at = index
          position = before
          return true
        default:
          at = index
          position = before
          return true
      }
    }
    return false
  }

  for (;;) {
    if (--steps.left < 0) throw new RegexError('limit')
    if (step()) continue
    // No later match can be longer than one to the end.
    if (best?.to === text.length || !back()) return best
  }
}
