import type { Change } from '@broadsheet/contracts/changes'
import type { StoredProfile } from '@broadsheet/contracts/user'

/** What the social store is told; the store keeps the look-ups by name in step. */
export type SocialWrite = { version: bigint } & (
  | { kind: 'profile'; id: string; profile: StoredProfile }
  | { kind: 'no-profile'; id: string }
  | { kind: 'slug'; slug: string; articleId: string }
  | { kind: 'no-slug'; slug: string }
  /** `from` is a user; `to` a user whom they follow, or an article that they favor. */
  | { kind: 'follow' | 'no-follow' | 'favorite' | 'no-favorite'; from: string; to: string }
)

export function projectSocial(change: Change, version: bigint): SocialWrite[] {
  const { deleted } = change
  switch (change.table) {
    case 'users': {
      const { id, username, bio, image, editor } = change.row
      if (deleted) return [{ kind: 'no-profile', id, version }]
      return [{ kind: 'profile', id, profile: { id, username, bio, image, editor }, version }]
    }
    case 'article_slugs': {
      const { slug, article_id: articleId } = change.row
      if (deleted) return [{ kind: 'no-slug', slug, version }]
      return [{ kind: 'slug', slug, articleId, version }]
    }
    case 'follows': {
      const { follower_id: from, followee_id: to } = change.row
      return [{ kind: deleted ? 'no-follow' : 'follow', from, to, version }]
    }
    case 'favorites': {
      const { user_id: from, article_id: to } = change.row
      return [{ kind: deleted ? 'no-favorite' : 'favorite', from, to, version }]
    }
    default:
      return []
  }
}
