import type { ClickHouseClient } from '@clickhouse/client'
import type { Client } from '@elastic/elasticsearch'
import type { Redis } from 'ioredis'
import type { Projection } from './projection.ts'
import { projectSearch, type DocumentWrite } from './search/project.ts'
import { openSearchStore } from './search/store.ts'
import { projectSocial, type SocialWrite } from './social/project.ts'
import { openSocialStore } from './social/store.ts'
import { projectStats, type StatsWrite } from './stats/project.ts'
import { openStatsStore } from './stats/store.ts'

/** Articles by full text, and their comments, in Elasticsearch. */
export const searchProjection = (client: Client): Projection<DocumentWrite> => ({
  name: 'search',
  tables: ['articles', 'comments'],
  project: projectSearch,
  store: openSearchStore(client),
})

/** Profiles, usernames and slugs, who follows whom and who favors what, in Redis. */
export const socialProjection = (redis: Redis): Projection<SocialWrite> => ({
  name: 'social',
  tables: ['users', 'article_slugs', 'follows', 'favorites'],
  project: projectSocial,
  store: openSocialStore(redis),
})

/** Facts of articles, and of who favors them or has commented on them, in ClickHouse. */
export const statsProjection = (client: ClickHouseClient): Projection<StatsWrite> => ({
  name: 'stats',
  tables: ['articles', 'favorites', 'comments'],
  project: projectStats,
  store: openStatsStore(client),
})
