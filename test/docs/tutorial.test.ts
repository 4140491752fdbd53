/** docs/tutorial.md, block by block: files are written, commands run, and what they print is compared. */
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BenchHost, benchHost } from '../nixos/bench/host.js'
import { targetOf, wholeNixpkgs } from '../nixos/bench/project.js'
import { hasBench } from '../nixos/bench/requirements.js'
import { oldSystem } from '../nixos/bench/scene.js'
import { builtCommand } from '../support/built-terrane.js'
import { temporaryFolder } from '../support/compile.js'
import { hasTerraform, repository } from '../support/nix.js'
import { asPattern, type Block, blocksOf, fileOf } from './blocks.js'

if (!hasTerraform) console.warn('terraform is missing: the tutorial is not run')
else if (!hasBench) console.warn('there is no bench of hosts: the last step of the tutorial is not run')

const page = join(repository, 'docs', 'tutorial.md')
const blocks = blocksOf(page)
// The last step has a machine; everything before it does without.
const needsHost = blocks.findIndex(({ text }) => text.includes('nixos.hosts'))

describe.skipIf(!hasTerraform)('the tutorial', () => {
  const home = temporaryFolder()
  const folder = join(home, 'shop')
  let machine: BenchHost | undefined

  beforeAll(async () => {
    mkdirSync(folder)
    if (!hasBench) return
    wholeNixpkgs(home)
    machine = await benchHost(oldSystem())
  })
  afterAll(() => machine?.remove())

  /** The machine of the reader is one of the bench. */
  const here = (text: string): string => {
    if (machine === undefined) return text
    const { hostKeys: _, ...target } = targetOf(machine)
    return text.replace(
      'target.host = "192.0.2.10";',
      `target = builtins.fromJSON ''${JSON.stringify(target)}'';`,
    )
  }

  const run = async (command: string): Promise<string> => {
    const [program, ...args] = command.split(' ')
    expect(program).toBe('terrane')
    const child = spawn(process.execPath, [builtCommand, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    })
    let printed = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text
      })
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on('close', resolve)
      child.on('error', reject)
    })
    return status === 0 ? printed : `${printed}[${status}]\n`
  }

  const follow = async (block: Block): Promise<void> => {
    const file = fileOf(block)
    if (file !== undefined) {
      writeFileSync(join(folder, file), `${here(block.text)}\n`)
      return
    }
    expect(block.language, `line ${block.line} is neither a file nor commands`).toBe('console')
    const [first, ...expected] = block.text.split('\n')
    const printed = await run(first!.replace(/^\$ /, ''))
    expect(printed, `${page}:${block.line}: ${first}`).toMatch(asPattern(expected))
  }

  for (const [index, block] of blocks.entries())
    it.skipIf(index >= needsHost && !hasBench)(
      `line ${block.line}: ${block.text.split('\n', 1)[0]}`,
      async () => await follow(block),
      180_000,
    )
})
