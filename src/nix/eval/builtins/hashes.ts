import { formatHash, hashOf, parseHash, parseHashAlgorithm, parseHashFormat } from '../../store/hash.js'
import { placeholder } from '../../store/store-path.js'
import { coerceToPath } from '../coerce.js'
import { expectPlain, expectSet, expectText } from '../expect.js'
import type { Session } from '../session.js'
import { ContextSet } from '../strings.js'
import type { Slot, Value } from '../values.js'
import { member } from './attrsets.js'
import type { BuiltinTable } from './table.js'

const convertHash = (argument: Slot): Value => {
  const options = expectSet(argument)
  const hash = expectPlain(member(options, 'hash'))
  const algorithm = options.get('hashAlgo')
  const named = algorithm === undefined ? undefined : parseHashAlgorithm(expectPlain(algorithm))
  const format = parseHashFormat(expectPlain(member(options, 'toHashFormat')))
  return formatHash(parseHash(hash, named), format)
}

export const hashBuiltins = (session: Session): BuiltinTable => ({
  hashString: [
    2,
    (algorithm, string) => {
      const named = parseHashAlgorithm(expectPlain(algorithm))
      return formatHash(hashOf(named, expectText(string)), 'base16')
    },
  ],
  hashFile: [
    2,
    (algorithm, path) => {
      const named = parseHashAlgorithm(expectPlain(algorithm))
      const content = session.files.read(coerceToPath(session, path, new ContextSet()))
      return formatHash(hashOf(named, content), 'base16')
    },
  ],
  convertHash: [1, convertHash],
  placeholder: [1, output => placeholder(expectPlain(output))],
})
