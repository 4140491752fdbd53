/**
 * `derivation` and `derivationStrict`: a set is turned into a store derivation, whose path and output paths are computed
 * as Nix computes them. Nothing is built or written; the text of the `.drv` is kept with the session's sources.
 */

import { type DerivationHashes, type DerivationInput, instantiate } from '../../store/derivation.js'
import { type HashAlgorithm, parseHashAlgorithm, parseOutputHash } from '../../store/hash.js'
import { type IngestionMethod, storeNameProblem } from '../../store/store-path.js'
import { fromBytes } from '../../syntax/bytes.js'
import { type Attrs, record, update } from '../attrs.js'
import { coerce } from '../coerce.js'
import { expectBool, expectList, expectPlain, expectSet, expectString } from '../expect.js'
import { evaluationError, withFrame } from '../failure.js'
import { force } from '../force.js'
import { printName } from '../print.js'
import type { Session } from '../session.js'
import { ContextSet, textOf } from '../strings.js'
import { quoteJson } from '../text/escape.js'
import { toJson } from '../to-json.js'
import { ContextString, type Slot, Thunk, type Value } from '../values.js'
import { member } from './attrsets.js'
import { readElement } from './context.js'
import type { BuiltinTable } from './table.js'

/** What the members of the set say about the derivation. */
interface Collected {
  builder: string
  system: string
  args: string[]
  outputs: string[]
  readonly env: Map<string, string>
  readonly json: string[]
  outputHash: string | undefined
  algorithm: HashAlgorithm | undefined
  method: IngestionMethod | undefined
  contentAddressed: boolean
  impure: boolean
}

const special = new Set(['builder', 'system', 'outputs', 'outputHash', 'outputHashAlgo', 'outputHashMode'])

const methodOf = (mode: string): IngestionMethod => {
  if (mode === 'recursive' || mode === 'nar') return 'recursive'
  if (mode === 'flat') return 'flat'
  throw evaluationError(`invalid value '${fromBytes(mode)}' for 'outputHashMode' attribute`)
}

const checkOutputs = (outputs: readonly string[]): string[] => {
  const seen = new Set<string>()
  for (const output of outputs) {
    if (seen.has(output)) throw evaluationError(`duplicate derivation output '${fromBytes(output)}'`)
    if (output === 'drvPath') throw evaluationError("invalid derivation output name 'drvPath'")
    seen.add(output)
  }
  if (seen.size === 0) throw evaluationError('derivation cannot have an empty set of outputs')
  return [...seen]
}

const words = (text: string): string[] => text.split(/[ \t\n\r]+/).filter(word => word !== '')

/** Takes the text of a member that means something to Nix itself. */
const setSpecial = (into: Collected, name: string, text: string): void => {
  if (name === 'builder') into.builder = text
  else if (name === 'system') into.system = text
  else if (name === 'outputs') into.outputs = checkOutputs(words(text))
  else if (name === 'outputHash') into.outputHash = text
  else if (name === 'outputHashAlgo')
    into.algorithm = text === '' || text === 'nar' ? undefined : parseHashAlgorithm(text)
  else if (name === 'outputHashMode') into.method = methodOf(text)
}

const setStructured = (
  session: Session,
  into: Collected,
  name: string,
  slot: Slot,
  context: ContextSet,
): void => {
  into.json.push(`${quoteJson(name)}:${toJson(session, slot, context)}`)
  if (!special.has(name)) return
  if (name === 'outputs') into.outputs = checkOutputs(expectList(slot).map(expectPlain))
  else if (name === 'builder') into.builder = context.take(expectString(slot))
  else setSpecial(into, name, expectPlain(slot))
}

const collect = (session: Session, set: Attrs, drvName: string, context: ContextSet): Collected => {
  const structuredSlot = set.get('__structuredAttrs')
  const structured = structuredSlot !== undefined && expectBool(structuredSlot)
  const ignoreSlot = set.get('__ignoreNulls')
  const ignoreNulls = ignoreSlot !== undefined && expectBool(ignoreSlot)
  const into: Collected = {
    builder: '',
    system: '',
    args: [],
    outputs: ['out'],
    env: new Map(),
    json: [],
    outputHash: undefined,
    algorithm: undefined,
    method: undefined,
    contentAddressed: false,
    impure: false,
  }
  const more = { more: true, copy: true } as const

  const take = (name: string, slot: Slot): void => {
    if (ignoreNulls && force(slot) === null) return
    if (name === '__contentAddressed') into.contentAddressed = expectBool(slot)
    else if (name === '__impure') into.impure = expectBool(slot)
    else if (name === 'args') into.args = expectList(slot).map(item => coerce(session, item, context, more))
    else if (structured) {
      if (name !== '__structuredAttrs') setStructured(session, into, name, slot, context)
    } else {
      const text = coerce(session, slot, context, more)
      into.env.set(name, text)
      setSpecial(into, name, text)
    }
  }

  for (const [i, name] of set.shape.names.entries()) {
    if (name === '__ignoreNulls') continue
    try {
      take(name, set.values[i]!)
    } catch (error) {
      throw withFrame(
        error,
        `while evaluating attribute '${printName(name)}' of derivation '${fromBytes(drvName)}'`,
        set.shape.positions?.[i] ?? null,
      )
    }
  }
  if (structured) into.env.set('__json', `{${into.json.join(',')}}`)
  return into
}

