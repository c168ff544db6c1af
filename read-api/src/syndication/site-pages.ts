/** Addresses that stand in feeds and sitemaps; all absolute. */
export type SitePages = {
  title: string
  home: string
  article: (slug: string) => string
  /** One of ours, by its path; undefined parameters are left out. */
  own: (path: string, parameters: Record<string, string | undefined>) => string
}

/**
 * Made of the configured `publicUrl` alone: a `Host` header is whatever its sender likes, and would
 * lead the readers of a shared cache elsewhere. `articlePage` is a path with `{slug}` in it.
 */
export function sitePages(publicUrl: string, title: string, articlePage: string): SitePages {
  const base = publicUrl.replace(/\/+$/, '')
  return {
    title,
    home: `${base}/`,
    article: (slug) => base + articlePage.replaceAll('{slug}', encodeURIComponent(slug)),
    own: (path, parameters) => {
      const url = new URL(base + path)
      for (const [name, value] of Object.entries(parameters)) {
        if (value !== undefined) url.searchParams.set(name, value)
      }
      return url.href
    },
  }
}
