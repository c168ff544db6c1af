import { z } from 'zod'

/** Every maker of the topic makes it like this; 30 days is how long ClickHouse may be away. */
export const viewsTopicShape = {
  partitions: 3,
  settings: { 'retention.ms': String(30 * 24 * 3_600_000) },
}

/** ClickHouse keeps the hour of a view in 32 bits. */
const lastInstant = Date.parse('2106-01-01T00:00:00Z')
const storable = (text: string) => Date.parse(text) >= 0 && Date.parse(text) < lastInstant

/**
 * One page view, as JSON in the views topic.
 *
 * - `id`: made once, so that what is sent or inserted twice counts once
 * - `at`: when the article was answered, ISO 8601 with ms, in UTC
 * - `visitor`: 128 bits in hex that stand for one reader on one UTC day
 * - `referrer`: host of the page that led here, null when there is none
 *
 * A field that is added later is optional; what changes the meaning of one is `v: 2`, and consumers
 * take it before anybody sends it.
 */
const viewEvent = z.object({
  v: z.literal(1),
  id: z.uuid(),
  articleId: z.uuid(),
  at: z.iso.datetime().refine(storable, 'must lie in the years 1970 to 2105'),
  visitor: z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits'),
  referrer: z
    .string()
    .regex(/^[a-z0-9._-]{1,253}$/, 'must be a host name')
    .nullable(),
})
export type ViewEvent = z.infer<typeof viewEvent>

/** Reads a record of the views topic, leaving out fields it doesn't know; throws for anything else. */
export function parseView(text: string): ViewEvent {
  return viewEvent.parse(JSON.parse(text))
}
