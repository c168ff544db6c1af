import { processConfig, secret, url } from '@broadsheet/platform/config'
import { z } from 'zod'

/** What the read side reads from its environment. */
export const readApiConfig = processConfig.extend({
  REDIS_URL: url,
  ELASTICSEARCH_URL: url,
  CLICKHOUSE_URL: url,
  TOKEN_KEY: secret,
  /** How long a read waits for its tokens, ms. */
  CONSISTENCY_WAIT_MS: z.coerce.number().int().min(0).max(60_000).default(2_000),
})
