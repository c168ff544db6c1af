import { z } from 'zod'
import { boundedText, filledText } from './text.ts'

const email = filledText(254).pipe(z.email('is invalid'))
const username = filledText(40).pipe(
  z.string().regex(/^[^\s/?#%@]+$/u, 'must not contain spaces or any of / ? # % @'),
)
const password = z
  .string("can't be blank")
  .min(1, "can't be blank")
  .max(1024, 'is too long (maximum is 1024 characters)')
const newPassword = password.refine(
  (text) => [...text].length >= 8,
  'is too short (minimum is 8 characters)',
)
/** `""` becomes null, as clients of the Conduit API expect. */
const clearable = (max: number) =>
  boundedText(max)
    .nullable()
    .transform((text) => (text === '' ? null : text))

export const registration = z.object({ user: z.object({ username, email, password: newPassword }) })
export const login = z.object({ user: z.object({ email: filledText(254), password }) })
export const userChanges = z.object({
  user: z.object({
    email: email.optional(),
    username: username.optional(),
    password: newPassword.optional(),
    bio: clearable(10_000).optional(),
    image: clearable(2_000).optional(),
  }),
})
export type Registration = z.infer<typeof registration>['user']
export type Login = z.infer<typeof login>['user']
export type UserChanges = z.infer<typeof userChanges>['user']

/** The signed-in user's own view; `token` is their bearer token. */
export const userAnswer = z.object({
  user: z.object({
    email: z.string(),
    token: z.string(),
    username: z.string(),
    bio: z.string().nullable(),
    image: z.string().nullable(),
  }),
})
export type UserAnswer = z.infer<typeof userAnswer>

export const profile = z.object({
  username: z.string(),
  bio: z.string().nullable(),
  image: z.string().nullable(),
  following: z.boolean(),
})
export const profileAnswer = z.object({ profile })
export type Profile = z.infer<typeof profile>

/** What the social store holds of a user, JSON under `s<g>:profile:<id>`. */
export const storedProfile = z.object({
  id: z.uuid(),
  username: z.string(),
  bio: z.string().nullable(),
  image: z.string().nullable(),
})
export type StoredProfile = z.infer<typeof storedProfile>
