import { articlesAlias, commentsAlias } from '@broadsheet/contracts/names'
import { sessionCookie } from '@broadsheet/contracts/session'
import type { Watermark } from '@broadsheet/contracts/watermark'
import type { Log } from '@broadsheet/platform/log'
import type { Metrics } from '@broadsheet/platform/metrics'
import { isSecure, type Site } from '@broadsheet/platform/site'
import type { ClickHouseClient } from '@clickhouse/client'
import type { Client } from '@elastic/elasticsearch'
import type { Redis } from 'ioredis'
import { openArticleStore, type ArticleStore } from './articles/article-store.ts'
import type { Consistency } from './consistency/consistent-read.ts'
import { openReaderStates } from './consistency/reader-state.ts'
import { Refresher } from './consistency/refresher.ts'
import { TokenAges } from './consistency/token-ages.ts'
import type { Watermarks } from './consistency/watermarks.ts'
import { openSynonyms, type Synonyms } from './search/synonyms.ts'
import { openSocialStore, type SocialStore } from './social/social-store.ts'
import { openArticleFacts, type ArticleFacts } from './stats/article-facts.ts'
import { openCounts, type Counts } from './stats/counts.ts'
import { orUnavailable } from './store-failures.ts'
import type { CountView } from './views/view-counter.ts'
import type { SitePages } from './syndication/site-pages.ts'

/** What the read side is made from: its connections, the watermarks, and what is configured. */
export type Parts = {
  log: Log
  metrics: Metrics
  clock: () => Date
  redis: Redis
  elasticsearch: Client
  clickhouse: ClickHouseClient
  watermarks: Watermarks
  tokenKey: Buffer
  /** How long a read waits for its tokens, ms. */
  waitMs: number
  site: Site
  /** How long a session lives unused, ms. */
  sessionIdleMs: number
  /** A file; see `openSynonyms`. */
  synonymsFile: string
  countView: CountView
  pages: SitePages
}

/** Everything that the read side's routes work with. */
export type ReadApi = Parts & {
  consistency: Consistency
  articles: ArticleStore
  social: SocialStore
  facts: ArticleFacts
  synonyms: () => Promise<Synonyms>
  counts: Counts
}

export function readApiOf(parts: Parts): ReadApi {
  const { redis, elasticsearch, clickhouse, watermarks, tokenKey, waitMs } = parts
  const refresh = async () => {
    const index = [articlesAlias, commentsAlias]
    await orUnavailable(elasticsearch.indices.refresh({ index, ignore_unavailable: true }))
  }
  return {
    ...parts,
    consistency: {
      watermarks,
      refresher: new Refresher(refresh, () => watermarks.current('search')),
      readers: openReaderStates(redis, parts.clock, parts.sessionIdleMs),
      ages: new TokenAges(),
      sessionCookie: sessionCookie(isSecure(parts.site)),
      tokenKey,
      waitMs,
    },
    articles: openArticleStore(elasticsearch),
    social: openSocialStore(redis, watermarks),
    facts: openArticleFacts(clickhouse),
    synonyms: openSynonyms(parts.synonymsFile, parts.log, parts.clock),
    counts: openCounts(clickhouse, () => textOf(watermarks.current('stats'))),
  }
}

function textOf(watermark: Watermark | null): string {
  if (watermark === null) return ''
  const { incarnation, generation, lsn, xids } = watermark
  return `${incarnation}.${generation}.${lsn}.${xids.at(-1)}`
}
