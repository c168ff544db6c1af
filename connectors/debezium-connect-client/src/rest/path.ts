/** A path whose parts are names, like `path('connectors', name, 'tasks', 0)`. */
export function path(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${encodeURIComponent(part)}`).join('')
}

/** For answers that say nothing but that it was done. */
export function nothing(): void {}
