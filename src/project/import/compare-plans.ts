/**
 * `terrane import hcl --check`: a real Terraform plans what was imported and what came of it, and the plans are compared.
 * With mock providers where the schemas of all providers are known, else with the real ones.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import type { Json } from '../../nix/evaluate.js'
import { run } from '../../process/run.js'
import { openCloud } from '../../provider/cloud.js'
import { startProviders } from '../../provider/start.js'
import type { DocumentValue, TerraformDocument } from '../../terraform/document/shape.js'
import { findBinary } from '../../terraform/driver/binary.js'
import { builtIn, usedSources } from '../../terraform/schema/sources.js'
import { offlineSchemas } from '../offline/offline-schemas.js'
import { projectSchemas } from '../schemas/project-schemas.js'
import { hclFiles } from './hcl-files.js'
import { makePlanFolder } from './plan-folder.js'
import { planDifference } from './same-plan.js'
import { readValues, writeLeftOut } from './var-files.js'

export interface ComparePlansOptions {
  readonly paths: readonly string[]
  readonly cwd: string
  /** The document that was made of them. */
  readonly text: string
  readonly bin?: string | undefined
}

/** Throws `hcl-unconverted` where the plans differ, `terraform-failed` where there is none, `tool-missing`. */
export const comparePlans = async ({ paths, cwd, text, bin }: ComparePlansOptions): Promise<void> => {
  const files = hclFiles(paths, cwd)
  const [source, ...others] = new Set(files.map(({ path }) => dirname(path)))
  if (source === undefined || others.length > 0)
    throw failure('usage', '--check is for files of one folder, which are one configuration')
  const document = JSON.parse(text) as TerraformDocument
  const temporary = mkdtempSync(join(tmpdir(), 'terrane-import-'))
  // The same folder for both, one after the other: its path may be in the plan.
  const folder = join(temporary, basename(source))
  const values = readValues(files)
  const originals = values.map(({ file }) => file.path)
  const leftOut = writeLeftOut(values, document, temporary)
  const sides = {
    original: Object.fromEntries(
      files.filter(({ kind }) => kind !== 'values').map(({ path, text }) => [path, text]),
    ),
    imported: { 'config.tf.json': text },
  }
  const providers = await mockProviders(document, source)
  try {
    const binary = await findBinary({
      cwd,
      cache: join(temporary, 'binary.json'),
      ...(bin === undefined ? {} : { bin }),
    })
    const plans: Json[] = []
    for (const [side, configuration] of Object.entries(sides)) {
      makePlanFolder({ folder, source, files: configuration, document })
      const given = side === 'original' ? originals : leftOut
      const values = given.map(path => `-var-file=${path}`)
      plans.push(await planIn(folder, binary.path, side, values, providers?.environment ?? {}))
    }
    const place = planDifference(
      plans[0]!,
      plans[1]!,
      dynamicTypes(document),
      new Set(values.flatMap(({ names }) => names)),
    )
    if (place !== undefined) throw differs(place)
  } finally {
    await providers?.stop()
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** Of the blocks in a value that are dynamic. */
const dynamicTypes = (value: DocumentValue, found = new Set<string>()): ReadonlySet<string> => {
  if (value === null || typeof value !== 'object') return found
  for (const [name, member] of Object.entries(value)) {
    if (name === 'dynamic')
      for (const each of Array.isArray(member) ? member : [member])
        for (const type of Object.keys((each ?? {}) as object)) found.add(type)
    dynamicTypes(member as DocumentValue, found)
  }
  return found
}

const mockProviders = async (document: TerraformDocument, source: string) => {
  const surroundings = {
    entries: [{ kind: 'file' as const, path: join(source, 'infra.nix') }],
    workFolder: source,
    env: process.env,
  }
  const known = projectSchemas(surroundings)
  const used = usedSources(document).filter(each => each !== builtIn)
  if (used.some(each => known.get(each) === undefined)) return undefined
  return await startProviders(offlineSchemas(document, surroundings), { cloud: cloudOfAnything() })
}

/** What is imported is there, whatever its id. */
const cloudOfAnything = () => {
  const cloud = openCloud()
  return {
    ...cloud,
    find: (type: string, key: string) => cloud.find(type, key) ?? { type, key, values: { id: key } },
  }
}

type Environment = Readonly<Record<string, string | undefined>>

const planIn = async (
  folder: string,
  program: string,
  side: string,
  values: readonly string[],
  environment: Environment,
): Promise<Json> => {
  const env = {
    ...environment,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_DATA_DIR: undefined,
    TF_WORKSPACE: undefined,
    TF_CLI_ARGS: undefined,
  }
  const step = async (...args: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await run(program, args, { cwd: folder, env })
    if (status === 0) return stdout
    throw failure(
      'terraform-failed',
      `${basename(program)} ${args[0]} failed for what was ${sideWords[side]}`,
      {
        notes: errorsIn(stderr.trim() || stdout.trim()),
        hint: 'without --check, the documents alone are compared',
      },
    )
  }
  await step('init', '-input=false', '-no-color')
  await step('plan', '-input=false', '-no-color', '-lock=false', '-out=plan.tfplan', ...values)
  return JSON.parse(await step('show', '-json', 'plan.tfplan')) as Json
}

/** What comes before may be warnings about the machine. */
const errorsIn = (text: string): readonly string[] => {
  const at = text.search(/^.{0,2}Error: /m)
  return (at < 0 ? text : text.slice(at)).split('\n').filter(line => line.trim() !== '')
}

const sideWords: Readonly<Record<string, string>> = { original: 'there before', imported: 'imported' }

const differs = (place: readonly string[]) =>
  failure('hcl-unconverted', `the plans differ at ${place.join('.')}`, {
    notes: ['one is of the files that were imported, the other of what the modules compile to'],
    hint: 'what depends on the time or on chance differs each time; anything else, please report',
  })
