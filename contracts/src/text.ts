import { z } from 'zod'

/** Postgres stores no NUL, and a lone surrogate has no UTF-8 form. */
export const storable = (text: string) => !text.includes('\0') && text.isWellFormed()

const notStorable = 'must not contain NUL or unpaired surrogates'
/** Length in code points, which is how JSON Schema counts too; a lower bound for immense texts. */
export const characters = (text: string) =>
  text.length > 500_000 * 2 ? text.length : [...text].length

/**
 * What goes into a character class of a published pattern. Other languages mean something else by
 * `\s`: these are the characters that `trim` takes away. Lone surrogates are in no pattern, because
 * not every language has them.
 */
export const whiteSpace =
  '\\t\\n\\u000b\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'
const nul = '\\u0000'
const filled = `^[^${nul}]*[^${nul}${whiteSpace}][^${nul}]*$`

/** Text of at most `max` characters (code points). */
export const boundedText = (max: number) =>
  z
    .string('must be text')
    .refine((text) => characters(text) <= max, `is too long (maximum is ${max} characters)`)
    .refine(storable, notStorable)
    .meta({ maxLength: max, pattern: `^[^${nul}]*$` })

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
    .meta({ minLength: 1, maxLength: max, pattern: filled })
