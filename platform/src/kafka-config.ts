import type { KafkaConfig, SASLOptions } from 'kafkajs'
import { z } from 'zod'
import { list } from './config.ts'

const access = {
  KAFKA_TLS: z
    .enum(['off', 'on'])
    .default('off')
    .describe(
      'Whether Kafka is reached by TLS; an authority of your own is named by `NODE_EXTRA_CA_CERTS`',
    ),
  KAFKA_SASL_MECHANISM: z
    .enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512'])
    .default('none')
    .describe('How to sign in to Kafka; without TLS `plain` shows the password to the network'),
  KAFKA_USERNAME: z.string().default('').describe('Who signs in to Kafka'),
  KAFKA_PASSWORD: z.string().default('').describe('The password for it (secret)'),
}

type Access = { [name in keyof typeof access]: z.infer<(typeof access)[name]> }

/** The variables of a process that talks to Kafka; `meaning`: what it has its brokers for. */
export function withKafka<S extends z.ZodRawShape>(schema: z.ZodObject<S>, meaning: string) {
  return schema
    .extend({ KAFKA_BROKERS: list.describe(meaning), ...access })
    .refine(...neededToSignIn('KAFKA_USERNAME'))
    .refine(...neededToSignIn('KAFKA_PASSWORD'))
}

function neededToSignIn(name: 'KAFKA_USERNAME' | 'KAFKA_PASSWORD') {
  const holds = (config: object) => {
    const { KAFKA_SASL_MECHANISM, [name]: value } = config as Access
    return KAFKA_SASL_MECHANISM === 'none' || value !== ''
  }
  // Also when other variables are wrong: all of it is said at once.
  const about = {
    path: [name],
    error: 'is needed by KAFKA_SASL_MECHANISM',
    when: () => true,
  }
  return [holds, about] as const
}

/** What these variables say to the client, for `connectKafka`. */
export function kafkaAccess(config: Access): Pick<KafkaConfig, 'ssl' | 'sasl'> {
  const { KAFKA_SASL_MECHANISM: mechanism } = config
  const user = { username: config.KAFKA_USERNAME, password: config.KAFKA_PASSWORD }
  return {
    ssl: config.KAFKA_TLS === 'on',
    ...(mechanism !== 'none' && { sasl: { mechanism, ...user } as SASLOptions }),
  }
}
