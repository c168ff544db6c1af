import { z } from 'zod'

/** Names every variable that is wrong, one per line. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads a process's variables; throws a ConfigError that lists all problems at once. */
export function readConfig<S extends z.ZodObject>(schema: S, env = process.env): z.infer<S> {
  const parsed = schema.safeParse(env)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message, code }) => {
    const name = path.join('.')
    const isMissing = env[name] === undefined && code !== 'custom'
    return `  ${name}: ${isMissing ? 'is not set' : message}`
  })
  throw new ConfigError(`the environment is not usable:\n${problems.join('\n')}`)
}

/** What every process of ours reads. */
export const processConfig = z.object({
  HOST: z.string().default('127.0.0.1').describe('The address to listen on'),
  PORT: z.coerce.number().int().min(0).max(65_535).describe('The port to listen on; 0: a free one'),
  SERVICE_NAME: z.string().default('broadsheet').describe('What it is called in logs and metrics'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('The least important log lines that are written'),
})

/** The items of a comma separated list. */
export function itemsOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** Of `form`, in words, is what a value looks like where its type does not tell. */
export const url = z.url().meta({ form: 'URL' })
export const secret = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
  .transform((hex) => Buffer.from(hex, 'hex'))
  .meta({ form: '64 hexadecimal digits (secret)' })
export const list = z
  .string()
  .transform(itemsOf)
  .refine((items) => items.length > 0, 'must name at least one')
  .meta({ form: 'list, separated by commas' })
