/** Strings that come from files: reading, importing, and the store paths that sources get. */
import { type Context, chance, pick } from './context.js'
import { expression, lambda } from './grow.js'
import { anyText, quoted } from './literals.js'
import { bool, string } from './types.js'

/** In the search path as `oracle`; real files, with an executable, a link and a hidden one. */
export const filesFolder = 'fixtures/oracle'

const plain = [
  '<oracle/text.txt>',
  '<oracle/data.json>',
  '<oracle/tree/script.sh>',
  '(<oracle/tree> + "/sub/deep.txt")',
]
const folders = ['<oracle>', '<oracle/tree>', '<oracle/tree/sub>']
const others = ['<oracle/tree/link>', '<oracle/tree/.hidden>', '<oracle/number.nix>']

const anyFile = (context: Context): string => pick(context, [...plain, ...folders, ...others])

const filter = (context: Context): string =>
  pick(context, [
    '(path: type: type != "symlink")',
    '(path: type: baseNameOf path != "script.sh")',
    '(path: type: type == "directory" || builtins.match ".*\\\\.txt" path != null)',
    `(path: type: ${expression({ ...context, depth: 0 }, bool)})`,
    `(path: ${lambda({ ...context, depth: 1 }, 'type', string, bool)})`,
  ])

const strings: readonly ((context: Context) => string)[] = [
  context => `(builtins.readFile ${pick(context, plain)})`,
  context => `(builtins.toJSON (builtins.readDir ${pick(context, folders)}))`,
  context =>
    `(builtins.toJSON (builtins.pathExists (${anyFile(context)} + ${quoted(`/${anyText(context)}`)})))`,
  context =>
    `(builtins.hashFile "${pick(context, ['md5', 'sha1', 'sha256', 'sha512'])}" ${pick(context, plain)})`,
  context => `"\${${anyFile(context)}}"`,
  context => `(builtins.toJSON [ ${anyFile(context)} ])`,
  context =>
    `(builtins.unsafeDiscardStringContext (toString (builtins.filterSource ${filter(context)} ${pick(context, folders)})))`,
  context => `(builtins.filterSource ${filter(context)} ${pick(context, folders)})`,
  context =>
    `"\${builtins.path { path = ${anyFile(context)}; name = "${pick(context, ['a', 'x.y', 'n-1'])}"; recursive = true;${chance(context, 40) ? ` filter = ${filter(context)};` : ''} }}"`,
  context => `"\${builtins.path { path = ${pick(context, plain)}; recursive = false; }}"`,
  () => '(toString (import <oracle/number.nix>))',
  context =>
    `(import <oracle/function.nix> { n = ${expression(context, string)};${chance(context, 50) ? ' more = "m"; x = 1;' : ''} })`,
  context => `(builtins.scopedImport { scope = ${expression(context, string)}; } <oracle/scoped.nix>)`,
  () => '(import <oracle/tree>).from',
  () => '(builtins.toJSON (import <oracle/tree>))',
  () => '(builtins.toJSON (builtins.fromJSON (builtins.readFile <oracle/data.json>)).nested)',
  context => `(baseNameOf ${anyFile(context)})`,
  context => `(baseNameOf (dirOf ${anyFile(context)}))`,
  context => `(builtins.toJSON (builtins.getContext "\${${anyFile(context)}}"))`,
  context =>
    `(toString (builtins.findFile [ { prefix = "p"; path = "/a"; } { prefix = "p"; path = <oracle/tree>; } ] ${pick(context, ['"p/sub"', '"p/link"', '"p/sub/deep.txt"'])} == <oracle/tree/sub>))`,
]

/** A string from a file. */
export const fileString = (context: Context): string => pick(context, strings)(context)
