/** A duration for people: `12s`, `3m05s`, `1h02m`. */
export const seconds = (given: number): string => {
  const whole = Math.max(0, Math.round(given))
  if (whole < 60) return `${whole}s`
  const two = (number: number) => String(number).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`
  return `${Math.floor(whole / 3600)}h${two(Math.floor((whole % 3600) / 60))}m`
}
