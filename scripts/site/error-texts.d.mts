export const errorTexts: Readonly<Record<string, string>>
