/** A value that can't be printed, serialised or concatenated by accident. Only `reveal` hands it out. */
const contents = new WeakMap<Secret, string>()

export class Secret {
  constructor(value: string) {
    contents.set(this, value)
  }

  /** The text itself. Call it only where it is handed on (standard input, a file descriptor). */
  reveal(): string {
    return contents.get(this) ?? ''
  }

  toString(): string {
    return '(secret)'
  }

  toJSON(): string {
    return '(secret)'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '(secret)'
  }
}
