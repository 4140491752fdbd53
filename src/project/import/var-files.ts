/** Files of values for variables, as --check gives them to Terraform. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TerraformDocument } from '../../terraform/document/shape.js'
import { parseHcl } from '../../terraform/hcl/parse.js'
import type { HclFile } from './hcl-files.js'

export interface ValuesFile {
  readonly file: HclFile
  readonly names: readonly string[]
  /** What is said of a variable, as it is written. */
  readonly texts: ReadonlyMap<string, string>
}

export const readValues = (files: readonly HclFile[]): readonly ValuesFile[] =>
  files
    .filter(({ kind }) => kind === 'values')
    .map(file => {
      const { items } = parseHcl(file.text)
      const texts = items.map(
        (item, index) =>
          [
            item.kind === 'argument' ? item.name : '',
            file.text.slice(item.at, items[index + 1]?.at ?? file.text.length),
          ] as const,
      )
      return { file, names: texts.map(([name]) => name), texts: new Map(texts) }
    })

/** The values that stay out of the modules, because they are sensitive, in files of a folder that only we read. */
export const writeLeftOut = (
  values: readonly ValuesFile[],
  { variable = {} }: TerraformDocument,
  folder: string,
): readonly string[] => {
  const variables = variable as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
  const isLeftOut = (name: string) => {
    const { sensitive, ephemeral } = variables[name] ?? {}
    return (sensitive ?? false) !== false || (ephemeral ?? false) !== false
  }
  return values.flatMap(({ texts }, index) => {
    const left = [...texts].flatMap(([name, text]) => (isLeftOut(name) ? [text] : []))
    if (left.length === 0) return []
    const path = join(folder, `${index}.tfvars`)
    writeFileSync(path, `${left.join('\n')}\n`, { mode: 0o600 })
    return [path]
  })
}
