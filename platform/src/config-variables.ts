import { z } from 'zod'

/** One variable of a process, in words; without a default it has to be set. */
export type Variable = { name: string; form: string; default?: string; meaning: string }

type Described = {
  form?: string
  type?: string
  enum?: string[]
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  default?: unknown
  description?: string
}

/** What a process's configuration is made of. */
export function variablesOf(schema: z.ZodObject): Variable[] {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries((described.properties ?? {}) as Record<string, Described>).map(
    ([name, one]) => ({
      name,
      form: formOf(one),
      ...(!described.required?.includes(name) && { default: String(one.default ?? '') }),
      meaning: one.description ?? '',
    }),
  )
}

function formOf(one: Described): string {
  if (one.form !== undefined) return one.form
  if (one.enum) return one.enum.join(', ')
  if (one.minLength !== undefined) return `text of at least ${one.minLength} characters`
  if (one.type === undefined || one.type === 'string') return 'text'
  const number = one.type === 'integer' ? 'whole number' : 'number'
  if (one.exclusiveMinimum !== undefined) {
    return `${number} above ${one.exclusiveMinimum}, at most ${one.maximum}`
  }
  return `${number} from ${one.minimum} to ${one.maximum}`
}
