/** Compiles stacks, and fills in what each reads of the others. */
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import type { DescribedStack } from '../../modules/definitions.js'
import { rooms } from '../../nixos/fleet/fleet.js'
import { renderDocument } from '../../terraform/document/render.js'
import type { Compile } from '../compile.js'
import { compileTelling } from '../compile-telling.js'
import { checkStacks } from './check-stacks.js'
import { errorOfStack, inStack, joinErrors } from './in-stack.js'
import type { Needs } from './order.js'
import { unknownStack } from './project-of-stacks.js'
import { remoteStateOf } from './remote-state.js'
import { readsOf, withRemoteStates } from './remote-states.js'
import { sensitiveOutputs, withSensitiveReads } from './sensitive-reads.js'
import { stackFolder } from './stack-folders.js'
import type { CompiledStack, StackProject } from './stack-project.js'

/** Real Nixes at once. */
const parallelCompiles = 4

/** Stacks whose documents are whole. */
export interface CompiledStacks {
  /** Those that were asked for, and all that they need. */
  readonly filled: ReadonlyMap<string, CompiledStack>
  readonly needs: Needs
}

/**
 * Compiles some stacks and all that they need. Writes nothing. Throws what `compile` throws, of all stacks together;
 * `stack-unknown`, `stack-output`, `stack-cycle`.
 */
export const compileStacks = async (
  project: StackProject,
  names: Iterable<string>,
  compile: Compile,
  emit: Emit,
): Promise<CompiledStacks> => {
  const compiled = await compileAll(project, names, compile, emit)
  const needs: Needs = new Map(
    [...compiled].map(([name, { described, reads }]) => [
      name,
      new Set([...described.after, ...reads.map(({ stack }) => stack)]),
    ]),
  )
  await checkStacks(compiled, needs, project)
  return { filled: new Map([...compiled].map(([name, one]) => [name, filledIn(one, compiled)])), needs }
}

/** Some stacks, then what those need, and so on. */
const compileAll = async (
  project: StackProject,
  names: Iterable<string>,
  compile: Compile,
  emit: Emit,
): Promise<ReadonlyMap<string, CompiledStack>> => {
  const known = new Map(project.stacks.map(stack => [stack.name, stack]))
  const done = new Map<string, CompiledStack>()
  const errors = new Map<string, TerraneError>()
  const room = rooms(parallelCompiles)
  const emitOf = onceForAll(emit)
  const compileOne = async (name: string): Promise<readonly string[]> => {
    const described = known.get(name)
    if (described === undefined) throw unknownStack(name, [...known.keys()])
    const leave = await room()
    try {
      const one = await compiledStack(described, project, compile, emitOf(name))
      done.set(name, one)
      // Who reads what is not there is told of it when all are.
      return [...described.after, ...one.reads.map(({ stack }) => stack).filter(stack => known.has(stack))]
    } catch (error) {
      if (!(error instanceof TerraneError)) throw error
      errors.set(name, errorOfStack(error, name))
      return []
    } finally {
      leave()
    }
  }
  const met = new Set(names)
  for (let next = [...met]; next.length > 0; ) {
    const needed = new Set((await Promise.all(next.map(compileOne))).flat())
    next = [...needed].filter(name => !met.has(name))
    for (const name of next) met.add(name)
  }
  const wrong = [...errors].sort(byName).map(([, error]) => error)
  if (wrong.length > 0) throw joinErrors(wrong)
  return new Map([...done].sort(byName))
}

/** What Nix says of itself and its surroundings is of no stack, and is said once. */
const onceForAll = (emit: Emit): ((stack: string) => Emit) => {
  const said = new Set<string>()
  return stack => {
    const ofStack = inStack(emit, stack)
    return event => {
      if (event.type !== 'diagnostic' || event.diagnostic.code !== 'nix-warning') return ofStack(event)
      if (!said.has(event.diagnostic.message)) emit(event)
      said.add(event.diagnostic.message)
    }
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

const compiledStack = async (
  described: DescribedStack,
  { entries, folder, options, dialect }: StackProject,
  compile: Compile,
  emit: Emit,
): Promise<CompiledStack> => {
  const path = stackFolder(folder.path, described)
  const asked = { ...options, entries, workFolder: path, stack: described.name }
  const compiled = await compileTelling(asked, compile, emit)
  const { document } = compiled
  if (document === undefined) throw failure('stack-invalid', `the stack '${described.name}' has no document`)
  const chosen = compiled.dialect ?? dialect
  return {
    described,
    folder: path,
    compiled: { ...compiled, document, ...(chosen === undefined ? {} : { dialect: chosen }) },
    reads: readsOf(document),
  }
}

const filledIn = (stack: CompiledStack, all: ReadonlyMap<string, CompiledStack>): CompiledStack => {
  const { compiled, folder, reads } = stack
  if (reads.length === 0) return stack
  const whole = withRemoteStates(compiled.document, name => {
    const other = all.get(name)!
    return remoteStateOf(other.compiled.document, other.folder, folder)
  })
  const secret = new Map(
    reads.map(read => [read.stack, sensitiveOutputs(all.get(read.stack)!.compiled.document)]),
  )
  const document = withSensitiveReads(whole, secret)
  return { ...stack, compiled: { ...compiled, document, text: renderDocument(document) } }
}
