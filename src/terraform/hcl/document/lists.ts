import { type ListElement, type ListNode, type Member, type Node, nest } from './node.js'

/** Blocks without a name, and configurations of one provider, are elements of one list, where the first of them is. */
export const listsTogether = (members: readonly Member[]): readonly Member[] => {
  const lists = new Map<string, ListElement[]>()
  const listAt = ({ name, value }: Member): readonly [string, ListNode] | undefined => {
    const inner = name === 'provider' && value.kind === 'set' ? value.members[0] : undefined
    const list = inner?.value ?? value
    return list.kind === 'list' ? [`${name}.${inner?.name}`, list] : undefined
  }
  for (const member of members) {
    const [path, list] = listAt(member) ?? []
    if (path === undefined) continue
    // One that is several already has its comments in it.
    const elements =
      list!.elements.length === 1
        ? [{ ...list!.elements[0]!, comments: member.comments, apart: false }]
        : list!.elements
    lists.set(path, [...(lists.get(path) ?? []), ...elements])
  }
  const done = new Set<string>()
  return members.flatMap((member): readonly Member[] => {
    const [path, list] = listAt(member) ?? []
    if (path === undefined) return [member]
    if (done.has(path)) return []
    done.add(path)
    const elements = lists.get(path)!
    const { name, value, apart } = member
    if (elements.length === list!.elements.length) return [member]
    const together: Node = { ...list!, elements }
    const inner = value.kind === 'set' ? nest([value.members[0]!.name], together) : together
    return [{ name, apart, comments: [], value: inner }]
  })
}
