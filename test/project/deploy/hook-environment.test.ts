import { lstatSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DeployManifest } from '../../../src/nixos/manifest.js'
import { hookEnvironment, offeredRequest } from '../../../src/project/deploy/hook-environment.js'
import type { Prepared } from '../../../src/project/prepare.js'
import { compileOptions } from '../../support/compile.js'
import { scratch } from '../../support/scratch.js'

const projectWith = (path: string, trigger: 'driver' | 'terraform'): Prepared => ({
  folder: { path, entries: [] },
  entries: [],
  text: '{}',
  facts: () => ({}) as never,
  manifest: { version: 1, hosts: { web: { trigger } } } as unknown as DeployManifest,
})

describe('what Terraform is given for hooks', () => {
  it('is how the project is compiled, and the program itself', () => {
    const folder = scratch()
    const program = join(folder, 'cli.cjs')
    writeFileSync(program, '')
    const { entries: _, workFolder: __, ...options } = compileOptions('/infra.nix', {})
    const prepare = { ...options, files: ['infra.nix'], signal: new AbortController().signal }
    const path = process.env.PATH
    const given = hookEnvironment(projectWith(folder, 'terraform'), { prepare, program })
    expect(given.PATH).toBe(`${folder}/.terrane/bin:${path}`)
    expect(readlinkSync(join(folder, '.terrane', 'bin', 'terrane'))).toBe(program)
    expect(offeredRequest(given)).toMatchObject({ files: ['infra.nix'], workdir: folder })
    // Ours stays as it is.
    expect([process.env.PATH, offeredRequest(process.env)]).toEqual([path, undefined])
  })

  it('is nothing where no host needs it', () => {
    const folder = scratch()
    const offer = { prepare: {} as never, program: '/nonexistent' }
    expect(hookEnvironment(projectWith(folder, 'driver'), offer)).toEqual({})
    expect(() => lstatSync(join(folder, '.terrane'))).toThrow()
  })
})
