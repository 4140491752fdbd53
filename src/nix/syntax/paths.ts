/** Makes a path absolute and plain: no `.`, no `..`, no doubled or trailing slash. `..` of the root is the root. */
export const canonicalPath = (path: string, folder = '/'): string => {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}
