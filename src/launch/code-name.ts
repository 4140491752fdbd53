/** The name of a file with machine code: what it is of, and for which Node. `id` names the source exactly. */
export const codeName = (id: string): string => `code-${id}-${process.version}-${process.arch}`
