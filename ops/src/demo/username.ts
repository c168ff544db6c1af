import { registration } from '@broadsheet/contracts/user'

const longest = 40
const { username } = registration.shape.user.shape

/** A person's name as a username that may be registered; null when nothing of it is left. */
export function usernameOf(name: string): string | null {
  const joined = name.normalize('NFC').replace(/[\s/?#%@\p{C}]+/gu, '-')
  const cut = [...joined.replace(/^-+/, '')].slice(0, longest).join('').replace(/-+$/, '')
  return username.safeParse(cut).success ? cut : null
}
