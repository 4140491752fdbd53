/** What a new system has that the one before has not, by package. */
import type { ClosureDiff } from '../../contracts/events.js'
import type { Paint } from './colour.js'

const shown = 40

/** Lines, without a newline at the end. Empty where nothing differs. */
export const renderClosureDiff = (diff: ClosureDiff, style: Paint): string => {
  const lines = [
    ...diff.added.map(({ name, versions }) => style('green', `  + ${name} ${versions.join(', ')}`.trimEnd())),
    ...diff.removed.map(({ name, versions }) => style('red', `  - ${name} ${versions.join(', ')}`.trimEnd())),
    ...diff.changed.map(({ name, from, to }) =>
      style('yellow', `  ~ ${name} ${from.join(', ')} → ${to.join(', ')}`),
    ),
  ]
  const more = lines.length > shown ? [`  and ${lines.length - shown} more`] : []
  return [...lines.slice(0, shown), ...more, `  ${size(diff.bytesBefore)} → ${size(diff.bytesAfter)}`].join(
    '\n',
  )
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

const size = (bytes: number): string => {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`
}
