/** An expression as text, the way `nix-instantiate --parse` prints it; failed assertions quote their condition so. */

import type { AttrName, Attrs, Expr, Formals } from '../syntax/ast.js'
import { fromBytes } from '../syntax/bytes.js'

import { printName, printString } from './print.js'
import { showFloat } from './text/floats.js'

/** Operators that are calls of a builtin in Nix: its name, whether the sides are swapped, whether it is negated. */
const calls: Readonly<Record<string, readonly [string, boolean, boolean]>> = {
  '-': ['__sub', false, false],
  '*': ['__mul', false, false],
  '/': ['__div', false, false],
  '<': ['__lessThan', false, false],
  '>': ['__lessThan', true, false],
  '<=': ['__lessThan', true, true],
  '>=': ['__lessThan', false, true],
}

const showPath = (path: readonly AttrName[]): string =>
  path
    .map(part => (part.name === undefined ? `"\${${showExpression(part.expr)}}"` : printName(part.name)))
    .join('.')

const showFormals = ({ list, ellipsis }: Formals): string => {
  const sorted = [...list].sort((a, b) => (a.name < b.name ? -1 : 1))
  const names = sorted.map(({ name, fallback }) =>
    fallback ? `${name} ? ${showExpression(fallback)}` : name,
  )
  if (ellipsis) names.push('...')
  return `{ ${names.join(', ')} }`
}

const showBindings = (set: Attrs): string => {
  const names = [...set.entries.keys()].sort()
  const inherited = names.filter(name => set.entries.get(name)!.kind === 'inherit')
  let out = inherited.length > 0 ? `inherit ${inherited.map(printName).join(' ')}; ` : ''
  set.inheritFrom.forEach((from, i) => {
    const taken = names.filter(name => {
      const entry = set.entries.get(name)!
      return entry.kind === 'inheritFrom' && entry.from === i
    })
    out += `inherit (${showExpression(from)}) ${taken.map(printName).join(' ')}; `
  })
  for (const name of names) {
    const entry = set.entries.get(name)!
    if (entry.kind === 'plain') out += `${printName(name)} = ${showExpression(entry.value)}; `
  }
  for (const { name, value } of set.dynamic)
    out += `"\${${showExpression(name)}}" = ${showExpression(value)}; `
  return out
}

/** The text of an expression. */
export const showExpression = (expr: Expr): string => {
  const show = showExpression
  switch (expr.kind) {
    case 'integer':
      return String(expr.value)
    case 'float':
      return showFloat(expr.value)
    case 'string':
      return printString(expr.value)
    case 'path':
      return fromBytes(expr.path)
    case 'variable':
      return expr.name
    case 'interpolation':
    case 'pathInterpolation':
      return `(${expr.parts.map(part => show(part.expr)).join(' + ')})`
    case 'searchPath':
      return `(__findFile __nixPath ${printString(expr.path)})`
    case 'list':
      return `[ ${expr.items.map(item => `(${show(item)}) `).join('')}]`
    case 'attrs':
      return `${expr.recursive ? 'rec ' : ''}{ ${showBindings(expr)}}`
    case 'let':
      return `(let ${showBindings(expr.attrs)}in ${show(expr.body)})`
    case 'with':
      return `(with ${show(expr.scope)}; ${show(expr.body)})`
    case 'if':
      return `(if ${show(expr.condition)} then ${show(expr.yes)} else ${show(expr.no)})`
    case 'assert':
      return `assert ${show(expr.condition)}; ${show(expr.body)}`
    case 'lambda': {
      const whole = expr.argument ?? ''
      const formals = expr.formals ? showFormals(expr.formals) : ''
      return `(${formals}${formals && whole ? ' @ ' : ''}${whole}: ${show(expr.body)})`
    }
    case 'call':
      return `(${[expr.callee, ...expr.args].map(show).join(' ')})`
    case 'select':
      return `(${show(expr.target)}).${showPath(expr.path)}${expr.fallback ? ` or (${show(expr.fallback)})` : ''}`
    case 'hasAttr':
      return `((${show(expr.target)}) ? ${showPath(expr.path)})`
    case 'not':
      return `(! ${show(expr.operand)})`
    case 'negate':
      return `(__sub 0 ${show(expr.operand)})`
    case 'curPos':
      return '__curPos'
    case 'operation': {
      const builtin = calls[expr.operator]
      if (!builtin) return `(${show(expr.left)} ${expr.operator} ${show(expr.right)})`
      const [name, swapped, negated] = builtin
      const sides = swapped ? [expr.right, expr.left] : [expr.left, expr.right]
      const called = `(${name} ${sides.map(show).join(' ')})`
      return negated ? `(! ${called})` : called
    }
  }
}
