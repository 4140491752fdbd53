/** A project that consists of stacks: its own modules say which, and make nothing themselves. */

import { isAbsolute, normalize, relative } from 'node:path'
import { failure, type Label, TerraneError } from '../../contracts/diagnostic.js'
import { nearest } from '../../contracts/nearest.js'
import type { DefinitionsDocument, DescribedStack, Place } from '../../modules/definitions.js'
import { inCharacters } from '../../nix/place-in-characters.js'
import type { Compiled } from '../compile.js'
import type { CompileOptions } from '../compile-options.js'
import { diagnosticsOf, type FoundProblem } from '../document-check.js'
import type { Engine } from '../engine.js'
import { inProject } from '../explain.js'
import { makeDocument, nonEmpty } from '../make-document.js'
import { stackFolder } from './stack-folders.js'

/**
 * What is known of a project with stacks. Throws `stack-invalid` for what can't be right whatever the stacks are; without
 * `takesStacks` `stack-unspecified`.
 */
export const projectOfStacks = async (
  definitions: DefinitionsDocument,
  stacks: readonly DescribedStack[],
  options: CompileOptions,
  engine: Engine,
): Promise<Compiled> => {
  if (options.stack !== undefined)
    throw new TerraneError(
      inProject(
        failure('stack-invalid', `the stack '${options.stack}' has stacks itself`, {
          labels: stacks.flatMap(({ position }) => labels(position)),
          hint: 'declare all stacks in the project, terrane.stacks.<name>, one beside the other',
        }).diagnostics[0],
        options,
      ),
    )
  await refuseDocument(definitions, options, engine)
  const names = stacks.map(({ name }) => name)
  const problems = [
    ...stacks.flatMap(stack => [...problemsOf(stack, names)]),
    ...sharedFolders(stacks, options.workFolder),
  ]
  if (problems.length > 0)
    throw new TerraneError(
      nonEmpty(problems.flatMap(({ diagnostics }) => diagnostics).map(one => inProject(one, options))),
    )
  if (options.takesStacks !== true) throw unspecified(names)
  const { dialect } = definitions.settings
  const warnings = definitions.warnings.map(message => ({
    code: 'module-warning' as const,
    severity: options.strict ? ('error' as const) : ('warning' as const),
    message,
    labels: [],
  }))
  if (options.strict && warnings.length > 0) throw new TerraneError(nonEmpty(warnings))
  return {
    text: '',
    warnings,
    storePaths: [],
    definitions,
    stacks,
    ...(dialect === null ? {} : { dialect }),
  }
}

const unspecified = (names: readonly string[]) =>
  failure('stack-unspecified', 'the project has stacks, and this is about one of them', {
    notes: [`it has ${names.join(', ')}`],
    hint: `say which: --stack ${names[0]}`,
  })

/** A block beside the stacks would be in nobody's state. */
const refuseDocument = async (definitions: DefinitionsDocument, options: CompileOptions, engine: Engine) => {
  const { shaped, manifest } = await makeDocument(definitions, { ...options, check: false }, engine)
  const found: FoundProblem[] = Object.keys(shaped).map(name => ({
    code: 'stack-invalid',
    severity: 'error',
    path: [name],
    message: 'a project with stacks has nothing beside them',
    hint: 'put it into a module of one of terrane.stacks',
  }))
  if (found.length > 0)
    throw new TerraneError(nonEmpty(await diagnosticsOf(found, options, { definitions, engine })))
  if (manifest === undefined) return
  throw failure('stack-invalid', 'a project with stacks has no hosts beside them', {
    hint: 'put nixos.hosts into a module of one of terrane.stacks',
  })
}

/** What the name of a block and of a folder may be. */
const nameRule = /^[a-zA-Z_][a-zA-Z0-9_-]*$/

const problemsOf = function* (
  { name, after, workFolder, position, afterPosition, folderPosition }: DescribedStack,
  names: readonly string[],
) {
  if (!nameRule.test(name))
    yield failure('stack-invalid', `a stack can't be called '${name}'`, {
      labels: labels(position),
      hint: 'its name is part of addresses: letters, digits, _ and -, and no digit first',
    })
  for (const other of after) {
    if (other === name)
      yield failure('stack-invalid', `the stack '${name}' can't come after itself`, {
        labels: labels(afterPosition),
      })
    else if (!names.includes(other)) yield unknownStack(other, names, { labels: labels(afterPosition) })
  }
  const folder = folderProblem(workFolder ?? 'stacks')
  if (folder !== undefined)
    yield failure('stack-invalid', `the work folder of the stack '${name}' is ${folder}`, {
      labels: labels(folderPosition),
      notes: [`it is '${workFolder}'`],
      hint: "write it relative to the project's work folder, as in live/network",
    })
}

/** Outside there may be another project's, which is asked about nothing; and two folders are made and emptied by others. */
const folderProblem = (workFolder: string): string | undefined => {
  if (workFolder === '' || isAbsolute(workFolder)) return 'not a relative path'
  const [top] = normalize(workFolder).split('/')
  if (top === '..') return "outside of the project's"
  return top === '.terrane' || top === '.terraform' ? `in ${top}, which is kept for other things` : undefined
}

/** One state for two would let each destroy what the other made. */
const sharedFolders = function* (stacks: readonly DescribedStack[], workFolder: string) {
  const owners = new Map<string, DescribedStack>()
  for (const stack of stacks) {
    const folder = stackFolder(workFolder, stack)
    const other = owners.get(folder)
    const places = { labels: [stack, ...(other ? [other] : [])].flatMap(one => labels(one.folderPosition)) }
    if (relative(workFolder, folder) === '')
      yield failure(
        'stack-invalid',
        `the work folder of the stack '${stack.name}' is the project's own`,
        places,
      )
    else if (other !== undefined)
      yield failure('stack-invalid', `the stacks '${other.name}' and '${stack.name}' have one work folder`, {
        ...places,
        notes: ['one state for both would let each destroy what the other made'],
      })
    owners.set(folder, stack)
  }
}

const labels = (position: Place | null): readonly Label[] =>
  position === null ? [] : [{ position: inCharacters(position) }]

/** There is no stack of that name. */
export const unknownStack = (
  name: string,
  names: readonly string[],
  { labels }: { readonly labels: readonly Label[] } = { labels: [] },
): TerraneError => {
  const similar = nearest(name, names)
  return failure('stack-unknown', `there is no stack '${name}'`, {
    labels,
    notes: [`the project has ${names.join(', ')}`],
    ...(similar === undefined ? {} : { hint: `did you mean ${similar}?` }),
  })
}
