import { z } from 'zod'

/** Names every variable that is wrong, one per line. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads a process's variables; throws a ConfigError that lists all problems at once. */
export function readConfig<S extends z.ZodObject>(schema: S, env = process.env): z.infer<S> {
  const parsed = schema.safeParse(env)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new ConfigError(`the environment is not usable:\n${problems.join('\n')}`)
}

/** What every process of ours reads. */
export const processConfig = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  SERVICE_NAME: z.string().default('broadsheet'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export const url = z.url()
export const secret = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
  .transform((hex) => Buffer.from(hex, 'hex'))
export const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  )
  .refine((items) => items.length > 0, 'must name at least one')
