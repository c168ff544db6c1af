import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino'
import { describeError } from './logged-error.ts'

export type Log = Logger

const secrets = ['password', 'token', 'authorization', 'cookie']

/**
 * JSON lines, on standard output if nowhere else: level, time (ISO 8601), service, msg, and what the
 * line is about.
 */
export function createLog(service: string, level: string, to?: DestinationStream): Log {
  const options = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => describeError(error) },
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
  }
  return to ? pino(options, to) : pino(options)
}
