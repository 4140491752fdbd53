/** What stands behind a reference: `[0].id` of `aws_vpc.main[0].id`. */

/**
 * A name, an index or a splat (`[*]`, `.*`), of which the names behind it are asked of each element. Of an index is known
 * whether it is a constant.
 */
export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly constant: boolean }
  | { readonly kind: 'splat' }

// Nearly the language's own names; its classes of characters take V8 longer to compile than all texts to read.
const name = /\s*\.\s*([A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*)/y
const constant = /\s*\[\s*(?:\d+|"(?:[^"\\$%]|\\.)*")\s*\]|\s*\.\s*\d+/y
const splat = /\s*\[\s*\*\s*\]|\s*\.\s*\*/y
/** Names with dots; what is more complicated ends the traversal, and what stands behind it is not looked at. */
const expression = /\s*\[\s*[A-Za-z_\u0080-\uffff][\w\u0080-\uffff.-]*\s*\]/y

/** The steps of a template's text from a place on, as far as they can be told without evaluating anything. */
export const stepsAt = (text: string, from: number): readonly Step[] => {
  const steps: Step[] = []
  let at = from
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found !== null) at = pattern.lastIndex
    return found ?? undefined
  }
  for (;;) {
    const named = take(name)
    if (named !== undefined) steps.push({ kind: 'name', name: named[1]! })
    else if (take(splat) !== undefined) steps.push({ kind: 'splat' })
    else if (take(constant) !== undefined) steps.push({ kind: 'index', constant: true })
    else if (take(expression) !== undefined) steps.push({ kind: 'index', constant: false })
    else return steps
  }
}
