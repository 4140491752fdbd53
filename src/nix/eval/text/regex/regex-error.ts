/** The expression is not one, or it needs more memory than it may have. */
export class RegexError extends Error {
  constructor(readonly reason: 'invalid' | 'limit') {
    super(reason)
  }
}
