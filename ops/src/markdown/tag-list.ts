import { limits } from '@broadsheet/contracts/article'

export type TagList = { tags: string[]; notes: string[] }

/**
 * Tags from a list, or from a text in which commas or, without any, spaces part them. Each comes
 * once and trimmed; those that no article may have are left out, and a note says which.
 */
export function tagListOf(value: unknown): TagList {
  const tags = new Set<string>()
  const notes: string[] = []
  for (const tag of candidates(value)) {
    if (typeof tag !== 'string') notes.push('a tag that is not text was left out')
    else if ([...tag.trim()].length > limits.tag) {
      notes.push(`tag "${tag.trim()}" was left out: longer than ${limits.tag} characters`)
    } else if (tag.trim() !== '') tags.add(tag.trim())
  }
  const [taken, tooMany] = [[...tags].slice(0, limits.tags), [...tags].slice(limits.tags)]
  for (const tag of tooMany) notes.push(`tag "${tag}" was left out: more than ${limits.tags} tags`)
  return { tags: taken, notes }
}

function candidates(value: unknown): unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  if (typeof value !== 'string') return [value]
  return value.split(value.includes(',') ? ',' : /\s+/)
}
