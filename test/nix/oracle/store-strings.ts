/** Strings from derivations and other values that are not strings themselves. */
import { type Context, chance, count, pick } from './context.js'
import { expression } from './grow.js'
import { anyText, quoted } from './literals.js'
import { int, listOf, string } from './types.js'

/** Integers that a JavaScript number can't hold, far from overflowing. */
const large = ['9007199254740993', '4611686018427387904', '(-9007199254740995)', '1000000000000000003']

const afterLarge = ['+ 1', '- 2', '/ 3', '* (-1)', '+ 0.5', '* 2.0', '- 9007199254740992', '/ 1000000']

export const largeNumber = (context: Context): string =>
  `(toString (${pick(context, large)} ${pick(context, afterLarge)}))`

const derivationPaths = [
  'drvPath',
  'outPath',
  'dev.outPath',
  'dev.drvPath',
  'name',
  'outputName',
  'dev.outputName',
]

/** A derivation's strings carry contexts, which go wherever the string goes. */
const derivation = (context: Context): string => {
  const wanted = pick(context, derivationPaths)
  const outputs = wanted.startsWith('dev') ? 'outputs = [ "out" "dev" ];' : ''
  const hash = `outputHash = "${pick(context, ['0', '1']).repeat(64)}"; outputHashAlgo = "sha256"; outputHashMode = "${pick(context, ['flat', 'recursive'])}";`
  const fixed = outputs === '' && chance(context, 20) ? hash : ''
  const nulls = chance(context, 20) ? 'n = null; __ignoreNulls = true;' : ''
  const attributes = [
    `name = "d-${count(context, 9)}"; system = "x86_64-linux"; builder = "/bin/${count(context, 9)}";`,
    `args = [ ${expression(context, string)} ]; v = ${anyPrintable(context)};`,
    outputs,
    fixed,
    nulls,
  ]
  return `(derivation { ${attributes.filter(part => part !== '').join(' ')} }).${wanted}`
}

export const withContext: readonly ((context: Context) => string)[] = [
  derivation,
  derivation,
  context => `(builtins.toFile "f-${count(context, 9)}" ${expression(context, string)})`,
  context => `(builtins.toJSON (builtins.getContext ${expression(context, string)}))`,
  context => `(builtins.unsafeDiscardOutputDependency ${expression(context, string)})`,
  context => `(builtins.toJSON (builtins.hasContext ${expression(context, string)}))`,
  context => `(builtins.placeholder ${quoted(anyText(context))})`,
]

/** Anything that `toString` and derivations take. */
export const anyPrintable = (context: Context): string => {
  const type = pick(context, [
    int,
    string,
    listOf(int),
    listOf(listOf(string)),
    { kind: 'bool' },
    { kind: 'null' },
    { kind: 'float' },
  ] as const)
  return expression(context, type)
}
