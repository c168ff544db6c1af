import { z } from 'zod'
import { boundedText, characters, filledText, whiteSpace } from './text.ts'

const email = filledText(254)
  .pipe(z.email('is invalid'))
  // No format: JSON Schema's `email` is not quite the same.
  .meta({ description: 'An e-mail address', pattern: z.regexes.email.source })
/** These two mean another path to whoever reads one. */
export const isStep = (name: string) => name !== '.' && name !== '..'
const usernamePattern = `^(?!\\.\\.?$)[^\\u0000${whiteSpace}/?#%@]+$`
const username = filledText(40)
  .pipe(z.string().regex(/^[^\s/?#%@]+$/u, 'must not contain spaces or any of / ? # % @'))
  .refine(isStep, 'must not be . or ..')
  .meta({ pattern: usernamePattern })
/** Of an account that is there, in a path: any text is taken, but no other can be found. */
export const usernameStep = z
  .string()
  .meta({ id: 'Username', minLength: 1, maxLength: 40, pattern: usernamePattern })

const password = z
  .string("can't be blank")
  .min(1, { error: "can't be blank", abort: true })
  .refine((text) => characters(text) <= 1024, 'is too long (maximum is 1024 characters)')
  .meta({ format: 'password', minLength: 1, maxLength: 1024 })
const newPassword = password
  .refine((text) => characters(text) >= 8, 'is too short (minimum is 8 characters)')
  .meta({ minLength: 8 })
/** `""` becomes null, as clients of the Conduit API expect. */
const clearable = (max: number) =>
  boundedText(max)
    .nullable()
    .transform((text) => (text === '' ? null : text))

export const registration = z
  .object({ user: z.object({ username, email, password: newPassword }) })
  .meta({ id: 'Registration' })
export const login = z
  .object({ user: z.object({ email: filledText(254), password }) })
  .meta({ id: 'Login' })
export const userChanges = z
  .object({
    user: z.object({
      email: email.optional(),
      username: username.optional(),
      password: newPassword.optional(),
      bio: clearable(10_000).optional(),
      image: clearable(2_000).optional(),
    }),
  })
  .meta({ id: 'UserChanges' })
export type Registration = z.infer<typeof registration>['user']
export type Login = z.infer<typeof login>['user']
export type UserChanges = z.infer<typeof userChanges>['user']

/** The signed-in user's own view; `token` is their bearer token. */
export const userAnswer = z
  .object({
    user: z.object({
      email: z.string(),
      token: z.string(),
      username: z.string(),
      bio: z.string().nullable(),
      image: z.string().nullable(),
    }),
  })
  .meta({ id: 'UserAnswer' })
export type UserAnswer = z.infer<typeof userAnswer>

export const profile = z
  .object({
    username: z.string(),
    bio: z.string().nullable(),
    image: z.string().nullable(),
    following: z.boolean(),
  })
  .meta({ id: 'Profile' })
export const profileAnswer = z.object({ profile })
export type Profile = z.infer<typeof profile>

/** What the social store holds of a user, JSON under `s<g>:profile:<id>`; who is an editor is not shown. */
export const storedProfile = z.object({
  id: z.uuid(),
  username: z.string(),
  bio: z.string().nullable(),
  image: z.string().nullable(),
  editor: z.boolean().default(false),
})
export type StoredProfile = z.infer<typeof storedProfile>
