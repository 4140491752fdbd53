/**
 * Selection paths, as `nix-instantiate -A` has them: names and indices of lists with dots between, names in quotes where
 * they hold a dot (Nix' libexpr/attr-path.cc). Functions on the way are called.
 */
import { fromBytes } from '../syntax/bytes.js'
import { suggest } from '../syntax/suggest.js'
import { Attrs } from './attrs.js'
import { autoCall } from './auto-call.js'
import { describeType, typeName } from './describe.js'
import { evaluationError, NixError } from './failure.js'
import { force } from './force.js'
import type { Slot, Value } from './values.js'

/** The value at a path; a function at its end is not called. Throws a NixError in Nix' words where there is none. */
export const selectPath = (value: Value, path: string, args: Attrs): Value => {
  let current = value
  for (const name of stepsOf(path)) {
    const holder = autoCall(current, args)
    if (name === '') throw evaluationError(`empty attribute name in selection path '${fromBytes(path)}'`)
    current = force(/^\d+$/.test(name) ? element(holder, name, path) : named(holder, name, path))
  }
  return current
}

const stepsOf = (path: string): readonly string[] => {
  const steps: string[] = []
  let step = ''
  for (let at = 0; at < path.length; at++) {
    if (path[at] === '.') {
      steps.push(step)
      step = ''
    } else if (path[at] === '"') {
      const end = path.indexOf('"', at + 1)
      if (end < 0)
        throw new NixError('nix-syntax', `missing closing quote in selection path '${fromBytes(path)}'`)
      step += path.slice(at + 1, end)
      at = end
    } else step += path[at]
  }
  return step === '' ? steps : [...steps, step]
}

const element = (value: Value, index: string, path: string): Slot => {
  if (!Array.isArray(value)) throw wrongKind('a list', value, path)
  const slot: Slot | undefined = value[Number(index)]
  if (slot !== undefined) return slot
  throw new NixError(
    'nix-missing-attribute',
    `list index ${index} in selection path '${fromBytes(path)}' is out of range`,
  )
}

const named = (value: Value, name: string, path: string): Slot => {
  if (!(value instanceof Attrs)) throw wrongKind('a set', value, path)
  const slot = value.get(name)
  if (slot !== undefined) return slot
  const error = new NixError(
    'nix-missing-attribute',
    `attribute '${fromBytes(name)}' in selection path '${fromBytes(path)}' not found`,
  )
  error.suggestions = suggest(name, value.shape.names)
  throw error
}

const wrongKind = (wanted: string, value: Value, path: string): NixError =>
  new NixError(
    'nix-type',
    `the expression selected by the selection path '${fromBytes(path)}' should be ${wanted} but is ${describeType(typeName(value))}`,
  )
