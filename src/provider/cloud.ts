/**
 * Where the objects live that a mock provider makes: in memory, and in a file where one is given, so that a later run
 * in another process meets them again. Whoever holds the cloud can change it behind Terraform's back.
 */
import type { CloudFile } from './cloud-file.js'
import type { Values } from './values/value.js'

export interface CloudObject {
  readonly type: string
  /** Tells objects of a type apart: the attribute `id` where there is one. */
  readonly key: string
  readonly values: Values
}

export interface Cloud {
  readonly find: (type: string, key: string) => CloudObject | undefined
  readonly list: (type?: string) => readonly CloudObject[]
  /** Adds or replaces. */
  readonly put: (object: CloudObject) => void
  /** Changes some attributes. Throws a RangeError if there is no such object. */
  readonly change: (type: string, key: string, values: Values) => void
  readonly remove: (type: string, key: string) => void
  /** Whether there was such an object once. One that the cloud never had may be real all the same. */
  readonly wasRemoved: (type: string, key: string) => boolean
  /** Counts how often it was asked with the same name; the count is kept. */
  readonly count: (name: string) => number
}

export interface CloudContent {
  readonly objects: readonly CloudObject[]
  readonly removed: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

/** A cloud, empty or with what its file holds. Throws what reading the file throws. */
export const openCloud = (file?: CloudFile): Cloud => {
  const content = file?.read()
  const objects = new Map((content?.objects ?? []).map(object => [nameOf(object.type, object.key), object]))
  const removed = new Set(content?.removed)
  const counts = new Map(Object.entries(content?.counts ?? {}))

  const save = () =>
    file?.write({
      objects: [...objects.values()],
      removed: [...removed],
      counts: Object.fromEntries(counts),
    })
  const put = (object: CloudObject) => {
    objects.set(nameOf(object.type, object.key), object)
    removed.delete(nameOf(object.type, object.key))
    save()
  }
  return {
    find: (type, key) => objects.get(nameOf(type, key)),
    list: type => [...objects.values()].filter(object => type === undefined || object.type === type),
    put,
    change: (type, key, values) => {
      const object = objects.get(nameOf(type, key))
      if (object === undefined) throw new RangeError(`the cloud has no ${type} ${key}`)
      put({ ...object, values: { ...object.values, ...values } })
    },
    remove: (type, key) => {
      objects.delete(nameOf(type, key))
      removed.add(nameOf(type, key))
      save()
    },
    wasRemoved: (type, key) => removed.has(nameOf(type, key)),
    count: name => {
      const count = counts.get(name) ?? 0
      counts.set(name, count + 1)
      save()
      return count
    },
  }
}

const nameOf = (type: string, key: string): string => `${type}/${key}`
