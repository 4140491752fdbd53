/** Expressions of Terraform as Nix code: a reference to a block of the same project by the block, others by their text. */
import { nixLines, nixName, nixString } from '../../nix/print/text.js'

/** Addresses of the blocks that the project declares: `resource.aws_vpc.main`, `module.network`. */
export type Declared = ReadonlySet<string>

const name = '[A-Za-z_][A-Za-z0-9_-]*'
const steps = String.raw`(?:\.${name}|\.\*|\[(?:\d+|\*|"[^"\\$%\n]*"|[A-Za-z_][\w.-]*)\])*`
const address = new RegExp(`^${name}${steps}$`)
const ofModule = new RegExp(`^module\\.(${name})(${steps})$`)
const ofResource = new RegExp(`^(data\\.|ephemeral\\.)?(${name})\\.(${name})(${steps})$`)

/** The code for `${source}`. It is no atom: in a list it needs parentheses. */
export const referenceCode = (source: string, indent: string, declared: Declared): string => {
  const own = ownReference(source, declared)
  if (own !== undefined) return own
  // lib.tf.expr takes templates out of its text and must be able to follow it; lib.tf.ref takes any.
  const callee = !address.test(source) && isEasy(source) ? 'lib.tf.expr' : 'lib.tf.ref'
  return `${callee} ${nixLines(source, indent) ?? nixString(source)}`
}

const isEasy = (source: string): boolean => !/[$%]\{|<<|#|\/\/|\/\*|\n|\\/.test(source)

const ownReference = (source: string, declared: Declared): string | undefined => {
  const [, label, path] = ofModule.exec(source) ?? []
  if (label !== undefined)
    return declared.has(`module.${label}`) ? `config.module.${nixName(label)} ${rest(path!)}` : undefined
  const [, kind = 'resource.', type, resource, more] = ofResource.exec(source) ?? []
  if (type === undefined || !declared.has(`${kind}${type}.${resource}`)) return undefined
  return `config.${kind}${nixName(type)}.${nixName(resource!)} ${rest(more!)}`
}

/** `.id` is "id", `[0].id` is "[0].id". */
const rest = (path: string): string => nixString(path.replace(/^\./, ''))
