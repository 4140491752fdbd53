/** Files as a tar archive (POSIX ustar), for the few that are sent to a host: made in memory, always the same bytes. */

const block = 512

/** The archive of files by their relative paths. Executable bits and times are left out. */
export const tarOf = (files: Readonly<Record<string, Uint8Array>>): Uint8Array => {
  const parts: Uint8Array[] = []
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path)
    // A name that is too long for the header goes before it, as GNU tar has it.
    if (name.length > 100)
      parts.push(
        header('././@LongLink', name.length + 1, 'L'),
        padded(Buffer.concat([name, Buffer.alloc(1)])),
      )
    parts.push(header(path, content.length, '0'), padded(content))
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

const header = (path: string, size: number, type: string): Uint8Array => {
  const bytes = Buffer.alloc(block)
  const octal = (value: number, at: number, length: number) =>
    bytes.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at)
  Buffer.from(path).copy(bytes, 0, 0, 100)
  octal(0o644, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(0, 136, 12)
  bytes.write('        ', 148)
  bytes.write(type, 156)
  bytes.write('ustar  \0', 257)
  let sum = 0
  for (const byte of bytes) sum += byte
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}

const padded = (content: Uint8Array): Uint8Array =>
  Buffer.concat([content, Buffer.alloc((block - (content.length % block)) % block)])
