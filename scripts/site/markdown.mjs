/** A block of code as it is. */
export const fenced = (text, language = '') => `\`\`\`${language}\n${text.replace(/\n+$/, '')}\n\`\`\`\n`
