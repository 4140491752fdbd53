// The help of every command on one page.
import { fenced } from './markdown.mjs'

export const commandsPage = terrane => {
  const overview = terrane(['--help'])
  const names = [...overview.matchAll(/^ {2}([a-z-]+) {2,}(\S.*)$/gm)]
  const sections = names.map(([, name, summary]) =>
    [
      `## terrane ${name}`,
      `${summary[0].toUpperCase()}${summary.slice(1)}.`,
      fenced(terrane([name, '--help']), 'txt'),
    ].join('\n\n'),
  )
  return ['# Commands', fenced(overview, 'txt'), ...sections].join('\n\n')
}
