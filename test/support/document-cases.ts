/** fixtures/document/: documents as Terraform reads them, each with what the checks say of it in a .txt beside it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentProblem, Surroundings } from '../../src/terraform/document/problem.js'
import { showPath } from '../../src/terraform/document/problem.js'
import type { TerraformDocument } from '../../src/terraform/document/shape.js'
import { repository } from './nix.js'

export interface DocumentCase {
  /** `references/undeclared-variable`. */
  readonly name: string
  readonly text: string
  readonly document: TerraformDocument
  /** What the check says of it. */
  readonly verdictFile: string
  readonly surroundings: Surroundings
}

const folder = join(repository, 'fixtures', 'document')
const extension = '.tf.json'

/** As the merge gives them: integers that a double can't hold are bigint. */
const parseLosslessly = (text: string): TerraformDocument => {
  const marked = text.replace(
    /("(?:[^"\\]|\\.)*")|-?\d{16,}(?![\d.eE])/g,
    (found, quoted) => quoted ?? `"\\u0000${found}"`,
  )
  return JSON.parse(marked, (_key, value) =>
    typeof value === 'string' && value.startsWith('\0') ? BigInt(value.slice(1)) : value,
  )
}

/** Nothing lies beside a case. The folders for-terraform and for-tofu are for projects of that dialect. */
const surroundingsOf = (group: string): Surroundings => ({
  declaredElsewhere: () => false,
  ...(group === 'for-tofu' ? { dialect: 'tofu' } : group === 'for-terraform' ? { dialect: 'terraform' } : {}),
})

export const documentCases = (): readonly DocumentCase[] =>
  readdirSync(folder)
    .sort()
    .flatMap(group =>
      readdirSync(join(folder, group))
        .filter(file => file.endsWith(extension))
        .sort()
        .map(file => {
          const path = join(folder, group, file)
          const text = readFileSync(path, 'utf8')
          return {
            name: `${group}/${file.slice(0, -extension.length)}`,
            text,
            document: parseLosslessly(text),
            verdictFile: `${path.slice(0, -extension.length)}.txt`,
            surroundings: surroundingsOf(group),
          }
        }),
    )

/** The problems as text for people who review fixtures. */
export const verdict = (problems: readonly DocumentProblem[]): string =>
  problems.length === 0 ? 'valid\n' : problems.map(asText).join('')

const asText = ({ severity, code, path, message, hint, notes = [] }: DocumentProblem): string =>
  [
    `${severity}[${code}] ${showPath(path)}`,
    `  ${message}`,
    ...notes.map(note => `  note: ${note}`),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
    '',
  ].join('\n')
