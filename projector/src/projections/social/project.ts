import type { Change } from '@broadsheet/contracts/changes'
import type { StoredProfile } from '@broadsheet/contracts/user'

/** What the social store is told; the store keeps the look-ups by name in step. */
export type SocialWrite = { version: bigint } & (
  | { kind: 'profile'; id: string; profile: StoredProfile }
  | { kind: 'no-profile'; id: string }
  | { kind: 'slug'; slug: string; articleId: string }
  | { kind: 'no-slug'; slug: string }
)

export function projectSocial(change: Change, version: bigint): SocialWrite[] {
  if (change.table === 'users') {
    const { id, username, bio, image } = change.row
    if (change.deleted) return [{ kind: 'no-profile', id, version }]
    return [{ kind: 'profile', id, profile: { id, username, bio, image }, version }]
  }
  if (change.table === 'article_slugs') {
    const { slug, article_id: articleId } = change.row
    if (change.deleted) return [{ kind: 'no-slug', slug, version }]
    return [{ kind: 'slug', slug, articleId, version }]
  }
  return []
}
