/** Runs the search among options on a terminal, and leaves the terminal as it was, whatever happens. */
import type { DocumentedOption } from '../../modules/option-docs/documented-option.js'
import { paint } from '../render/colour.js'
import type { Screen } from '../terminal.js'
import { lastScroll, pageOf, screenLines } from './screen.js'
import { type End, firstState, pressed } from './state.js'

/** Resolves when the user leaves it. */
export const searchOptions = (
  options: readonly DocumentedOption[],
  screen: Screen,
  colour: boolean,
): Promise<End> => {
  const style = paint(colour)
  let state = firstState(options)
  const draw = () => screen.draw(screenLines(state, options.length, screen.size(), style))
  return new Promise((resolve, reject) => {
    const guarded = (body: () => void) => () => {
      try {
        body()
      } catch (error) {
        screen.close()
        reject(error)
      }
    }
    screen.onResize(guarded(draw))
    screen.onKey(key =>
      guarded(() => {
        const size = screen.size()
        const context = {
          options,
          page: pageOf(size),
          lastScroll: (option: DocumentedOption) => lastScroll(option, size),
        }
        const next = pressed(state, key, context)
        if (typeof next === 'string') {
          screen.close()
          resolve(next)
        } else {
          state = next
          draw()
        }
      })(),
    )
    // The other end is gone.
    screen.onEnd(() => {
      screen.close()
      resolve('left')
    })
    guarded(draw)()
  })
}
