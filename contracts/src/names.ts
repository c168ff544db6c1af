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

/** Page views, keyed by article; the raw table in ClickHouse is their record. */
export const viewsTopic = 'broadsheet.views'
export const viewsGroup = 'projector.views'

/** Elasticsearch aliases; generation g of an alias is the index `<alias>-<g>`. */
export const articlesAlias = 'articles'
export const draftsAlias = 'drafts'
export const commentsAlias = 'comments'
export const indexOf = (alias: string, generation: number) => `${alias}-${generation}`

export const clickhouseDatabase = 'broadsheet'
/** Every view once (read with FINAL), and the states that count them by article and UTC hour. */
export const viewsTable = 'views'
export const hourlyViewsTable = 'views_hourly'
/** Facts of what is there now: articles, and who favors them or has commented on them. */
export const factViews = { articles: 'articles', engagement: 'engagement' } as const

/**
 * How an edge stands in its owner's hash: the version of the change that made (`+`) or ended (`-`) it.
 * An ended edge stays, so that an older change never brings it back.
 */
export const isEdge = (mark: string | null | undefined) => mark?.startsWith('+') ?? false

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
    /** Sorted set, all scores 0, members `<lower-case name>\0<user id>`: names by their beginning. */
    usernames: `${prefix}usernames`,
    /** Hash: user id followed → mark (`isEdge`). */
    following: (userId: string) => `${prefix}following:${userId}`,
    /** Hash: article id → mark (`isEdge`). */
    favorites: (userId: string) => `${prefix}favorites:${userId}`,
    /** Set of the user ids that favor the article. */
    favorited: (articleId: string) => `${prefix}favorited:${articleId}`,
  }
}

/** A hash {incarnation, generation, lsn, xids}; every change of it is published on the channel. */
export const watermarkKey = (projection: ProjectionName) => `watermark:${projection}`
export const watermarkChannel = 'watermarks'

/** Redis keys written by write-api. */
export const sessionKey = (tokenHash: string) => `session:${tokenHash}`
export const userTokensKey = (userId: string) => `tokens:${userId}`
/** A hash: id of what was deleted or unpublished → the position token of that command. */
export const hiddenKey = 'hidden'
/** A comment stands in `hidden` by its id with this before it; an article by its id alone. */
export const hiddenCommentPrefix = 'comment:'
export const hiddenComment = (commentId: number) => `${hiddenCommentPrefix}${commentId}`
/**
 * A row whose change the stats store could not take stands in `hidden` by this, its table and its key;
 * its mark is `parkedStats` of its article.
 */
export const statsRowPrefix = 'stats:'
export const statsRow = (
  table: 'articles' | 'favorites' | 'comments',
  ...key: readonly unknown[]
) => `${statsRowPrefix}${table}:${key.join(':')}`
/** `''` when nobody can tell which article it is of: then it may be any. */
export const parkedStatsPrefix = 'parked:stats:'
export const parkedStats = (articleId: string) => `${parkedStatsPrefix}${articleId}`
