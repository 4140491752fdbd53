/** The cases of fixtures/conformance/; docs/conformance.md says what one looks like. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Case {
  /** `topic/case`. */
  readonly name: string
  readonly path: string
}

const folderOf = (repository: string) => join(repository, 'fixtures', 'conformance')

/** All cases, or those below a folder, sorted by name; without those that do not pass yet. */
export const conformanceCases = (repository: string, below = ''): readonly Case[] =>
  readdirSync(join(folderOf(repository), below), { withFileTypes: true })
    .filter(({ name }) => name !== 'notyetpassing' && name !== '_files')
    .flatMap(entry => {
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) return conformanceCases(repository, name)
      return entry.name.endsWith('.nix')
        ? [{ name: name.replace(/\.nix$/, ''), path: join(folderOf(repository), name) }]
        : []
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** The cases that do not pass yet. */
export const failingCases = (repository: string): readonly Case[] =>
  existsSync(join(folderOf(repository), 'notyetpassing')) ? conformanceCases(repository, 'notyetpassing') : []

/** The cases counted by topic: a Markdown table. */
export const topicsTable = (repository: string): string => {
  const cases = conformanceCases(repository)
  const counts = new Map<string, number>()
  for (const { name } of cases) {
    const topic = name.slice(0, name.indexOf('/'))
    counts.set(topic, (counts.get(topic) ?? 0) + 1)
  }
  const rows = [...counts].map(([topic, count]) => `| ${topic} | ${count} |`)
  return `${['| topic | cases |', '| --- | --- |', ...rows, `| all | ${cases.length} |`].join('\n')}\n`
}
