/** Every expression of a syntax tree. */
import type { AttrName, Attrs, Expr } from '../syntax/ast.js'

/** The expressions right below one, in the order of the text as far as that matters. */
export const children = (expr: Expr): readonly Expr[] => {
  switch (expr.kind) {
    case 'interpolation':
    case 'pathInterpolation':
      return expr.parts.map(part => part.expr)
    case 'list':
      return expr.items
    case 'let':
      return [...ofAttrs(expr.attrs), expr.body]
    case 'with':
      return [expr.scope, expr.body]
    case 'if':
      return [expr.condition, expr.yes, expr.no]
    case 'assert':
      return [expr.condition, expr.body]
    case 'hasAttr':
      return [expr.target, ...ofPath(expr.path)]
    case 'not':
    case 'negate':
      return [expr.operand]
    case 'attrs':
      return ofAttrs(expr)
    case 'lambda':
      return [...(expr.formals?.list.flatMap(formal => formal.fallback ?? []) ?? []), expr.body]
    case 'call':
      return [expr.callee, ...expr.args]
    case 'select':
      return [expr.target, ...ofPath(expr.path), ...(expr.fallback === undefined ? [] : [expr.fallback])]
    case 'operation':
      return [expr.left, expr.right]
    default:
      return []
  }
}

const ofAttrs = ({ entries, dynamic, inheritFrom }: Attrs): readonly Expr[] => [
  ...inheritFrom,
  ...[...entries.values()].flatMap(entry => (entry.kind === 'plain' ? [entry.value] : [])),
  ...dynamic.flatMap(({ name, value }) => [name, value]),
]

const ofPath = (path: readonly AttrName[]): readonly Expr[] => path.flatMap(({ expr }) => expr ?? [])

/** Calls `visit` for every expression of a tree; not by recursion, which a deep tree would exhaust. */
export const forEachExpression = (root: Expr, visit: (expr: Expr) => void): void => {
  const waiting = [root]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    visit(next)
    for (const child of children(next)) waiting.push(child)
  }
}
