import { anyType, type Context, chance, count, deeper, pick } from './context.js'
import { fileString } from './files.js'
import { anything, expression, lambda, several } from './grow.js'
import { anyText, quoted } from './literals.js'
import { oddities } from './oddities.js'
import { anyPrintable, largeNumber, withContext } from './store-strings.js'
import { holdsFloat, int, listOf, string, type Type } from './types.js'

export const text = (context: Context): string => {
  if (context.depth <= 0 || chance(context, 25)) return quoted(anyText(context))
  return pick(context, strings)(deeper(context))
}

/** A string in double quotes with expressions in it. */
const interpolated = (context: Context): string => {
  const parts = Array.from({ length: 1 + count(context, 2) }, () =>
    chance(context, 50) ? quoted(anyText(context)).slice(1, -1) : `\${${expression(context, string)}}`,
  )
  // A dollar sign before an interpolation would escape it.
  return `"${parts.join(' ')}"`
}

const lines = [
  '',
  '  a',
  'b',
  '\tc',
  "''${x}",
  "'''",
  '$${y}',
  "''\\n",
  ' ',
  '    d  ',
  '"q"',
  'é',
  '$',
  "''$",
]

/** An indented string: what Nix strips depends on every line. */
const indented = (context: Context): string => {
  const body = Array.from({ length: count(context, 4) }, () => {
    const space = ' '.repeat(count(context, 6))
    const line = pick(context, lines)
    return chance(context, 25) ? `${space}\${${expression(context, string)}}${line}` : space + line
  })
  return `''${chance(context, 70) ? '\n' : ''}${body.join('\n')}${chance(context, 60) ? '\n  ' : ' '}''`
}

const json = (context: Context): string => {
  const type = jsonType(context)
  return `(builtins.toJSON ${expression(context, type)})`
}

const jsonType = (context: Context): Type => {
  const type = anyType(context, 2)
  return holdsFloat(type) ? listOf(int) : type
}

const strings: readonly ((context: Context) => string)[] = [
  interpolated,
  interpolated,
  indented,
  indented,
  context => `(${several(context, string, 2, 3).join(' + ')})`,
  context => `(toString ${anyPrintable(context)})`,
  context =>
    `(builtins.substring ${count(context, 4)} ${pick(context, ['0', '1', '3', '-1', '100'])} ${expression(context, string)})`,
  context => `(builtins.concatStringsSep ${quoted(anyText(context))} ${expression(context, listOf(string))})`,
  context =>
    `(builtins.replaceStrings [ ${quoted(anyText(context))} "a" ] [ ${quoted(anyText(context))} "bb" ] ${expression(context, string)})`,
  context => `(builtins.replaceStrings [ "a" "b" "" ] [ "b" "" "-" ] ${expression(context, string)})`,
  json,
  context => pick(context, withContext)(context),
  context => pick(context, withContext)(context),
  largeNumber,
  ...Array.from({ length: 4 }, () => fileString),
  ...Array.from({ length: 3 }, () => (context: Context) => pick(context, withContext)(context)),
  context => pick(context, oddities),
  context => `(builtins.typeOf ${anything(context).source})`,
  context =>
    `(builtins.hashString "${pick(context, ['md5', 'sha1', 'sha256', 'sha512'])}" ${expression(context, string)})`,
  context =>
    `(builtins.parseDrvName ${pick(context, ['"a-1.0"', '"nix-0.12pre"', '"x--2"', '"-"', '"a-b"'])}).${pick(context, ['name', 'version'])}`,
  context => `(baseNameOf ${pick(context, ['"/a/b"', '"/a/b/"', '"a"', '""', '"/"', '"a//"', '/x/y.nix'])})`,
  context => `(dirOf ${pick(context, ['"/a/b"', '"/a/b/"', '"a"', '"/"', '"a/b"', '""'])})`,
  context =>
    `(toString ${pick(context, ['/a/b', '/a/../b', '/a/./b', '(/a + "/b")', '(/. + "a")', '(/a + "b/../c")'])})`,
  context => `"\${{ __toString = self: self.s; s = ${expression(context, string)}; }}"`,
  context => `"\${{ outPath = ${expression(context, string)}; }}"`,
  context => `(builtins.concatStringsSep "," (builtins.attrNames ${expression(context, anySet(context))}))`,
  context =>
    `(builtins.concatStringsSep "|" (map ${lambda(context, 'p', int, string)} ${expression(context, listOf(int))}))`,
  context => `(builtins.toXML ${expression(context, jsonType(context))})`,
  context =>
    `(builtins.concatStringsSep "/" (builtins.filter builtins.isString (builtins.split ${pick(context, ['" "', '"(a)"', '"[^a]"', '"a|ab"', '"(x)|(b)"', '""'])} ${expression(context, string)})))`,
  context =>
    `(builtins.toJSON (builtins.match ${pick(context, ['".*"', '"(.*)a(.*)"', '"(a|ab)(c|bcd)?.*"', '"[[:space:]]*"', '"((a)|b)*"', '"([^ ]*).*"'])} "ab a"))`,
  context => `(builtins.unsafeDiscardStringContext ${expression(context, string)})`,
  context => `(builtins.toJSON (builtins.functionArgs ({ a, b ? ${intLiteralOf(context)}, ... }: a)))`,
]

const intLiteralOf = (context: Context): string => String(count(context, 9))

const anySet = (context: Context): Type => ({
  kind: 'set',
  members: new Map([
    ['a', anyType(context, 0)],
    ['Z', anyType(context, 0)],
  ]),
})
