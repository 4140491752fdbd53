// What the check against schemas adds to a compile: 1,000 AWS resources of 30 types, compiled with and without it, beside
// `terraform validate` of the same document with a mock provider of the same schema. Whole processes, in one run.
//
//   npm run bench:schema -- --dump FILE [--rounds 7]
//
// FILE is what `terraform providers schema -json` printed for a configuration with hashicorp/aws.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { bundle } from '../scripts/bundled.mjs'
import { compare, measure } from './measure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    dump: { type: 'string' },
    count: { type: 'string', default: '1000' },
  },
})
if (values.dump === undefined || !existsSync(values.dump)) {
  console.error('say where the schemas of hashicorp/aws are: npm run bench:schema -- --dump FILE')
  process.exit(64)
}
const count = Number(values.count)
const typeCount = 30

const schemas = JSON.parse(readFileSync(values.dump, 'utf8')).provider_schemas
const [[source, aws]] = Object.entries(schemas).filter(([name]) => name.endsWith('hashicorp/aws'))

/** As small as a value of a type can be. */
const smallest = type => {
  if (type === 'string') return 'text'
  if (type === 'number') return 1
  if (type === 'bool') return true
  if (!Array.isArray(type)) return 'anything'
  const [kind, inner] = type
  if (kind === 'list' || kind === 'set') return [smallest(inner)]
  if (kind === 'map') return { name: smallest(inner) }
  return Object.fromEntries(Object.entries(inner).map(([name, each]) => [name, smallest(each)]))
}

/** A body with what is required, and a few of the arguments that are not. */
const bodyOf = (block, more) => {
  const attributes = Object.entries(block.attributes ?? {})
  const required = attributes.filter(([, each]) => each.required && each.type !== undefined)
  const optional = attributes.filter(
    ([, each]) => each.optional && each.type !== undefined && !each.deprecated && !each.write_only,
  )
  return {
    ...Object.fromEntries(
      [...required, ...optional.slice(0, more)].map(([name, { type }]) => [name, smallest(type)]),
    ),
    ...Object.fromEntries(
      Object.entries(block.block_types ?? {})
        .filter(([, each]) => (each.min_items ?? 0) > 0)
        .map(([name, each]) => [name, [bodyOf(each.block ?? {}, 1)]]),
    ),
  }
}

const plain = Object.entries(aws.resource_schemas).filter(([, { block }]) =>
  Object.values(block.attributes ?? {}).every(each => !each.required || each.type !== undefined),
)
const common = [
  'aws_instance',
  'aws_security_group',
  'aws_subnet',
  'aws_vpc',
  'aws_s3_bucket',
  'aws_iam_role',
  'aws_lb',
]
const types = [
  ...common.filter(name => plain.some(([each]) => each === name)),
  ...plain.map(([name]) => name).filter((name, index) => !common.includes(name) && index % 50 === 0),
].slice(0, typeCount)

/** As somebody would write them: sets of resources made by functions, with a reference in each. */
const nixOf = value =>
  Array.isArray(value)
    ? `[ ${value.map(nixOf).join(' ')} ]`
    : value !== null && typeof value === 'object'
      ? `{ ${Object.entries(value)
          .map(([name, each]) => `${JSON.stringify(name)} = ${nixOf(each)};`)
          .join(' ')} }`
      : JSON.stringify(value)
const each = Math.ceil(count / types.length)
const project = `{ lib, ... }:
let several = body: builtins.listToAttrs (builtins.genList (n: { name = "r\${toString n}"; value = body // { tags.Number = toString n; tags.Network = "\\\${aws_vpc.network.id}"; }; }) ${each});
in {
  resource.aws_vpc.network.cidr_block = "10.0.0.0/16";
${types
  .filter(type => aws.resource_schemas[type].block.attributes?.tags !== undefined && type !== 'aws_vpc')
  .map(type => `  resource.${type} = several ${nixOf({ ...bodyOf(aws.resource_schemas[type].block, 4) })};`)
  .join('\n')}
${types
  .filter(type => aws.resource_schemas[type].block.attributes?.tags === undefined)
  .map(
    type =>
      `  resource.${type} = lib.genAttrs (builtins.genList (n: "r\${toString n}") ${each}) (_: ${nixOf(bodyOf(aws.resource_schemas[type].block, 4))});`,
  )
  .join('\n')}
}
`

const folder = mkdtempSync(join(tmpdir(), 'terrane-bench-'))
const terrane = join(root, 'dist', 'cli.cjs')
const { startProviders } = await import(pathToFileURL(await bundle('src/provider/start.ts')).href)
const providers = await startProviders([{ source, schema: aws }])
const env = {
  ...process.env,
  ...providers.environment,
  CHECKPOINT_DISABLE: '1',
  NIX_CONFIG: process.env.NIX_CONFIG ?? 'substituters =',
}
try {
  mkdirSync(join(folder, 'project'))
  const entry = join(folder, 'project', 'infra.nix')
  writeFileSync(entry, project)
  const options = { env, cwd: join(folder, 'project') }
  const command = (...args) => ({ program: process.execPath, args: [terrane, ...args], options })
  await measure(process.execPath, [terrane, 'schema', 'add', values.dump], options)
  await measure(
    process.execPath,
    [terrane, 'compile', '-o', join(folder, 'project', 'config.tf.json')],
    options,
  )
  const rows = [
    ['compile --no-schema', command('compile', '-o', '-', '--no-schema')],
    ['compile', command('compile', '-o', '-')],
    [
      'compile --engine embedded --no-schema',
      command('compile', '-o', '-', '--no-schema', '--engine', 'embedded'),
    ],
    ['compile --engine embedded', command('compile', '-o', '-', '--engine', 'embedded')],
  ]
  await measure('terraform', ['init', '-no-color'], options)
  rows.push(['terraform validate', { program: 'terraform', args: ['validate', '-no-color'], options }])
  const results = await compare(
    rows.map(([, each]) => each),
    Number(values.rounds),
  )
  const document = JSON.parse(readFileSync(join(folder, 'project', 'config.tf.json'), 'utf8'))
  const there = Object.values(document.resource)
  console.log(
    `${there.reduce((sum, all) => sum + Object.keys(all).length, 0)} resources of ${there.length} types`,
  )
  for (const [index, [name]] of rows.entries()) {
    const { seconds, mebibytes } = results[index]
    const base = results[index < 2 || index > 3 ? 0 : 2]
    console.log(
      `  ${name.padEnd(38)} ${seconds.toFixed(3).padStart(7)} s  ${(seconds / base.seconds).toFixed(2).padStart(6)} ×  ${mebibytes.toFixed(0).padStart(5)} MiB`,
    )
  }
} finally {
  await providers.stop()
  rmSync(folder, { recursive: true, force: true })
}
