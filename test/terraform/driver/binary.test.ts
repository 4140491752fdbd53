import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBinary } from '../../../src/terraform/driver/binary.js'
import { complaint } from '../../support/diagnostics.js'
import { program } from '../../support/programs.js'
import { scratch } from '../../support/scratch.js'

const path = process.env.PATH
let here = ''

beforeEach(() => {
  here = scratch()
  // `echo` and `printf` are the shell's own: the programs need nothing else on PATH.
  process.env.PATH = here
})
afterEach(() => {
  process.env.PATH = path
})

const tofu = (version: string) => program(here, 'tofu', `echo "OpenTofu v${version}"; echo "on linux_amd64"`)
const terraform = (version: string) => program(here, 'terraform', `echo "Terraform v${version}"`)
const find = (options: object = {}) => findBinary({ cwd: here, cache: `${here}/cache.json`, ...options })

describe('which program is driven', () => {
  it('tofu, else terraform, else none', async () => {
    expect(await complaint(find)).toMatchInlineSnapshot(`
      "error[tool-missing]: neither tofu nor terraform is on PATH
        hint: install OpenTofu (https://opentofu.org/docs/intro/install) or Terraform, or name a program with --bin PATH
      "
    `)
    terraform('1.11.4')
    expect(await find()).toEqual({ path: `${here}/terraform`, dialect: 'terraform', version: '1.11.4' })
    tofu('1.8.0')
    expect(await find()).toEqual({ path: `${here}/tofu`, dialect: 'tofu', version: '1.8.0' })
    expect(await find({ dialect: 'terraform' })).toMatchObject({ dialect: 'terraform' })
  })

  it('the one that is named, whatever its name', async () => {
    program(here, 'my-tofu', 'echo "OpenTofu v1.10.0-beta1"')
    const expected = { path: `${here}/my-tofu`, dialect: 'tofu', version: '1.10.0-beta1' }
    expect(await find({ bin: './my-tofu' })).toEqual(expected)
    expect(await find({ bin: 'my-tofu' })).toEqual(expected)
    expect(
      await complaint(() => find({ bin: './my-tofu', dialect: 'terraform' }), here),
    ).toMatchInlineSnapshot(`
      "error[usage]: <here>/my-tofu is OpenTofu, but terraform is asked for
      "
    `)
  })

  it('one that is there', async () => {
    expect(await complaint(() => find({ dialect: 'tofu' }))).toMatchInlineSnapshot(`
      "error[tool-missing]: there is no program 'tofu' on PATH
        hint: install OpenTofu (https://opentofu.org/docs/intro/install), or name the program with --bin PATH
      "
    `)
    expect(await complaint(() => find({ bin: './gone' }))).toMatchInlineSnapshot(`
      "error[tool-missing]: there is no program './gone'
        hint: install gone
      "
    `)
  })

  it('one that is new enough, and is OpenTofu or Terraform', async () => {
    terraform('1.9.8')
    expect(await complaint(find, here)).toMatchInlineSnapshot(`
      "error[tool-version]: Terraform 1.9.8 is too old
        it is <here>/terraform
        hint: install Terraform 1.11.0 or newer, or name another program with --bin PATH
      "
    `)
    tofu('1.7.9')
    expect(await complaint(find, here)).toMatchInlineSnapshot(`
      "error[tool-version]: OpenTofu 1.7.9 is too old
        it is <here>/tofu
        hint: install OpenTofu 1.8.0 or newer, or name another program with --bin PATH
      "
    `)
    program(here, 'other', 'echo "usage: other"')
    expect(await complaint(() => find({ bin: 'other' }), here)).toMatchInlineSnapshot(`
      "error[tool-version]: <here>/other is neither OpenTofu nor Terraform
        '<here>/other version' printed: usage: other
      "
    `)
  })
})

it('is asked for its version once, and again when it has changed', async () => {
  program(here, 'tofu', 'echo asked >> asked; echo "OpenTofu v1.9.0"')
  const asked = () => (existsSync('asked') ? readFileSync('asked', 'utf8').split('\n').length - 1 : 0)
  const before = process.cwd()
  process.chdir(here)
  try {
    await find()
    await find()
    expect(asked()).toBe(1)
    program(here, 'tofu', 'echo asked >> asked; echo "OpenTofu v1.10.0"')
    expect(await find()).toMatchObject({ version: '1.10.0' })
    expect(asked()).toBe(2)
  } finally {
    process.chdir(before)
  }
})
