import { z } from 'zod'
import { filledText } from './text.ts'

/** Deep offsets end here; further on a cursor is needed. */
export const maxOffset = 10_000

/** A parameter that is a whole number in these bounds. */
export const wholeNumber = (min: number, max: number) => {
  const rule = `must be a whole number from ${min} to ${max}`
  return z
    .string(rule)
    .regex(/^\d{1,9}$/, rule)
    .transform(Number)
    .refine((number) => number >= min && number <= max, rule)
    .meta({ type: 'integer', minimum: min, maximum: max })
}

const limit = wholeNumber(1, 100).default(20).meta({ default: 20 })
const cursor = filledText(1_000).optional()

/** `limit` (1–100) and `cursor`, which an answer gave, of a list that goes on without end. */
export const cursorPage = z.object({ limit, cursor })

/** `limit` (1–100) and `offset` (0–10,000) of a list. */
export const page = z.object({
  limit,
  offset: wholeNumber(0, maxOffset).default(0).meta({ default: 0 }),
})
