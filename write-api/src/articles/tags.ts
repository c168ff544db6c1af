/** Tags as they are kept: trimmed, each once, sorted. */
export function tidyTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim()))].toSorted()
}
