/** The same cases in the hands of `terraform validate`, with mock providers that serve the same schemas. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../support/compile.js'
import { offlineProviders, succeeded } from '../../support/offline-providers.js'
import { hasTerraform } from '../../support/terraform.js'
import { type Case, cases, requirements } from './cases.js'

interface Told {
  readonly severity: string
  readonly detail: string
  readonly range?: { readonly start: { readonly line: number } }
}

/**
 * All cases in one document, since starting Terraform is what takes long: a case a line, so that the line of what
 * Terraform says tells which case it is about. A provider is configured once for each case of it, and used once.
 */
const document = () => {
  const lines: string[] = [`{"terraform": ${JSON.stringify({ required_providers: requirements })}`]
  const caseOfLine = new Map<number, string>()
  const all = Object.entries(cases)
  const write = (open: string, entries: readonly (readonly [string, string])[], close: string) => {
    lines.push(open)
    for (const [index, [name, text]] of entries.entries()) {
      lines.push(`${text}${index === entries.length - 1 ? '' : ','}`)
      caseOfLine.set(lines.length, name)
    }
    lines.push(close)
  }
  const label = (name: string) => `case_${all.findIndex(([each]) => each === name)}`
  const configured = all.filter(([, { kind }]) => kind === 'provider')
  const users = configured.map(
    ([name]) =>
      [
        name,
        JSON.stringify({ name: 'x', provider: `everything.${label(name)}` }),
        'everything_attributes',
      ] as const,
  )
  write(
    ', "provider": {"everything": [',
    configured.map(([name, { body }]) => [
      name,
      JSON.stringify({ alias: label(name), ...(body as Record<string, unknown>) }),
    ]),
    ']}',
  )
  for (const kind of ['resource', 'data', 'ephemeral'] as const) {
    const written = [
      ...all
        .filter(([, each]) => each.kind === kind)
        .map(([name, { body, type }]) => [name, JSON.stringify(body), type] as const),
      ...(kind === 'resource' ? users : []),
    ]
    const types = [...new Set(written.map(([, , type]) => type))]
    lines.push(`, "${kind}": {`)
    for (const [index, type] of types.entries()) {
      const ofType = written.filter(([, , each]) => each === type)
      // A type that there is not is shown where the type is.
      if (ofType.length === 1) caseOfLine.set(lines.length + 1, ofType[0]![0])
      write(
        `${index === 0 ? '' : ','}"${type}": {`,
        ofType.map(([name, text]) => [name, `"${label(name)}": ${text}`]),
        '}',
      )
    }
    lines.push('}')
  }
  return { text: `${[...lines, '}'].join('\n')}\n`, caseOfLine }
}

describe.skipIf(!hasTerraform)('terraform validate has the same verdict', () => {
  const told = new Map<string, Told[]>()

  beforeAll(async () => {
    const folder = temporaryFolder()
    const providers = await offlineProviders({ aws: {}, hcloud: {}, everything: {} })
    const { text, caseOfLine } = document()
    writeFileSync(join(folder, 'main.tf.json'), text)
    succeeded(await providers.terraform(folder, 'init'))
    const { out } = await providers.terraform(folder, 'validate', '-json')
    const { diagnostics } = JSON.parse(out) as { readonly diagnostics: readonly Told[] }
    for (const each of diagnostics) {
      const name = caseOfLine.get(each.range?.start.line ?? 0)
      if (name === undefined) throw new Error(`what case is this about? ${JSON.stringify(each)}`)
      told.set(name, [...(told.get(name) ?? []), each])
    }
  })

  const verdict = ({ verdict: ours }: Case) => (ours === 'wrong' ? 'wrong' : 'fine')

  it.each(Object.entries(cases))('%s', (name, each) => {
    const errors = (told.get(name) ?? []).filter(({ severity }) => severity === 'error')
    expect(errors.length > 0 ? 'wrong' : 'fine', JSON.stringify(errors)).toBe(verdict(each))
  })
})

it('there are enough cases, and each that is stricter says why', () => {
  const all = Object.values(cases)
  expect(all.length).toBeGreaterThanOrEqual(80)
  expect(all.filter(({ verdict, reason }) => verdict === 'stricter' && reason === undefined)).toEqual([])
})
