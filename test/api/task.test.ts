import { describe, expect, it } from 'vitest'
import { startTask } from '../../src/api/task.js'
import { failure } from '../../src/contracts/diagnostic.js'
import type { TerraneEvent } from '../../src/contracts/events.js'

const realise = (path: string): TerraneEvent => ({ type: 'realise', path })

const collect = async (events: AsyncIterable<TerraneEvent>) => {
  const seen: string[] = []
  for await (const event of events) if (event.type === 'realise') seen.push(event.path)
  return seen
}

describe('a task', () => {
  it('is awaited for its result and iterated for its events, from the first on, also by those who come later', async () => {
    const task = startTask(async emit => {
      emit(realise('a'))
      await new Promise(resolve => setTimeout(resolve, 5))
      emit(realise('b'))
      return 3
    })
    expect(await collect(task)).toEqual(['a', 'b'])
    expect(await task).toBe(3)
    expect(await collect(task)).toEqual(['a', 'b'])
  })

  it('throws what the work throws, to whoever awaits or iterates it', async () => {
    const failing = () =>
      startTask(async emit => {
        emit(realise('a'))
        throw failure('usage', 'no')
      })
    await expect(failing()).rejects.toThrow('no')
    const seen: string[] = []
    const iterate = async () => {
      for await (const event of failing()) seen.push(event.type)
    }
    await expect(iterate()).rejects.toThrow('no')
    expect(seen).toEqual(['realise'])
  })

  it('goes on where an iteration was left', async () => {
    const task = startTask(async emit => {
      emit(realise('a'))
      emit(realise('b'))
      return 'done'
    })
    for await (const _ of task) break
    expect(await task).toBe('done')
  })
})
