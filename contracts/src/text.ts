import { z } from 'zod'

/** Postgres stores no NUL, and a lone surrogate has no UTF-8 form. */
export const storable = (text: string) => !text.includes('\0') && text.isWellFormed()

const notStorable = 'must not contain NUL or unpaired surrogates'
const characters = (text: string) => (text.length > 500_000 * 2 ? text.length : [...text].length)

/** Text of at most `max` characters (code points). */
export const boundedText = (max: number) =>
  z
    .string('must be text')
    .refine((text) => characters(text) <= max, `is too long (maximum is ${max} characters)`)
    .refine(storable, notStorable)

/** The same, and with something other than white space in it. Absent and null are blank. */
export const filledText = (max: number) =>
  z
    .string({
      error: (issue) =>
        issue.input === undefined || issue.input === null ? "can't be blank" : 'must be text',
    })
    .refine((text) => text.trim() !== '', "can't be blank")
    .refine((text) => characters(text) <= max, `is too long (maximum is ${max} characters)`)
    .refine(storable, notStorable)
