/**
 * What `terrane` starts: loads the command from one file, with the machine code that an earlier run left behind.
 *
 * A command is over in a few hundred milliseconds. Much of that would go into reading JavaScript that is always the same,
 * so what V8 has made of it is kept: by the build, for the Node that built it, and in the user's cache for any other.
 * Node has this built in only from 22.1 on, and for modules one by one.
 *
 * It is CommonJS, as is the file that it loads: Node starts its module loader only where one is used.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { codeName } from './code-name.js'
import { loadingLater } from './node-modules-later.js'

/** Put in by the build: names the text of commands.cjs. */
declare const commandsId: string

/** Commands that evaluate: only after one of them does V8 know the code that is worth keeping. */
const evaluating = new Set(['apply', 'compile', 'eval', 'plan'])

/** What the file is: a function around the commands, as Node puts one around any CommonJS file. */
type Wrapper = (module: { exports: object }, require: (id: string) => unknown, filename: string) => void

const readShippedCode = (): Buffer | undefined => {
  try {
    return readFileSync(join(__dirname, codeName(commandsId)))
  } catch {
    return undefined
  }
}

const launch = async (): Promise<void> => {
  const file = join(__dirname, 'commands.cjs')
  // The build writes plain ASCII.
  const source = readFileSync(file, 'latin1')
  const shipped = readShippedCode()
  const code = shipped ?? (await import('./kept-code.js')).readKeptCode(commandsId)
  const script = new Script(source, {
    filename: file,
    ...(code === undefined ? {} : { cachedData: code }),
  })
  const commands = { exports: {} as { main: () => Promise<void> } }
  ;(script.runInThisContext() as Wrapper)(commands, loadingLater(createRequire(file)), file)
  await commands.exports.main()
  const isKnown = shipped !== undefined || script.cachedDataRejected === false
  if (!isKnown && evaluating.has(process.argv[2] ?? ''))
    (await import('./kept-code.js')).keepCode(commandsId, script.createCachedData())
}

void launch()