/** The sources and derivations that the derivation's strings name. */
const inputsOf = (session: Session, context: ContextSet) => {
  const inputSources = new Set<string>()
  const inputDerivations = new Map<string, Set<string>>()
  const addOutput = (path: string, output: string) => {
    const outputs = inputDerivations.get(path)
    if (outputs) outputs.add(output)
    else inputDerivations.set(path, new Set([output]))
  }
  const addClosure = (path: string, seen: Set<string>): void => {
    if (seen.has(path)) return
    seen.add(path)
    inputSources.add(path)
    const known = session.derivations.get(path)
    if (!known) return
    for (const output of known.outputs) addOutput(path, output)
    for (const reference of known.references) addClosure(reference, seen)
  }
  for (const text of context) {
    const element = readElement(text)
    if (element.kind === 'path') inputSources.add(element.path)
    else if (element.kind === 'output') addOutput(element.path, element.output)
    else addClosure(element.path, new Set())
  }
  return { inputSources, inputDerivations }
}

const strict = (session: Session, hashes: DerivationHashes, set: Attrs, name: string): Attrs => {
  const problem = storeNameProblem(name)
  if (problem !== undefined)
    throw evaluationError(`invalid derivation name: ${problem}. Please pass a different 'name'.`)
  const context = new ContextSet()
  const collected = collect(session, set, name, context)
  const { outputHash, algorithm, method } = collected
  let fixedOutput: DerivationInput['fixedOutput']
  if (outputHash !== undefined) {
    const { hash, assumed } = parseOutputHash(outputHash, algorithm)
    if (assumed) session.settings.print(`warning: ${assumed}`)
    fixedOutput = { method: method ?? 'flat', hash }
  }
  const { drvPath, outputs, text, references } = instantiate(
    {
      name,
      system: collected.system,
      builder: collected.builder,
      args: collected.args,
      env: collected.env,
      outputs: collected.outputs,
      ...inputsOf(session, context),
      ...(fixedOutput ? { fixedOutput } : {}),
      contentAddressed: collected.contentAddressed,
      impure: collected.impure,
    },
    hashes,
  )
  session.sources.set(drvPath, { kind: 'derivation', text })
  session.derivations.set(drvPath, { outputs: [...outputs.keys()], references })
  const result: Record<string, Slot> = { drvPath: new ContextString(drvPath, new Set([`=${drvPath}`])) }
  for (const [output, path] of outputs)
    result[output] = new ContextString(path, new Set([`!${output}!${drvPath}`]))
  return record(result)
}

const derivationStrict = (session: Session, hashes: DerivationHashes, slot: Slot): Attrs => {
  const set = expectSet(slot)
  const nameSlot = member(set, 'name')
  let name: string
  try {
    name = expectPlain(nameSlot)
  } catch (error) {
    throw withFrame(error, "while evaluating the derivation attribute 'name'", set.position('name'))
  }
  try {
    return strict(session, hashes, set, name)
  } catch (error) {
    const where = set.position('name')
    throw withFrame(
      error,
      `while evaluating derivation '${fromBytes(name)}'\n  whose name attribute is located at ${where ?? '«none»'}`,
      null,
    )
  }
}

/** The set that `derivation` gives: the arguments, one set for each output, and lazily the paths. */
const derivation = (session: Session, hashes: DerivationHashes, slot: Slot): Value => {
  const drvAttrs = expectSet(slot)
  const outputsSlot = drvAttrs.get('outputs')
  const names = outputsSlot === undefined ? ['out'] : expectList(outputsSlot).map(expectPlain)
  const computed = new Thunk(() => derivationStrict(session, hashes, drvAttrs), undefined)
  const path = (name: string): Thunk => new Thunk(() => force(member(expectSet(computed), name)), undefined)
  const values = new Map<string, Thunk>()
  const all = new Thunk(() => names.map(name => values.get(name)!), undefined)
  const outputSet = (outputName: string): Value =>
    update(
      update(update(drvAttrs, record(Object.fromEntries(values))), record({ all, drvAttrs })),
      record({ outPath: path(outputName), drvPath: path('drvPath'), type: 'derivation', outputName }),
    )
  for (const name of names) values.set(name, new Thunk(() => outputSet(name), undefined))
  if (names.length === 0) throw evaluationError("'builtins.head' called on an empty list")
  return force(values.get(textOf(names[0]!))!)
}

export const derivationBuiltins = (session: Session): BuiltinTable => {
  const hashes: DerivationHashes = new Map()
  return {
    derivation: [1, set => derivation(session, hashes, set)],
    derivationStrict: [1, set => derivationStrict(session, hashes, set)],
  }
}
