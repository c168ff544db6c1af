import { sessionDays } from '@broadsheet/contracts/session'
import { apiConfig } from '@broadsheet/platform/api-config'
import { secret, url } from '@broadsheet/platform/config'
import { withKafka } from '@broadsheet/platform/kafka-config'
import { z } from 'zod'

const articlePage = z
  .string()
  .max(200)
  .regex(/^\/[!-~]*\{slug\}[!-~]*$/, 'must be a path with {slug} in it')
  .default('/article/{slug}')
  .meta({ form: 'path with `{slug}` in it' })

/** What the read side reads from its environment. */
export const readApiConfig = withKafka(apiConfig, 'Where page views go').safeExtend({
  REDIS_URL: url.describe('The social read model, watermarks and sessions'),
  ELASTICSEARCH_URL: url.describe('The search read model'),
  CLICKHOUSE_URL: url.describe('The statistics'),
  SPOOL_DIR: z
    .string()
    .min(1)
    .describe('Folder for page views that Kafka did not take; each instance has its own in it'),
  TOKEN_KEY: secret.describe('Signs consistency tokens; the same for every process'),
  CONSISTENCY_WAIT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .default(2_000)
    .describe('How long a read waits for its tokens, ms'),
  SESSION_IDLE_DAYS: z.coerce
    .number()
    .positive()
    .max(400)
    .default(sessionDays.idle)
    .describe('As the write side has it: a session ends so long after its last use'),
  SYNONYMS_FILE: z
    .string()
    .default('')
    .describe(
      'Words that readers use for each other, read again when it changes; empty: the file that comes with the code',
    ),
  SITE_TITLE: z.string().min(1).default('Broadsheet').describe('The name of the feeds'),
  ARTICLE_PAGE: articlePage.describe(
    'Where the front end shows an article, from `PUBLIC_URL`; feeds and the sitemap link to it',
  ),
})
