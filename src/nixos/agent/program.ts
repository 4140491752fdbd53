/** The agent as text, and the words that run it on a host. */
import { createHash } from 'node:crypto'
import { agentProgram } from './generated/program.js'

const bytes = Buffer.from(agentProgram)
const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 20)
const home = '/var/lib/terrane'
const path = `${home}/agent-${digest}`

/** Puts what comes first on standard input in place and goes on as that; the rest of the input is the agent's. */
const install = [
  'PATH=${PATH:-/usr/bin:/bin}:/run/current-system/sw/bin',
  'umask 077',
  `mkdir -p ${home} && head -c "$1" >${path}.$$ && [ "$(stat -c %s ${path}.$$)" = "$1" ] && mv -f ${path}.$$ ${path} || { rm -f ${path}.$$; echo "the agent could not be written to ${home}" >&2; exit 65; }`,
  'shift',
  `exec /bin/sh ${path} "$@"`,
].join('\n')

/** The first words to a host, and what has to be sent before anything else. */
export const installedAgent = (
  verb: string,
  args: readonly string[],
): { readonly words: readonly string[]; readonly input: Buffer } => ({
  words: ['/bin/sh', '-c', install, 'terrane', String(bytes.length), verb, ...args],
  input: bytes,
})

/** Further words, to a host that has the agent. */
export const agentWords = (verb: string, args: readonly string[]): readonly string[] => [
  '/bin/sh',
  path,
  verb,
  ...args,
]
