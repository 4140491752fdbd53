// All diagnostic codes: what each means, the exit status, and a message as a test has it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorTexts } from './error-texts.mjs'
import { fenced } from './markdown.mjs'

const filesBelow = folder =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.txt'))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort()

/** The shortest message with each code among the snapshots in fixtures/, without colours: real ones, not made up. */
const examples = root => {
  const found = new Map()
  for (const file of filesBelow(join(root, 'fixtures'))) {
    const text = readFileSync(file, 'utf8')
    for (const [message, code] of text.matchAll(
      /^(?:error|warning)\[([a-z-]+)\]: .*\n(?:(?!error\[|warning\[).+\n?)*/gm,
    )) {
      const known = found.get(code)
      if (
        message.includes('-->') &&
        message.length < 1500 &&
        (known === undefined || message.length < known.length)
      )
        found.set(code, message)
    }
  }
  return found
}

export const errorsPage = (root, codes) => {
  const known = examples(root)
  const sections = Object.entries(codes).map(([code, status]) =>
    [
      `## ${code}`,
      errorTexts[code] ?? '',
      `Exit status [${status}](../exit-status.md).`,
      ...(known.has(code) ? [fenced(known.get(code), 'txt')] : []),
    ].join('\n\n'),
  )
  return [
    '# Errors',
    'Each diagnostic has a code that stays: scripts match on it (`--diagnostics json`), and you can search for it here. The exit status is that of the first error.',
    ...sections,
  ].join('\n\n')
}
