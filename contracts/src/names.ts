/** Every name that more than one room spells: topics, groups, indices, keys, tables. */

export const projections = ['search', 'social', 'stats'] as const
export type ProjectionName = (typeof projections)[number]

/** The one ordered change topic of an incarnation (1 partition, compacted). */
export const changeTopic = (incarnation: number) => `broadsheet.changes.${incarnation}`
export const changeTopicPattern = /^broadsheet\.changes\.(\d+)$/

export const connectorName = (incarnation: number) => `broadsheet-${incarnation}`
export const slotName = (incarnation: number) => `broadsheet_${incarnation}`
export const publicationName = 'broadsheet'

export const consumerGroup = (projection: ProjectionName) => `projector.${projection}`

/** Elasticsearch aliases; generation g of an alias is the index `<alias>-<g>`. */
export const articlesAlias = 'articles'
export const draftsAlias = 'drafts'
export const indexOf = (alias: string, generation: number) => `${alias}-${generation}`

export const clickhouseDatabase = 'broadsheet'

/** The generation of the social store that readers use. */
export const socialLiveKey = 'social:live'
/** Redis keys of one generation of the social store, written by the projector. */
export const socialKeys = (generation: number) => {
  const prefix = `s${generation}:`
  return {
    prefix,
    position: `${prefix}position`,
    /** JSON, contracts' `storedProfile`. */
    profile: (userId: string) => `${prefix}profile:${userId}`,
    /** A user's id; names are told apart without regard to case. */
    username: (username: string) => `${prefix}username:${username.toLowerCase()}`,
    /** An article's id, for every slug that it ever had. */
    slug: (slug: string) => `${prefix}slug:${slug}`,
  }
}

/** A hash {incarnation, generation, lsn, xids}; every change of it is published on the channel. */
export const watermarkKey = (projection: ProjectionName) => `watermark:${projection}`
export const watermarkChannel = 'watermarks'

/** Redis keys written by write-api. */
export const sessionKey = (tokenHash: string) => `session:${tokenHash}`
export const userTokensKey = (userId: string) => `tokens:${userId}`
/** A hash: id of a deleted or unpublished article → the position token of that command. */
export const hiddenKey = 'hidden'
