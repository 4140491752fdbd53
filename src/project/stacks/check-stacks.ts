/** What can be wrong between stacks: rings, outputs that are not there, promises that are not kept. */

import { type Diagnostic, failure, type Label, TerraneError } from '../../contracts/diagnostic.js'
import { nearest } from '../../contracts/nearest.js'
import type { Place } from '../../modules/definitions.js'
import { inCharacters } from '../../nix/place-in-characters.js'
import { blocksOf } from '../../terraform/document/blocks.js'
import type { FoundProblem } from '../document-check.js'
import { fileInCheckout } from '../flake.js'
import { errorOfStack, joinErrors } from './in-stack.js'
import { type Needs, ringOf } from './order.js'
import { brokenLiterals } from './promises.js'
import type { Read } from './remote-states.js'
import type { CompiledStack, StackProject } from './stack-project.js'

type Stacks = ReadonlyMap<string, CompiledStack>

/** Throws `stack-unknown`, `stack-output`, `stack-cycle`, at the lines of Nix. */
export const checkStacks = async (stacks: Stacks, needs: Needs, project: StackProject): Promise<void> => {
  const errors: TerraneError[] = []
  for (const [name, stack] of stacks) {
    const problems = stack.reads.flatMap(read => wrongRead(read, stacks, project))
    const found = problems.length === 0 ? [] : await stack.compiled.diagnose!(problems)
    const all = [...found, ...(await wrongPromises(stack, project))]
    if (all.length > 0)
      errors.push(errorOfStack(new TerraneError(all as [Diagnostic, ...Diagnostic[]]), name))
  }
  const ring = ringOf(needs)
  if (ring !== undefined) errors.push(await ringError(ring, stacks, project))
  if (errors.length > 0) throw joinErrors(errors)
}

/** The outputs that a stack's modules declare. */
const outputsOf = ({ compiled }: CompiledStack): readonly string[] =>
  blocksOf(compiled.document, 'output').map(({ labels }) => labels[0]!)

const wrongRead = (
  { stack, output, path }: Read,
  stacks: Stacks,
  project: StackProject,
): readonly FoundProblem[] => {
  const other = stacks.get(stack)
  if (other === undefined) {
    const names = project.stacks.map(({ name }) => name)
    const similar = nearest(stack, names)
    return [
      {
        code: 'stack-unknown',
        severity: 'error',
        path,
        message: `there is no stack '${stack}'`,
        notes: [`the project has ${names.join(', ')}`],
        ...(similar === undefined ? {} : { hint: `did you mean ${similar}?` }),
      },
    ]
  }
  const outputs = outputsOf(other)
  if (output === undefined || outputs.includes(output)) return []
  const similar = nearest(output, outputs)
  return [
    {
      code: 'stack-output',
      severity: 'error',
      path,
      message: `the stack '${stack}' has no output '${output}'`,
      notes: [outputs.length === 0 ? 'it has no outputs' : `it has ${outputs.join(', ')}`],
      hint: similar === undefined ? `declare output.${output} in its modules` : `did you mean ${similar}?`,
    },
  ]
}

const wrongPromises = async (stack: CompiledStack, project: StackProject): Promise<readonly Diagnostic[]> => {
  const { described, compiled } = stack
  const outputs = outputsOf(stack)
  const missing = Object.entries(described.outputs).flatMap(([output, { position }]) =>
    outputs.includes(output)
      ? []
      : failure('stack-output', `the stack '${described.name}' does not declare its output '${output}'`, {
          labels: labelsAt(position, project),
          notes: [outputs.length === 0 ? 'it has no outputs' : `it has ${outputs.join(', ')}`],
          hint: `declare output.${output} in its modules, or leave it out here`,
        }).diagnostics,
  )
  const { flaws, problems } = brokenLiterals(described.outputs, compiled.document)
  const unreadable = flaws.flatMap(
    ({ output, flaw }) =>
      failure('stack-invalid', `the type of the output '${output}' can't be read: ${flaw}`, {
        labels: labelsAt(described.outputs[output]!.position, project),
        notes: [`it is '${described.outputs[output]!.type}'`],
      }).diagnostics,
  )
  return [...missing, ...unreadable, ...(problems.length === 0 ? [] : await compiled.diagnose!(problems))]
}

const ringError = async (
  ring: readonly string[],
  stacks: Stacks,
  project: StackProject,
): Promise<TerraneError> => {
  const labels: Label[] = []
  for (const [index, name] of ring.entries()) {
    const next = ring[(index + 1) % ring.length]!
    labels.push(...(await placesOfNeed(stacks.get(name)!, next, project)))
  }
  const [only] = ring
  return ring.length === 1
    ? failure('stack-cycle', `the stack '${only}' reads its own outputs`, { labels })
    : failure('stack-cycle', `stacks need each other: ${[...ring, only].join(' → ')}`, {
        labels,
        notes: ['none of them could be applied first'],
        hint: 'move what both need into a stack of its own',
      })
}

const placesOfNeed = async (
  { described, reads, compiled }: CompiledStack,
  needed: string,
  project: StackProject,
): Promise<readonly Label[]> => {
  const text = `${described.name} needs ${needed}`
  if (described.after.includes(needed))
    return labelsAt(described.afterPosition, project).map(label => ({ ...label, text }))
  const read = reads.find(({ stack }) => stack === needed)
  if (read === undefined) return []
  const [found] = await compiled.diagnose!([
    { code: 'stack-cycle', severity: 'error', path: read.path, message: '' },
  ])
  return (found?.labels.slice(0, 1) ?? []).map(({ position }) => ({ position, text }))
}

const labelsAt = (position: Place | null, { entries }: StackProject): readonly Label[] => {
  if (position === null) return []
  const flake = entries.find(entry => entry.kind === 'flake')
  const file = flake === undefined ? position.file : fileInCheckout(position.file, flake.flake)
  return [{ position: { ...inCharacters(position), file } }]
}
