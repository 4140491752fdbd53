/** What a text of the document is when Terraform has evaluated it. */
import { isTemplate } from '../document/template/scan.js'

/**
 * `any`: one interpolation and nothing else, which keeps the type of its value. `text`: a template that makes text, or
 * may do so. `literal`: nothing in it is evaluated.
 */
export type TextKind = 'any' | 'text' | 'literal'

/** In doubt a text counts for more than it may be: what is only known at run time is not complained of. */
export const textKind = (text: string): TextKind => {
  if (!isTemplate(text)) return 'literal'
  return text.startsWith('${') && text.endsWith('}') ? 'any' : 'text'
}
