/** Random module sets: our merge against the module system's own, in one Nix process. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DefinitionsDocument, Node } from '../../src/modules/definitions.js'
import { mergeDocument } from '../../src/modules/merge.js'
import { nixEngine } from '../../src/nix/nix-command/engine.js'
import { run } from '../../src/process/run.js'
import { temporaryFolder } from '../support/compile.js'
import { hasBundledLib, hasNix, nixpkgsLib, repository } from '../support/nix.js'
import { randomModules } from '../support/random-modules.js'

const projects = Number(process.env.TERRANE_RANDOM_PROJECTS ?? 120)
const seed = Number(process.env.TERRANE_SEED ?? 20_261_121)

interface Answer {
  readonly definitions: DefinitionsDocument
  /** null: Nix' merge throws. */
  readonly config: Node
}

const evaluateAll = async (
  sources: readonly (readonly string[])[],
  lib: string | undefined,
): Promise<readonly Answer[]> => {
  const folder = temporaryFolder()
  const requests = sources.map((modules, index) => {
    mkdirSync(join(folder, `${index}`))
    const paths = modules.map((_, number) => join(folder, `${index}`, `${number}.nix`))
    modules.forEach((source, number) => {
      writeFileSync(paths[number]!, source)
    })
    const entries = paths.map(path => ({ path }))
    return { entries, lib: lib ?? null, pkgs: null, paths: [], foreign: [] }
  })
  writeFileSync(join(folder, 'requests.json'), JSON.stringify(requests))
  writeFileSync(
    join(folder, 'all.nix'),
    `{ ... }: { result = map (asked: let
        answer = import ${repository}/nix/runtime.nix { request = builtins.toJSON asked; };
        config = builtins.tryEval (builtins.deepSeq answer.config.resource answer.config.resource);
      in { inherit (answer) definitions; config = if config.success then config.value else null; })
      (builtins.fromJSON (builtins.readFile ./requests.json)); }`,
  )
  const request = {
    file: join(folder, 'all.nix'),
    attribute: 'result',
    strings: {},
    expressions: {},
    searchPath: [],
    cwd: folder,
  }
  return (await nixEngine({ run })(request)) as unknown as readonly Answer[]
}

const libs = [...(hasBundledLib ? [undefined] : []), ...(nixpkgsLib === undefined ? [] : [nixpkgsLib])]

for (const lib of libs)
  describe.skipIf(!hasNix)(
    `random modules with ${lib === undefined ? 'the bundled lib' : 'nixpkgs’ lib'}`,
    () => {
      it(`merge as Nix merges them (${projects} projects, seed ${seed})`, async () => {
        const sources = fc.sample(randomModules, { numRuns: projects, seed })
        const answers = await evaluateAll(sources, lib)
        let agreed = 0
        answers.forEach(({ definitions, config }, index) => {
          const { document, problems } = mergeDocument(definitions)
          const shown = sources[index]!.join('\n')
          // A property inside another is nonsense that nixpkgs merges as an ordinary set; we refuse it.
          if (problems.some(problem => problem.code === 'module-nested-property')) return
          if (config === null) {
            expect(problems, shown).not.toEqual([])
            return
          }
          expect(problems, shown).toEqual([])
          const ofNix = mergeDocument({
            ...definitions,
            options: { resource: { _type: 'computed', files: [], value: config } },
          })
          expect(document.options.resource ?? {}, shown).toEqual(ofNix.document.options.resource)
          agreed++
        })
        // Else the generator clashes too often to say anything.
        expect(agreed).toBeGreaterThan(projects / 2)
      })
    },
  )
