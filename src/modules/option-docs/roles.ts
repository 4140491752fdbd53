/** Descriptions in nixpkgs are Markdown with roles such as {option}`services.x`, which other readers show as they are. */

/** The same text without the names of the roles. */
export const withoutRoles = (markdown: string): string => markdown.replace(/\{[a-z]+\}(?=`)/g, '')
