// The pages of docs/reference/: made of the sources each time the site is built, not kept.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from '../bundled.mjs'
import { commandsPage } from './commands.mjs'
import { errorsPage } from './errors.mjs'

/** Runs the built command, and gives what it prints. */
const terraneIn = root => (args, cwd) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'cli.cjs'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' },
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`terrane ${args.join(' ')} ended with ${status}:\n${stderr}`)
  return stdout
}

/** The options that terrane itself declares: those of a project without modules of its own. */
const optionsPage = terrane => {
  const empty = mkdtempSync(join(tmpdir(), 'terrane-site-'))
  try {
    writeFileSync(join(empty, 'infra.nix'), '{ }\n')
    const markdown = terrane(['options', '--markdown', '--engine', 'embedded'], empty)
    return markdown.replace(
      /^# Options\n/,
      '# Options\n\nWhat terrane declares; `terrane options` shows those of your modules with them.\n',
    )
  } finally {
    rmSync(empty, { recursive: true })
  }
}

export const writeReference = async root => {
  const folder = join(root, 'docs', 'reference')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const terrane = terraneIn(root)
  const { codes } = await import(await bundle('src/contracts/codes.ts'))
  const pages = {
    commands: commandsPage(terrane),
    errors: errorsPage(root, codes),
    options: optionsPage(terrane),
    changelog: readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
  }
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, `${name}.md`), text)
}
